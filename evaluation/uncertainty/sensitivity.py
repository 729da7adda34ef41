"""Sensitivity: what one weight more or less, or one indicator left out, does to scores and ranks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from evaluation.aggregate import weighted_sum
from evaluation.arguments import share
from evaluation.errors import MissingData, Place, ShapeError
from evaluation.tables import Floats, Table, TableLike, VectorLike, frozen, read
from evaluation.tables import weights as read_weights


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """Scores (units x variants) beside the unchanged `base`, and how far each unit's rank moves (negative = better).

    `variants` names what was changed: a column, and for weights the share by which it was multiplied.
    """

    formula: ClassVar[str] = "score = Σ w·x / Σ w with one weight changed or one column left out"
    source: ClassVar[str] = "Saltelli et al. (2008) Global Sensitivity Analysis: The Primer, ch. 1"

    base: Floats
    scores: Floats
    rank_moves: NDArray[np.int64]
    variants: tuple[tuple[Place, float], ...]

    @property
    def largest_move(self) -> NDArray[np.int64]:
        """Per unit, the largest number of ranks it moves under any variant."""
        return np.abs(self.rank_moves).max(axis=1)


def one_at_a_time(table: TableLike, weights: VectorLike, change: float = 0.2) -> Sensitivity:
    """Each weight in turn multiplied by 1 - change and 1 + change, the others rescaled so that the sum stays.

    Gaps are left out. `change` in (0, 1). Raises MissingData for a unit without any value.
    """
    change = share(change, "change")
    data = read(table)
    numbers = read_weights(weights, data)
    factors = [(column, factor) for column in range(data.columns) for factor in (1 - change, 1 + change)]
    return _compare(data, numbers, [(column, factor, _changed(numbers, column, factor)) for column, factor in factors])


def leave_one_out(table: TableLike, weights: VectorLike) -> Sensitivity:
    """Each column of positive weight left out in turn, the others rescaled. Needs two such columns."""
    data = read(table)
    numbers = read_weights(weights, data)
    counted = np.flatnonzero(numbers > 0)
    if len(counted) < 2:
        raise ShapeError("too-few-columns", "leaving out the only weighted column leaves nothing")
    return _compare(data, numbers, [(int(c), 0.0, np.where(np.arange(len(numbers)) == c, 0, numbers)) for c in counted])


def _changed(numbers: Floats, column: int, factor: float) -> Floats:
    changed = numbers.copy()
    changed[column] *= factor
    return changed


def _compare(data: Table, numbers: Floats, variants: list[tuple[int, float, Floats]]) -> Sensitivity:
    base = _score(data, numbers)
    scores = np.column_stack([_score(data, changed) for _, _, changed in variants])
    moves = np.column_stack([_ranks(column) - _ranks(base) for column in scores.T])
    named = tuple((data.column(column), factor) for column, factor, _ in variants)
    return Sensitivity(frozen(base), frozen(scores), frozen(moves), named)


def _score(data: Table, numbers: Floats) -> Floats:
    """Weighted means of present values."""
    if not numbers.sum() > 0:
        raise ShapeError("too-few-columns", "no weight is left")
    scores = np.asarray(weighted_sum(data, numbers / numbers.sum(), minimum_coverage=1e-9))
    for row in np.flatnonzero(np.isnan(scores)):
        raise MissingData("missing-value", "a unit without any weighted value has no rank", row=int(row))
    return scores


def _ranks(scores: Floats) -> NDArray[np.int64]:
    """Competition ranks of scores rounded to a billionth of the largest, so that equal units stay equal."""
    largest = float(np.abs(scores).max()) or 1.0
    rounded = np.round(scores / largest, 9)
    return len(scores) - np.searchsorted(np.sort(rounded), rounded, side="right") + 1
