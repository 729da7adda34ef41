"""One unit before and after a start, beside comparable units: 前后变化,扣除同组变化."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isinf, nan
from typing import Any, ClassVar

from evaluation.comparison.minimum import Minimum, minimum
from evaluation.errors import FormatError, ShapeError, ValueRangeError

SIGNIFICANCE = 0.05


@dataclass(frozen=True)
class BeforeAfter:
    """Mean change of the unit and of its comparable units, in the figure's unit, and the sentence to print.

    `beyond` is the unit's change less theirs. `p` is the share of units, this one included, whose change differs as
    much from that of the rest: each comparable unit is treated as if it had started (placebo in space). The sentence
    never names a cause; verdict is too-early, no-comparable-unit, no-before, few-comparable (so few that `p` cannot
    reach 5 %), unclear, better, worse or (without a direction) different.
    """

    formula: ClassVar[str] = "beyond = (after − before) − mean of (after − before) of comparable units"
    source: ClassVar[str] = "difference in differences of means, with placebos in space"

    own_change: float | None
    comparable_change: float | None
    beyond: float | None
    p: float | None
    points_before: int
    points_after: int
    comparable_units: int
    verdict: str
    sentence: str
    minimum: Minimum


def before_after(
    own: Sequence[Any],
    comparable: Mapping[str, Sequence[Any]],
    start: int,
    direction: int | None = None,
    before: int | None = None,
) -> BeforeAfter:
    """Compare series of equal length and time; None or NaN is a period without a figure.

    `start` is the position of the first period after the start, `before` how many periods before it count (all).
    `direction` is +1 where more is better, -1 where less is, None where neither is. Comparable units need a figure on
    both sides of the start; the others are not counted.
    """
    if direction not in (None, 1, -1):
        raise ValueRangeError("bad-direction", "direction is +1, -1 or None")
    series = _numbers(own, "own")
    if not 0 <= start <= len(series):
        raise ValueRangeError("start", f"start lies outside the {len(series)} periods")
    first = 0 if before is None else max(0, start - before)
    own_change = _change(series, first, start)
    changes = [_change(_aligned(name, values, len(series)), first, start) for name, values in comparable.items()]
    theirs = [change for change in changes if change is not None]
    points_before = len(_known(series[first:start]))
    points_after = len(_known(series[start:]))
    enough = minimum(points_after, len(theirs), points_before)
    comparable_change = _mean(theirs) if theirs else None
    beyond = None if own_change is None or comparable_change is None else own_change - comparable_change
    p = _placebo(own_change, theirs) if own_change is not None and len(theirs) else None
    verdict, sentence = _verdict(beyond, p, enough, len(theirs), direction)
    return BeforeAfter(
        own_change, comparable_change, beyond, p, points_before, points_after, len(theirs), verdict, sentence, enough
    )


def _aligned(name: str, values: Sequence[Any], length: int) -> list[float]:
    series = _numbers(values, name)
    if len(series) != length:
        raise ShapeError("ragged-series", f"the series has {len(series)} periods, not {length}", column=name)
    return series


def _numbers(values: Iterable[Any], what: str) -> list[float]:
    """Finite numbers or NaN; None means the same as NaN."""
    numbers = []
    for row, value in enumerate(values):
        try:
            number = nan if value is None else float(value)
        except (TypeError, ValueError):
            raise FormatError("not-a-number", f"{what}: {value!r} is not a number", row=row) from None
        if isinf(number):
            raise ValueRangeError("not-finite", f"{what} holds an infinite number", row=row)
        numbers.append(number)
    return numbers


def _known(series: Iterable[float]) -> list[float]:
    return [number for number in series if number == number]


def _mean(numbers: Sequence[float]) -> float:
    return fsum(numbers) / len(numbers)


def _change(series: Sequence[float], first: int, start: int) -> float | None:
    earlier, later = _known(series[first:start]), _known(series[start:])
    return _mean(later) - _mean(earlier) if earlier and later else None


def _placebo(own: float, theirs: Sequence[float]) -> float:
    everyone = [*theirs, own]
    total, others = fsum(everyone), len(everyone) - 1
    apart = [abs(each - (total - each) / others) for each in everyone]
    return sum(each >= apart[-1] * (1 - 1e-12) for each in apart) / len(apart)


def _verdict(
    beyond: float | None, p: float | None, enough: Minimum, comparable_units: int, direction: int | None
) -> tuple[str, str]:
    if enough.shortfalls:
        return enough.shortfalls[0].code, enough.shortfalls[0].sentence
    if beyond is None or p is None:
        return "no-before", "启动前没有数据，无法比较前后变化"
    if 1 / (comparable_units + 1) > SIGNIFICANCE:
        return "few-comparable", f"可比单位只有 {comparable_units} 个，还分不出差别"
    if p > SIGNIFICANCE:
        return "unclear", "与可比单位的变化相近，还分不出差别"
    if direction is None:
        return "different", "与可比单位的变化明显不同"
    if beyond * direction > 0:
        return "better", "同期比可比单位明显改善"
    return "worse", "同期比可比单位明显变差"
