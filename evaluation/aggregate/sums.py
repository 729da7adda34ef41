"""The weighted sum, with missing values left out instead of counted as zero."""

from __future__ import annotations

import numpy as np

from evaluation.arguments import number
from evaluation.errors import ValueRangeError
from evaluation.reasons import Reason
from evaluation.tables import Reasoned, TableLike, VectorLike, read
from evaluation.tables import weights as read_weights


def weighted_sum(table: TableLike, weights: VectorLike, minimum_coverage: float = 0.8) -> Reasoned:
    """Σ w x per unit; with gaps Σ present w x · Σ w / Σ present w, if the present weights cover enough.

    Weights are used as given (not rescaled), the result is in the unit of the table. A unit whose present weights
    are under `minimum_coverage` of the total is missing, with the reason (low coverage, or not reported at all).
    """
    minimum_coverage = number(minimum_coverage, "minimum_coverage")
    if not 0 < minimum_coverage <= 1:
        raise ValueRangeError("bad-coverage", f"minimum_coverage {minimum_coverage} is not in (0, 1]")
    data = read(table)
    numbers = read_weights(weights, data)
    present = ~np.isnan(data.values)
    covered = present @ numbers
    whole = (present | (numbers == 0)).all(axis=1)
    share = np.where(whole, 1.0, covered / numbers.sum())
    enough = share >= minimum_coverage - 1e-12
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = np.where(present, data.values, 0.0) @ numbers / np.where(whole | ~enough, 1.0, share)
    for row in np.flatnonzero(~np.isfinite(scaled)):
        raise ValueRangeError("not-finite", "the sum is too large to be held in a number", row=int(row))
    none = np.where(present.any(axis=1), Reason.LOW_COVERAGE, Reason.NOT_REPORTED)
    return Reasoned(np.where(enough, scaled, np.nan), np.where(enough, Reason.PRESENT, none).astype(np.int8))
