"""What must be there before an effect is worth stating, and the sentence to print when it is not."""

from __future__ import annotations

from dataclasses import dataclass

MINIMUM_COHORT = 5  # units beginning together
MINIMUM_POINTS_AFTER = 6  # data points since the start
MINIMUM_POINTS_BEFORE = 2  # fewer leave no movement before the start to compare


@dataclass(frozen=True)
class Shortfall:
    """One thing missing: a stable code and the sentence for the page."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Minimum:
    """Whether the data suffice for a verdict; if not, the `sentence` to print and all `shortfalls`."""

    enough: bool
    sentence: str | None
    shortfalls: tuple[Shortfall, ...]
    reservations: tuple[Shortfall, ...] = ()


def minimum(
    points_after: int,
    comparable_units: int,
    points_before: int = MINIMUM_POINTS_BEFORE,
    treated_units: int = MINIMUM_COHORT,
) -> Minimum:
    """Judge the sample: data points since and before the start, units to compare with, units treated.

    Without a comparable unit, or with fewer than six points since the start, there is no verdict. Few treated units
    or too little before the start are reservations: the figure may be shown, but the sentence belongs beside it.
    """
    shortfalls = []
    if comparable_units < 1:
        shortfalls.append(Shortfall("no-comparable-unit", "没有可比单位"))
    if points_after < MINIMUM_POINTS_AFTER:
        shortfalls.append(Shortfall("too-early", "先看趋势，暂不下结论"))
    reservations = []
    if points_before < MINIMUM_POINTS_BEFORE:
        reservations.append(Shortfall("no-before", "启动前数据不足，无法检验此前走势是否相同"))
    if treated_units < MINIMUM_COHORT:
        reservations.append(Shortfall("small-cohort", f"同期启动的单位不足 {MINIMUM_COHORT} 个，区间只供参考"))
    first = shortfalls[0].sentence if shortfalls else None
    return Minimum(not shortfalls, first, tuple(shortfalls), tuple(reservations))
