"""An estimate with its standard error and interval, and a matrix of influences turned into them.

An influence function says how much each unit moves an estimate; its mean square over the units is the variance.
Everything here that is clustered by unit needs no resampling: the sums over a unit's months are already inside.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Numbers = NDArray[np.float64]

NO_VARIATION = "各单位的变化没有差别，无从判断误差"
BASE_PERIOD = "基期，按定义为零"
ROUNDING = 1e-12  # influences this small beside the outcomes are rounding, not variation


@dataclass(frozen=True)
class Estimate:
    """An effect in the outcome's unit, its standard error and 95 % interval; None with a reason if undetermined."""

    estimate: float | None
    se: float | None
    interval: tuple[float, float] | None
    reason: str | None = None


def normal(estimate: float, se: float | None, level: float = 0.95) -> Estimate:
    """An estimate whose error is normal; a standard error of None (or not positive and finite) has no interval."""
    if se is None or not np.isfinite(se) or se <= 0:
        return Estimate(float(estimate), None, None, NO_VARIATION)
    return Estimate(float(estimate), float(se), interval(estimate, se, float(stats.norm.ppf((1 + level) / 2))))


def student(estimate: float, se: float, df: int, level: float = 0.95) -> Estimate:
    """An estimate judged by Student's t with `df` degrees of freedom (clusters less one)."""
    if not np.isfinite(se) or se <= 0 or df < 1:
        return Estimate(float(estimate), None, None, NO_VARIATION)
    return Estimate(float(estimate), float(se), interval(estimate, se, float(stats.t.ppf((1 + level) / 2, df))))


def undetermined(reason: str) -> Estimate:
    return Estimate(None, None, None, reason)


def interval(estimate: float, se: float, critical: float) -> tuple[float, float]:
    return float(estimate - critical * se), float(estimate + critical * se)


def covariance(influences: Numbers) -> Numbers:
    """Covariance of estimates from a units x estimates matrix of influence functions: IF'IF / n^2."""
    return influences.T @ influences / len(influences) ** 2


def without_rounding(influence: Numbers, outcomes: Numbers) -> Numbers:
    """The influences, or zeros when all of them are only rounding errors of outcomes that do not vary."""
    return influence if np.abs(influence).max() > ROUNDING * np.abs(outcomes).max() else np.zeros_like(influence)


def standard_error(influence: Numbers) -> float:
    """sqrt(mean(IF^2) / n)."""
    return float(np.sqrt(np.mean(influence**2) / len(influence)))
