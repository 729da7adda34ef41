"""Rates from few cases: shrink them towards the common rate, and say how wide the doubt is.

Rates: Marshall, R.J. (1991) Applied Statistics 40(2): 283-294 (global moment estimator, equal to the posterior mean
under a gamma prior). Intervals: Morris, C.N. (1983) J. Amer. Statist. Assoc. 78: 47-55, which adds the doubt about
the prior itself; a plain posterior interval would be too short with few units.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from evaluation.arguments import seed as seeded
from evaluation.arguments import share, whole
from evaluation.errors import ShapeError, UnknownOption, ValueRangeError
from evaluation.reasons import Reason
from evaluation.tables import Floats, Reasoned, VectorLike, frozen, vector

FAMILIES = ("poisson", "binomial")
# Half a case, as in Jeffreys' prior: keeps the sampling variance positive when no case was seen at all.
HALF_A_CASE = 0.5
# Below this many units their variance cannot be judged (Morris's k - 3).
FEW_UNITS = 4
# Beyond these, ratios and their squares leave the range of floats.
SMALLEST_EXPOSURE, LARGEST = 1e-30, 1e30
MOST_TRIALS = 1e15  # beyond, one case more or less is lost in a float


@dataclass(frozen=True, eq=False)
class ShrunkRates:
    """Per unit, in cases per exposure: `rate`, its interval `low`..`high`, the `raw` rate and its weight `trust`.

    `trust` (0..1) is the share of the unit's own rate in `rate`, the rest is the `common` rate of all units.
    Units without exposure are missing with that reason.
    """

    formula: ClassVar[str] = "rate = m + (x − m)·A/(A + v); m = Σy/Σn, v = m/n, A = Σn(x−m)²/Σn − m/n̄"
    source: ClassVar[str] = "Marshall (1991) Applied Statistics 40(2): 283-294; Morris (1983) JASA 78: 47-55"

    rate: Reasoned
    low: Reasoned
    high: Reasoned
    raw: Reasoned
    trust: Reasoned
    common: float
    level: float
    warnings: tuple[str, ...] = ()


def shrink(counts: VectorLike, exposure: VectorLike, family: str = "poisson", level: float = 0.95) -> ShrunkRates:
    """Empirical-Bayes rates counts / exposure with intervals of probability `level`.

    `family="poisson"` for events per exposure, "binomial" for cases out of trials (then counts <= exposure, and
    v = m(1−m)/n). A unit without a count is missing. With under four units nothing can be said about how much they
    differ, so the intervals are those of the units alone.
    Raises ShapeError (empty, unequal length) and ValueRangeError (negative, more cases than trials) with the row.
    """
    if family not in FAMILIES:
        raise UnknownOption("family", family, FAMILIES)
    level = share(level, "level")
    cases, volume = _read(counts, exposure, family)
    known = ~np.isnan(cases) & (volume > 0)
    if not known.any():
        raise ShapeError("empty-table", "no unit has both a count and an exposure above zero")
    codes = _codes(cases, volume)
    rates = _moments(cases[known], volume[known], family)
    low, high = (_alone if known.sum() < FEW_UNITS else _borrowing)(rates, level)

    def spread(values: Floats) -> Reasoned:
        full = np.full(len(cases), np.nan)
        full[known] = values
        return Reasoned(full, codes)

    return ShrunkRates(
        rate=spread(rates.shrunk),
        low=spread(np.minimum(low, rates.shrunk)),
        high=spread(np.maximum(high, rates.shrunk)),
        raw=spread(rates.raw),
        trust=spread(rates.trust),
        common=rates.common,
        level=level,
        warnings=("under four units: the intervals borrow nothing from the others",) if known.sum() < FEW_UNITS else (),
    )


def resample(counts: VectorLike, exposure: VectorLike, draws: int, seed: int) -> Floats:
    """Plausible rates given small counts (units x draws): Gamma(count + 1/2) / exposure, Jeffreys' posterior.

    Rank them with `rank_draws`. Raises ValueRangeError for a unit without count or exposure, with its row.
    """
    cases, volume = _read(counts, exposure, "poisson")
    for row in np.flatnonzero(np.isnan(cases) | ~(volume > 0)):
        raise ValueRangeError("no-exposure", "a unit without count or exposure cannot be resampled", row=int(row))
    draws, random = whole(draws, "draws", 1), np.random.RandomState(seeded(seed))
    gammas = random.standard_gamma(np.repeat((cases + HALF_A_CASE)[:, None], draws, axis=1))
    return frozen(gammas / volume[:, None])


@dataclass(frozen=True, eq=False)
class _Moments:
    """Units with data: cases, volume n, raw rates x, common rate m, variance A between units, trust A / (A + v)."""

    cases: Floats
    volume: Floats
    raw: Floats
    common: float
    between: float
    trust: Floats
    family: str

    @property
    def shrunk(self) -> Floats:
        return self.common + self.trust * (self.raw - self.common)

    def sampling(self, rate: Floats | float) -> Floats:
        """Variance v of a raw rate around `rate`."""
        return rate * (1.0 - rate if self.family == "binomial" else 1.0) / self.volume


def _moments(cases: Floats, volume: Floats, family: str) -> _Moments:
    raw, common = cases / volume, float(cases.sum() / volume.sum())
    by_chance = common * (1 - common) if family == "binomial" else common
    spread = float((volume * (raw - common) ** 2).sum() / volume.sum())
    between = max(spread - by_chance / volume.mean(), 0.0)
    trust = between / (between + by_chance / volume) if between > 0 else np.zeros_like(raw)
    return _Moments(cases, volume, raw, common, between, trust, family)


def _alone(rates: _Moments, level: float) -> tuple[Floats, Floats]:
    """Each unit's own interval under Jeffreys' prior."""
    tails = (1 - level) / 2, (1 + level) / 2
    first = rates.cases + HALF_A_CASE
    if rates.family == "binomial":
        second = rates.volume - rates.cases + HALF_A_CASE
        return stats.beta.ppf(tails[0], first, second), stats.beta.ppf(tails[1], first, second)
    return stats.gamma.ppf(tails[0], first) / rates.volume, stats.gamma.ppf(tails[1], first) / rates.volume


def _borrowing(rates: _Moments, level: float) -> tuple[Floats, Floats]:
    """Morris: B = (k−3)/(k−1)·v/(v+A); s² = v(x̂)(1 − B(k−1)/k) + 2B²(x−m)²/(k−3), as a gamma or beta interval.

    The common rate counts half a case more than was seen, so that "no case seen" is not "certainly none".
    """
    units = len(rates.raw)
    seen, volume = rates.cases.sum() + HALF_A_CASE, rates.volume.sum()
    common = seen / (volume + (2 * HALF_A_CASE if rates.family == "binomial" else 0.0))
    chance = rates.sampling(common)
    pull = (units - 3) / (units - 1) * chance / (chance + rates.between)
    centre = pull * common + (1 - pull) * rates.raw  # in this form it never vanishes beside a large exposure
    variance = rates.sampling(centre) * (1 - pull * (units - 1) / units)
    variance += 2 * pull**2 * (rates.raw - common) ** 2 / (units - 3)
    tails = (1 - level) / 2, (1 + level) / 2
    if rates.family == "binomial":
        size = np.maximum(centre * (1 - centre) / variance - 1, 1e-6)
        return tuple(stats.beta.ppf(tail, centre * size, (1 - centre) * size) for tail in tails)
    shape, scale = centre**2 / variance, variance / centre
    return tuple(stats.gamma.ppf(tail, shape, scale=scale) for tail in tails)


def _read(counts: VectorLike, exposure: VectorLike, family: str) -> tuple[Floats, Floats]:
    cases, volume = vector(counts, "counts"), vector(exposure, "exposure")
    if len(cases) != len(volume) or len(cases) == 0:
        raise ShapeError("wrong-length", f"{len(cases)} counts for {len(volume)} exposures")
    for row in np.flatnonzero((cases < 0) | (volume < 0)):
        raise ValueRangeError("negative-value", "counts and exposure cannot be negative", row=int(row))
    for row in np.flatnonzero((volume > 0) & (volume < SMALLEST_EXPOSURE) | (np.maximum(cases, volume) > LARGEST)):
        raise ValueRangeError(
            "out-of-range", f"{cases[row]:g} in {volume[row]:g} is no count of anything", row=int(row)
        )
    if family == "binomial":
        for row in np.flatnonzero(volume > MOST_TRIALS):
            raise ValueRangeError("out-of-range", f"{volume[row]:g} trials cannot be told one by one", row=int(row))
        for row in np.flatnonzero(cases > volume):
            raise ValueRangeError(
                "more-cases-than-trials", f"{cases[row]:g} cases out of {volume[row]:g} trials", row=int(row)
            )
    return cases, volume


def _codes(cases: Floats, volume: Floats) -> NDArray[np.int8]:
    unmeasured = np.where(np.isnan(cases) | np.isnan(volume), Reason.NOT_REPORTED, Reason.PRESENT)
    return np.where(volume == 0, Reason.NO_EXPOSURE, unmeasured).astype(np.int8)
