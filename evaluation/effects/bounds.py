"""What remains of an effect if the comparable units would not have moved exactly like the treated ones.

Relative magnitudes, after Rambachan & Roth (2023), A more credible approach to parallel trends, Rev. Econ. Stud.
90(5): 2555-2591: from one period to the next the two groups may drift apart by at most M times the largest drift seen
before the start. Kept simple on purpose: the largest drift is taken as estimated, and the confidence interval is the
effect's own, widened by the greatest drift that M allows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from evaluation.effects.aggregate import Aggregate, EventEffect
from evaluation.effects.estimate import Numbers
from evaluation.errors import ValueRangeError

MAGNITUDES = (0.0, 0.5, 1.0, 1.5, 2.0)
STATEMENT = "假定启动后两组走势每期的偏离不超过启动前最大一期偏离的 M 倍"


@dataclass(frozen=True)
class Bound:
    """Drifting at most `magnitude` times the largest before, the effect is in low..high; `interval` adds error."""

    magnitude: float
    low: float
    high: float
    interval: tuple[float, float]


@dataclass(frozen=True)
class Bounds:
    """Bounds of the average effect since the start for several magnitudes.

    `largest_drift` is per period in the outcome's unit; `breakdown` the magnitude from which on the interval holds
    zero (0: it does without any drift). With fewer than two periods before the start there are none, and a reason.
    """

    formula: ClassVar[str] = "|effect − estimate| ≤ M·D·mean(1..k), D = largest drift between periods before the start"
    source: ClassVar[str] = "Rambachan & Roth (2023) Rev. Econ. Stud. 90(5): 2555-2591, simplified"

    by: tuple[Bound, ...]
    largest_drift: float | None
    breakdown: float | None
    statement: str = STATEMENT
    reason: str | None = None


def relative_magnitudes(dynamic: Aggregate, magnitudes: Sequence[float] = MAGNITUDES) -> Bounds:
    """Bounds of the mean effect over the times since the start, from an event study with a universal base period."""
    if any(not magnitude >= 0 for magnitude in magnitudes):
        raise ValueRangeError("magnitude", "a magnitude is at least 0")
    events = [effect for effect in dynamic.by if isinstance(effect, EventEffect)]
    path = {effect.event: effect.estimate for effect in events if effect.estimate is not None}
    before, after = sorted(event for event in path if event < 0), sorted(event for event in path if event >= 0)
    if len(before) < 2 or not after or dynamic.estimate is None or dynamic.interval is None:
        return Bounds((), None, None, reason="启动前可比的时点不足两个，无法估计走势偏离")
    drift = float(max(abs(np.diff([path[event] for event in before]))))
    steps = float(np.mean(np.arange(1, len(after) + 1)))
    low, high = dynamic.interval
    by = []
    for magnitude in magnitudes:
        slack = magnitude * drift * steps
        effect = dynamic.estimate
        by.append(Bound(float(magnitude), effect - slack, effect + slack, (low - slack, high + slack)))
    clear_of_zero = max(low, -high, 0.0)
    breakdown = clear_of_zero / (drift * steps) if drift > 0 else None
    reason = None if drift > 0 else "启动前两组走势完全一致，偏离倍数无从谈起"
    return Bounds(tuple(by), drift, breakdown, reason=reason)


def simultaneous_critical(covariance: Numbers, level: float = 0.95, draws: int = 20_000, seed: int = 0) -> float:
    """Factor on the standard errors by which a whole path of estimates is covered at once (sup-t band).

    Quantile of the largest of the |t| values, drawn from their joint normal distribution with a fixed seed. Estimates
    without variance (the base period) do not count.
    """
    scale = np.sqrt(np.diag(covariance))
    varying = scale > 0
    correlation = covariance[np.ix_(varying, varying)] / np.outer(scale[varying], scale[varying])
    values, vectors = np.linalg.eigh(correlation)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    normal = np.random.RandomState(seed).standard_normal((draws, len(values)))
    return float(np.quantile(np.abs(normal @ root.T).max(axis=1), level))
