"""Results as plain JSON values."""

from dataclasses import dataclass, field

import numpy as np
import pytest

from evaluation.plain import plain


@dataclass(frozen=True)
class Result:
    value: float
    parts: tuple[int, ...]
    hidden: np.ndarray = field(repr=False)


def test_a_result_becomes_objects_lists_and_numbers_without_its_hidden_fields() -> None:
    result = Result(np.float64(0.5), (np.int64(1), 2), np.zeros(3))

    assert plain({"result": result, 3: np.array([True]), "none": None}) == {
        "result": {"value": 0.5, "parts": [1, 2]},
        "3": [True],
        "none": None,
    }


@pytest.mark.parametrize("number", [float("nan"), float("inf"), np.float64("nan")])
def test_a_number_that_is_not_finite_never_leaves(number: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        plain([number])
