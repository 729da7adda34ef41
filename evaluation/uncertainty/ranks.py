"""Rank intervals: where a unit stands when the weights could as well have been a little different.

Weights are drawn from a Dirichlet distribution around those in force (Saisana, Saltelli & Tarantola 2005,
J. R. Statist. Soc. A 168: 307-323, on uncertainty of composite indicators). Scores are compared as whole numbers,
so equal units tie in every draw on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from evaluation.arguments import number, share, whole
from evaluation.arguments import seed as seeded
from evaluation.errors import MissingData, ValueRangeError
from evaluation.tables import Floats, Table, TableLike, VectorLike, frozen, read
from evaluation.tables import weights as read_weights

Whole = NDArray[np.int64]
MILLION, BILLION = 1e6, 1e9
SMALLEST_CONCENTRATION = 0.1
# n x n probabilities: beyond this many units the table is too large to be read, let alone kept.
PAIRWISE_UNITS = 1_000


@dataclass(frozen=True, eq=False)
class RankIntervals:
    """Per unit: ranks `low` <= `high` (1 = best) that hold with probability `level`; `first_share` of draws at rank 1.

    `pairwise[i, j]` is the probability that i scores higher than j, ties counted half (so the diagonal is 0.5);
    None beyond 1,000 units. First places shared by k units count 1/k each.
    """

    formula: ClassVar[str] = "w* ~ Dirichlet(concentration · w); rank = 1 + #{units with a higher Σ w*·x}"
    source: ClassVar[str] = "Saisana, Saltelli & Tarantola (2005) J. R. Statist. Soc. A 168(2): 307-323"

    low: Whole
    high: Whole
    first_share: Floats
    pairwise: Floats | None
    level: float
    draws: int
    warnings: tuple[str, ...] = ()


def rank_intervals(
    table: TableLike, weights: VectorLike, concentration: float, draws: int, seed: int, level: float = 0.8
) -> RankIntervals:
    """Rank intervals of units (rows) whose normalised values (columns) are weighted by perturbed weights.

    A larger `concentration` keeps draws closer to the weights: a weight w has standard deviation
    √(w (1 − w) / (concentration + 1)). Gaps are left out, the unit's other weights rescaled in each draw.
    Raises MissingData for a unit without any value, ValueRangeError for concentration < 0.1 or draws < 1.
    """
    data = read(table)
    numbers = read_weights(weights, data)
    if not number(concentration, "concentration") >= SMALLEST_CONCENTRATION:
        raise ValueRangeError(
            "bad-concentration", f"concentration {concentration} is not {SMALLEST_CONCENTRATION} or more"
        )
    drawn = _drawn_weights(numbers / numbers.sum(), concentration, whole(draws, "draws", 1), seeded(seed))
    return rank_draws(_scores(data, drawn), level)


def rank_draws(scores: Floats, level: float = 0.8) -> RankIntervals:
    """Rank intervals of any simulated scores (rows = units, columns = draws), e.g. of `resample`d rates."""
    level, simulated = share(level, "level"), read(scores, "scores").values
    if np.isnan(simulated).any():
        raise MissingData(
            "missing-value", "a unit without a score has no rank", row=int(np.argwhere(np.isnan(simulated))[0][0])
        )
    units, draws = simulated.shape
    ranks = np.sort(_ranks(simulated), axis=1)
    tail = (1.0 - level) / 2.0
    lowest = int(np.floor(tail * draws + 1e-9))
    best = simulated == simulated.max(axis=0)
    few = units <= PAIRWISE_UNITS
    return RankIntervals(
        low=frozen(ranks[:, lowest]),
        high=frozen(ranks[:, draws - 1 - lowest]),
        first_share=frozen((best / best.sum(axis=0)).mean(axis=1)),
        pairwise=frozen(_pairwise(simulated)) if few else None,
        level=level,
        draws=draws,
        warnings=() if few else (f"{units} units: pairwise probabilities are given for up to {PAIRWISE_UNITS}",),
    )


def _drawn_weights(shares: Floats, concentration: float, draws: int, seed: int) -> Whole:
    """Columns x draws, in millionths; an indicator of weight 0 keeps weight 0."""
    drawn = np.zeros((len(shares), draws), dtype=np.int64)
    positive = shares > 0
    sample = np.random.RandomState(seed).dirichlet(concentration * shares[positive], size=draws)
    drawn[positive] = np.floor(sample.T * MILLION + 0.5).astype(np.int64)
    return drawn


def _scores(data: Table, drawn: Whole) -> Floats:
    """Σ w x / Σ w over present values: exact whole-number sums, one division."""
    present = ~np.isnan(data.values)
    for row in np.flatnonzero(~present.any(axis=1)):
        raise MissingData("missing-value", "a unit without any value has no rank", row=int(row))
    low, high = float(np.nanmin(data.values)), float(np.nanmax(data.values))
    if not np.isfinite(high - low):
        raise ValueRangeError("no-span", f"the range from {low} to {high} cannot be held in a number")
    scaled = (np.where(present, data.values, low) - low) / (high - low if high > low else 1.0)
    totals = np.floor(scaled * BILLION + 0.5).astype(np.int64) @ drawn
    covered = present.astype(np.int64) @ drawn
    for unit in np.flatnonzero((covered == 0).any(axis=1)):
        raise MissingData("missing-value", "the unit has values only where the weight is 0", row=int(unit))
    return totals / covered


def _ranks(scores: Floats) -> Whole:
    """1 + number of strictly higher scores, per draw (competition ranks)."""
    order = np.sort(scores, axis=0)
    ranks = np.empty(scores.shape, dtype=np.int64)
    for draw in range(scores.shape[1]):
        ranks[:, draw] = len(scores) - np.searchsorted(order[:, draw], scores[:, draw], side="right") + 1
    return ranks


def _pairwise(scores: Floats) -> Floats:
    wins = np.empty((len(scores), len(scores)))
    for unit, own in enumerate(scores):
        wins[unit] = ((own > scores).sum(axis=1) + 0.5 * (own == scores).sum(axis=1)) / scores.shape[1]
    return wins
