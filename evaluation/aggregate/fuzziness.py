"""Fuzzy comprehensive evaluation: from memberships of factors in grades to memberships of the whole.

Wang Peizhuang (汪培庄, 1983) 模糊集合论及其应用, 上海科学技术出版社. Zadeh's max-min loses information; M(·,+) keeps it
and is the default.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from evaluation.arguments import number
from evaluation.errors import ShapeError, UnknownOption, ValueRangeError
from evaluation.tables import Floats, Table, TableLike, VectorLike, complete, frozen, read, vector

UNDECIDED_MARGIN = 0.01

# Each takes weights as a column (factors x 1) and memberships (factors x grades).
OPERATORS: dict[str, Callable[[Floats, Floats], Floats]] = {
    "product_sum": lambda w, r: (w * r).sum(axis=0),  # M(·,+)
    "min_max": lambda w, r: np.minimum(w, r).max(axis=0),  # M(∧,∨)
    "product_max": lambda w, r: (w * r).max(axis=0),  # M(·,∨)
    "min_sum": lambda w, r: np.minimum(np.minimum(w, r).sum(axis=0), 1.0),  # M(∧,⊕), a ⊕ b = min(1, a + b)
}


@dataclass(frozen=True, eq=False)
class FuzzyResult:
    """`memberships` per grade, not renormalised. `decision` is the 0-based grade with the largest membership.

    It is None when the two largest differ by less than `undecided_below`; `margin` states by how much they differ.
    `grade` is the decision's name where the memberships came with column names.
    """

    formula: ClassVar[str] = "b[j] = ⊕i (w[i] ⊗ r[i,j]); decision = argmax b, if it leads by enough"
    source: ClassVar[str] = "汪培庄 (1983) 模糊集合论及其应用"

    memberships: Floats
    decision: int | None
    grade: str | None
    margin: float | None
    undecided_below: float
    operator: str


def fuzzy(
    memberships: TableLike,
    weights: VectorLike,
    operator: str = "product_sum",
    undecided_below: float = UNDECIDED_MARGIN,
) -> FuzzyResult:
    """Combines memberships (rows = factors, columns = grades, each in 0..1) under the factors' weights.

    Raises MissingData for gaps and ValueRangeError for memberships outside 0..1, with row and column.
    """
    if operator not in OPERATORS:
        raise UnknownOption("operator", operator, OPERATORS)
    data = complete(read(memberships, "memberships"), "fuzzy evaluation")
    for row, column in np.argwhere((data.values < 0) | (data.values > 1)):
        value = data.values[row, column]
        raise ValueRangeError(
            "not-a-membership", f"membership {value:g} is not in 0..1", int(row), data.column(int(column))
        )
    undecided_below = number(undecided_below, "undecided_below")
    combined = OPERATORS[operator](_factor_weights(weights, data)[:, None], data.values)
    decision, margin = _decide(combined, undecided_below)
    grade = data.names[decision] if data.names and decision is not None else None
    return FuzzyResult(frozen(combined), decision, grade, margin, undecided_below, operator)


def _factor_weights(weights: VectorLike, data: Table) -> Floats:
    numbers = vector(weights, "weights")
    if len(numbers) != data.rows:
        raise ShapeError("wrong-length", f"{len(numbers)} weights for {data.rows} factors")
    for row, weight in enumerate(numbers):
        if not 0 <= weight <= 1:
            raise ValueRangeError("bad-weight", f"weight {weight:g} is not in 0..1", row=row)
    if not numbers.sum() > 0:
        raise ValueRangeError("no-weight", "the weights are all zero")
    return numbers


def _decide(combined: Floats, undecided_below: float) -> tuple[int | None, float | None]:
    if len(combined) == 1:
        return 0, None
    second, first = np.sort(combined)[-2:]
    margin = float(first - second)
    return (int(np.argmax(combined)) if margin >= undecided_below and first > 0 else None), margin
