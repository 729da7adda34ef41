"""Figures that jumped: the latest month of a series far outside of what is usual there. Asked about, never judged.

Usual is the median of the twelve months before; far is five robust standard deviations (1.4826 x median absolute
deviation), but never less than what chance alone does to a share of so few cases, nor than 2 % of the level.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import median

from yipanqi.indicators.observations import measuring
from yipanqi.indicators.observations.models import Observation, Remark
from yipanqi.kit.clock import add_months

MONTHS_BEFORE = 12
FEWEST_BEFORE = 6
FAR = 5.0
TO_DEVIATION = 1.4826  # median absolute deviation of a normal distribution to its standard deviation
LEAST_SHARE_OF_LEVEL = 0.02
MONTHS_ASKED = 3  # a jump older than this is no longer asked about


@dataclass(frozen=True)
class Figure:
    """One month of a series; ``unit`` is the unit of measure."""

    pk: int
    period: date
    value: float
    numerator: float | None
    denominator: float | None


@dataclass(frozen=True)
class Jump:
    """A figure and what was usual before it."""

    figure: Figure
    usual: float
    deviations: float


def jump_of(figures: list[Figure], unit: str) -> Jump | None:
    """Whether the last of these figures, in order of time, lies far from the ones before it."""
    *before, last = figures
    values = [each.value for each in before[-MONTHS_BEFORE:]]
    if len(values) < FEWEST_BEFORE:
        return None
    usual = median(values)
    spread = max(
        TO_DEVIATION * median(abs(value - usual) for value in values),
        _chance(usual, last.denominator, unit),
        LEAST_SHARE_OF_LEVEL * abs(usual),
    )
    away = abs(last.value - usual)
    return Jump(last, usual, away / spread) if spread and away > FAR * spread else None


def unexplained(day: date, only: Collection[int] | None = None) -> Iterator[tuple[tuple[int, int], Jump]]:
    """((organisation, indicator), jump) for every series whose latest month jumped and nobody said why.

    Two statements, whatever the size. ``only`` names observations.
    """
    explained = set(Remark.objects.order_by().values_list("organization_id", "indicator_id", "period_start"))
    for (organization, indicator, unit), figures in _series(day).items():
        latest = figures[-1]
        if only is not None and latest.pk not in only:
            continue
        if latest.period < add_months(day.replace(day=1), -MONTHS_ASKED):
            continue
        if (organization, indicator, latest.period) not in explained and (jump := jump_of(figures, unit)):
            yield (organization, indicator), jump


def _series(day: date) -> dict[tuple[int, int, str], list[Figure]]:
    """The months that matter of every series, in order of time; figures for own use are nobody's to ask about."""
    since = add_months(day.replace(day=1), -MONTHS_BEFORE - MONTHS_ASKED)
    rows = Observation.objects.current().filter(
        grain="month", period_start__gte=since, period_start__lte=day, value__isnull=False
    )
    fields = ("organization_id", "indicator_id", "indicator__unit_of_measure", "pk", "period_start", "value",
              "numerator", "denominator")  # fmt: skip
    series: dict[tuple[int, int, str], list[Figure]] = defaultdict(list)
    for organization, indicator, unit, *figure in (
        rows.exclude(indicator__use="own").order_by("period_start").values_list(*fields)
    ):
        series[organization, indicator, unit].append(Figure(*figure))
    return series


def _chance(usual: float, cases: float | None, unit: str) -> float:
    """The standard deviation of a share of so many cases; nothing for medians."""
    factor = measuring.scale(unit)
    if not measuring.is_share(unit) or not factor or not cases:
        return 0.0
    share = min(max((usual / factor * cases + 0.5) / (cases + 1), 0.0), 1.0)
    return sqrt(share * (1 - share) / cases) * factor
