"""Several tests at once: p-values adjusted so that looking at many figures does not find effects by itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evaluation.errors import ShapeError, UnknownOption, ValueRangeError
from evaluation.tables import vector

METHODS = ("holm", "bh")


def adjust(p_values: Sequence[float], method: str = "holm") -> NDArray[np.float64]:
    """Adjusted p-values in the given order, at most 1.

    "holm" bounds the chance of any false finding (Holm 1979, Scand. J. Statist. 6: 65-70); "bh" bounds the expected
    share of false among all findings (Benjamini & Hochberg 1995, J. R. Statist. Soc. B 57: 289-300).
    """
    if method not in METHODS:
        raise UnknownOption("method", method, METHODS)
    values = vector(p_values, "p_values")
    wrong = np.flatnonzero(~((values >= 0) & (values <= 1)))
    if len(wrong):
        raise ValueRangeError("not-a-p-value", f"{values[wrong[0]]} is not between 0 and 1", row=int(wrong[0]))
    if not len(values):
        raise ShapeError("no-p-values", "there is no p-value to adjust")
    order = np.argsort(values, kind="stable")
    ordered, count = values[order], len(values)
    if method == "holm":
        stepped = np.maximum.accumulate((count - np.arange(count)) * ordered)
    else:
        stepped = np.minimum.accumulate((count / np.arange(1, count + 1) * ordered)[::-1])[::-1]
    adjusted = np.empty(count)
    adjusted[order] = np.minimum(stepped, 1.0)
    return adjusted
