"""From the figures to a verdict. The mathematics is ``evaluation.comparison``; nothing here names a cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import mean, pstdev

from evaluation.comparison import MINIMUM_POINTS_AFTER, BeforeAfter, before_after
from yipanqi.insight.effects.reading import MONTHS_BEFORE, Evidence, Guard
from yipanqi.kit.clock import add_months

DIRECTIONS = {"up": 1, "down": -1}
GUARD_TOLERANCE = 1.0  # standard deviations within the group by which a guard may worsen


@dataclass(frozen=True)
class GuardVerdict:
    """A guard's mean before and after the start, and whether it worsened beyond what its group scatters."""

    guard: Guard
    before: float | None
    after: float | None
    worse: bool


@dataclass(frozen=True)
class Judgement:
    """``result`` is None without a start; ``computed_baseline`` is the mean of the half year before it."""

    start: int | None
    result: BeforeAfter | None
    computed_baseline: float | None
    guards: list[GuardVerdict]
    as_good_before: date | None
    enough_in: date | None


def judge(evidence: Evidence) -> Judgement:
    began = evidence.measure.started_on
    if began is None:
        return Judgement(None, None, None, [_untold(guard) for guard in evidence.guards], None, None)
    start = sum(month < began for month in evidence.months)
    own = [evidence.series[month] for month in evidence.months]
    comparable = {
        str(unit): [values.get(month) for month in evidence.months] for unit, values in evidence.peers.items()
    }
    direction = DIRECTIONS.get(evidence.indicator.direction)
    result = before_after(own, comparable, start, direction=direction, before=MONTHS_BEFORE)
    before = [value for value in own[max(0, start - MONTHS_BEFORE) : start] if value is not None]
    return Judgement(
        start=start,
        result=result,
        computed_baseline=mean(before) if before else None,
        guards=[_guard(guard, evidence.months, start) for guard in evidence.guards],
        as_good_before=_as_good_before(evidence.months, own, start, direction),
        enough_in=add_months(began, MINIMUM_POINTS_AFTER - 1) if result.points_after < MINIMUM_POINTS_AFTER else None,
    )


def _untold(guard: Guard) -> GuardVerdict:
    return GuardVerdict(guard, None, None, False)


def _guard(guard: Guard, months: Sequence[date], start: int) -> GuardVerdict:
    earlier, later = months[max(0, start - MONTHS_BEFORE) : start], months[start:]
    before, after = _mean_over(guard.own, earlier), _mean_over(guard.own, later)
    if before is None or after is None:
        return GuardVerdict(guard, before, after, False)
    levels = [
        level
        for values in guard.others.values()
        if (level := _mean_over({month: [value] for month, value in values.items()}, earlier)) is not None
    ]
    spread = pstdev(levels) if len(levels) > 1 else 0.0
    sign = DIRECTIONS.get(guard.direction, 0)
    return GuardVerdict(
        guard, before, after, bool(sign and spread) and (before - after) * sign > GUARD_TOLERANCE * spread
    )


def _mean_over(values: dict[date, list[float]], months: Sequence[date]) -> float | None:
    known = [mean(values[month]) for month in months if values.get(month)]
    return mean(known) if known else None


def _as_good_before(
    months: Sequence[date], own: Sequence[float | None], start: int, direction: int | None
) -> date | None:
    """The latest month before the start in which the figure was as good as it is now: perhaps it is the season."""
    now = next((value for value in reversed(own) if value is not None), None)
    if now is None or direction is None or start >= len(own):
        return None
    as_good = [
        month
        for month, value in zip(months[:start], own[:start], strict=True)
        if value is not None and (value - now) * direction >= 0
    ]
    return as_good[-1] if as_good else None
