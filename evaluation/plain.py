"""Results as plain JSON values: frozen dataclasses to objects, tuples and arrays to lists, never NaN or infinity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from math import isfinite
from typing import Any

import numpy as np

from evaluation.tables import Reasoned


def plain(result: Any) -> Any:
    """The result with only dicts, lists, text, finite numbers, booleans and None. Fields kept out of repr are left out.

    A number that is not finite is a defect of whoever computed it and raises ValueError.
    """
    if is_dataclass(result) and not isinstance(result, type):
        return {field.name: plain(getattr(result, field.name)) for field in fields(result) if field.repr}
    if isinstance(result, Mapping):
        return {str(name): plain(value) for name, value in result.items()}
    if isinstance(result, Reasoned):
        return result.to_list()
    if isinstance(result, list | tuple | np.ndarray):
        return [plain(value) for value in result]
    if isinstance(result, np.generic):
        result = result.item()
    if isinstance(result, float) and not isfinite(result):
        raise ValueError("a result must be finite or None")
    return result
