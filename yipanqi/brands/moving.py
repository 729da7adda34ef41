"""The figures measures want to move: what was observed in the own section, in batch."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, IntegerField, Value
from django.utils.safestring import SafeString

from yipanqi.brands.models import Measure
from yipanqi.indicators.models import Indicator
from yipanqi.indicators.observations import measuring
from yipanqi.indicators.observations.models import Observation
from yipanqi.indicators.observations.series import Start, months_between, starts
from yipanqi.kit.charts.series import number
from yipanqi.kit.charts.spark import spark
from yipanqi.kit.clock import add_months, today
from yipanqi.kit.links import address

Figure = tuple[float | None, float | None, float | None]
MONTHS = 12
LEADING = "organization__covered_by__party_organization__brands__measures"
JOINT = "organization__covered_by__party_organization__joint_brands__measures"


@dataclass(frozen=True)
class OwnUnit:
    """A unit of the own section that has figures; ``latest`` is the key of its latest one."""

    code: str
    name: str
    group: str
    latest: int


@dataclass
class Own:
    """What one measure's indicator did in its own section: units by id, and per month one figure a unit."""

    units: dict[int, OwnUnit] = field(default_factory=dict)
    months: dict[date, list[Figure]] = field(default_factory=lambda: defaultdict(list))
    keys: dict[date, int] = field(default_factory=dict)

    def series(self, unit_of_measure: str) -> dict[date, float | None]:
        """Month -> one value, several units joined."""
        return {month: measuring.together(self.months[month], unit_of_measure) for month in sorted(self.months)}

    def cases(self, month: date) -> float:
        return sum(below or 0 for _, _, below in self.months.get(month, ()))


@dataclass(frozen=True)
class Now:
    """How a lane shows it: the latest value with its month, and the year as a small line."""

    value: str
    month: date
    line: SafeString


def own_figures(measures: Collection[int], scope, since: date) -> dict[int, Own]:
    """Measure id -> what this person sees of its own section's figures; one statement.

    The section is what the leading branch covers today; where that has no figure of the kind, what the branches that
    build the brand with it cover. Measures without a figure are missing.
    """
    rows = Observation.objects.current().visible_to(scope).filter(grain="month", period_start__gte=since).order_by()
    found: dict[tuple[int, bool], Own] = defaultdict(Own)
    for leads, measure, unit, code, name, group, pk, month, *figure in _through(rows, LEADING, measures).union(
        _through(rows, JOINT, measures)
    ):
        own = found[measure, bool(leads)]
        last = own.keys.get(month)
        own.keys[month] = min(pk, last) if last else pk
        known = own.units.get(unit)
        own.units[unit] = OwnUnit(code, name, group, max(pk, known.latest) if known else pk)
        own.months[month].append((figure[0], figure[1], figure[2]))
    leading = {measure: own for (measure, leads), own in found.items() if leads}
    return {measure: own for (measure, _), own in found.items()} | leading


def now_of(measures: Iterable[Measure], scope) -> dict[int, Now]:
    """Measure id -> where its figure stands, for lanes and docks; one statement. ``indicator`` is at hand."""
    bound = {measure.pk: measure for measure in measures if measure.indicator_id}
    if not bound:
        return {}
    found = own_figures(bound, scope, add_months(today().replace(day=1), -MONTHS))
    standing = {pk: _now(bound[pk], own) for pk, own in found.items()}
    return {pk: now for pk, now in standing.items() if now}


@starts
def _starts(scope, indicator: Indicator, organization: int) -> Iterable[Start]:
    """Measures on an indicator that began in a unit, for the series of that unit."""
    rows = Measure.standing().visible_to(scope).filter(
        indicator=indicator.pk, started_on__isnull=False,
        brand__organization__coverage__unit=organization, brand__organization__coverage__until_on__isnull=True,
    )  # fmt: skip
    for pk, name, month in rows.order_by("started_on", "code").values_list("pk", "name", "started_on").distinct():
        yield Start(month, name, address("brands:measure", pk))


def _through(rows, way: str, measures: Collection[int]):
    """Observations seen from the measures of brands that lead here along ``way``."""
    leads = Value(int(way == LEADING), IntegerField())
    return rows.annotate(leads=leads).filter(
        **{
            "organization__covered_by__until_on__isnull": True,
            f"{way}__in": list(measures),
            "indicator": F(f"{way}__indicator"),
        }
    ).values_list(
        "leads", f"{way}__pk", "organization_id", "organization__code", "organization__name",
        "organization__function_group", "pk", "period_start", "value", "numerator", "denominator",
    )  # fmt: skip


def _now(measure: Measure, own: Own) -> Now | None:
    indicator: Any = measure.indicator
    unit = indicator.unit_of_measure
    series = own.series(unit)
    known = [month for month, value in series.items() if value is not None]
    if not known:
        return None
    last = known[-1]
    value = series[last] or 0.0
    months = months_between(min(series), max(series))
    began = measure.started_on
    since = months.index(began) if began in months else 0 if began and began < months[0] else None
    words = f"{indicator.name}，到 {last.month} 月 {number(value)} {unit}"
    return Now(number(value), last, spark([series.get(month) for month in months], words, since))
