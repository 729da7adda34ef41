"""Series of one unit and what stands beside them: comparable units, targets, starts, remarks."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from evaluation.comparison import Wilson, wilson
from yipanqi.indicators.models import Indicator
from yipanqi.indicators.observations import measuring
from yipanqi.indicators.observations.models import Observation
from yipanqi.kit.clock import add_months
from yipanqi.kit.links import address

FEWEST_PEERS = 5  # fewer would let one read a single unit's figure off the median


@dataclass(frozen=True)
class Point:
    """One month of one unit. ``source`` is the workbook and row it came from, empty when unknown."""

    pk: int
    period: date
    value: float | None
    numerator: float | None
    denominator: float | None
    source: str = ""
    revision: int = 1

    @property
    def url(self) -> str:
        return address("indicators:observation", self.pk)


@dataclass(frozen=True)
class Band:
    """The middle of comparable units in one month: quartiles and median over ``count`` units."""

    low: float
    middle: float
    high: float
    count: int


@dataclass(frozen=True)
class Start:
    """A measure that began: where the line stands, what it says, where it leads."""

    month: date
    words: str
    url: str


Starts = Callable[[Any, Indicator, int], Iterable[Start]]
STARTS: list[Starts] = []


def starts(function: Starts) -> Starts:
    """Register what an upper room draws: ``function(scope, indicator, organization_id)``, in one statement."""
    STARTS.append(function)
    return function


def starts_of(scope, indicator: Indicator, organization: int) -> list[Start]:
    found = [start for function in STARTS for start in function(scope, indicator, organization)]
    return sorted(found, key=lambda start: start.month)


def points_of(scope, indicator: int, organization: int, since: date | None = None) -> list[Point]:
    """What this person may see of one series, in order of time; one statement."""
    rows = Observation.objects.current().visible_to(scope).filter(indicator=indicator, organization=organization)
    if since:
        rows = rows.filter(period_start__gte=since)
    fields = ("pk", "period_start", "value", "numerator", "denominator", "batch__name", "row_number", "revision")
    return [
        Point(pk, period, value, above, below, f"{file} 第 {number} 行" if file else "", revision)
        for pk, period, value, above, below, file, number, revision in (
            rows.filter(grain="month").order_by("period_start").values_list(*fields)
        )
    ]


def peer_values(
    indicator: int, group: str, since: date, *, without: Collection[int] = ()
) -> dict[int, dict[date, float]]:
    """Unit -> month -> value of every other unit of a function group; one statement.

    Only for medians and changes of means over many: no page shows one of these figures by itself.
    """
    if not group:
        return {}
    rows = Observation.objects.current().filter(
        indicator=indicator, grain="month", period_start__gte=since, value__isnull=False,
        organization__function_group=group,
    )  # fmt: skip
    values: dict[int, dict[date, float]] = defaultdict(dict)
    for unit, month, value in (
        rows.exclude(organization__in=without).order_by().values_list("organization_id", "period_start", "value")
    ):
        values[unit][month] = value
    return dict(values)


def bands(values: dict[int, dict[date, float]], months: Iterable[date]) -> list[Band | None]:
    """The middle half of comparable units month by month; None where too few have a figure."""
    return [band([own[month] for own in values.values() if month in own]) for month in months]


def band(values: list[float]) -> Band | None:
    if len(values) < FEWEST_PEERS:
        return None
    ordered = sorted(values)
    return Band(quantile(ordered, 0.25), median(ordered), quantile(ordered, 0.75), len(ordered))


def quantile(ordered: list[float], share: float) -> float:
    """Linear between the two nearest values (type 7 of Hyndman and Fan)."""
    at = share * (len(ordered) - 1)
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (at - below)


def months_between(first: date, last: date) -> list[date]:
    """Every month from the first to the last, as its first day."""
    months = [first]
    while months[-1] < last:
        months.append(add_months(months[-1], 1))
    return months


def interval(value: float | None, numerator: float | None, denominator: float | None, unit: str) -> Wilson | None:
    """How far a share of few cases may lie from the one behind it, in the unit of the figure; None for medians."""
    factor = measuring.scale(unit)
    if value is None or numerator is None or not denominator or factor is None or not measuring.is_share(unit):
        return None
    if numerator > denominator:
        return None
    found = wilson(numerator, denominator)
    return Wilson(found.low * factor, found.high * factor, found.level) if found else None
