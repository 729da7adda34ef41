"""What a comparison before and after reads, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from yipanqi.brands.models import Measure
from yipanqi.brands.moving import Own, own_figures
from yipanqi.indicators.models import Indicator
from yipanqi.indicators.observations.models import Observation, Remark
from yipanqi.indicators.observations.series import months_between, peer_values
from yipanqi.kit.clock import add_months, today
from yipanqi.meetings.models import AgendaItem
from yipanqi.organizations.models import Coverage

MONTHS_SHOWN = 12
MONTHS_BEFORE = 6  # the half year before a start is what "before" means
MOST_MONTHS = 36

Values = dict[int, dict[date, float]]


@dataclass
class Guard:
    """A guard indicator: the own section's mean figures by month, and those of comparable units."""

    name: str
    unit: str
    direction: str
    use: str
    own: dict[date, list[float]] = field(default_factory=lambda: defaultdict(list))
    others: Values = field(default_factory=lambda: defaultdict(dict))


@dataclass
class Evidence:
    """Everything about one measure's indicator over the months shown."""

    measure: Measure
    indicator: Indicator
    own: Own
    months: list[date]
    series: dict[date, float | None]
    peers: Values
    doing_it_too: int
    remarks: list[Remark]
    guards: list[Guard]
    party_months: list[date]

    @property
    def group(self) -> str:
        return next(iter(self.own.units.values())).group


def read(measure: Measure, scope) -> Evidence | None:
    """Everything, or None where nothing was observed in the own section, or this person may not see it.

    Six statements at most: own figures, units that do the same, comparable units, guards, remarks, Party activities.
    """
    indicator = measure.indicator
    if indicator is None:
        return None
    now = today().replace(day=1)
    earliest = add_months(now, -MOST_MONTHS)
    own = own_figures([measure.pk], scope, earliest).get(measure.pk)
    if own is None:
        return None
    last = max(own.months)
    months = months_between(_first_month(measure.started_on, last, min(own.months)), last)
    treated = _doing_the_same(measure) - set(own.units)
    everyone = peer_values(indicator.pk, next(iter(own.units.values())).group, months[0], without=list(own.units))
    series = own.series(indicator.unit_of_measure)
    return Evidence(
        measure=measure,
        indicator=indicator,
        own=own,
        months=months,
        series={month: series.get(month) for month in months},
        peers={unit: values for unit, values in everyone.items() if unit not in treated},
        doing_it_too=len(treated & everyone.keys()),
        remarks=_remarks(measure, own, months[0]),
        guards=_guards(indicator, own, months[0]),
        party_months=_party_months(measure, months[0]),
    )


def _first_month(started_on: date | None, last: date, first_known: date) -> date:
    """A year, and further back to half a year before the start."""
    first = add_months(last, 1 - MONTHS_SHOWN)
    if started_on:
        first = min(first, add_months(started_on, -MONTHS_BEFORE))
    return max(first, first_known, add_months(last, 1 - MOST_MONTHS))


def _doing_the_same(measure: Measure) -> set[int]:
    """Units whose branch has begun a measure on the same indicator: they are no comparison."""
    brands = Measure.standing().filter(indicator=measure.indicator_id, started_on__isnull=False).order_by()
    doing = Q(party_organization__brands__in=brands.values("brand_id"))
    doing |= Q(party_organization__joint_brands__in=brands.values("brand_id"))
    covered = Coverage.objects.open().filter(doing)
    return set(covered.order_by().values_list("unit_id", flat=True))


def _remarks(measure: Measure, own: Own, since: date) -> list[Remark]:
    rows = Remark.objects.filter(organization__in=own.units, indicator=measure.indicator_id, period_start__gte=since)
    return list(rows.select_related("written_by__person").order_by("period_start", "pk"))


def _guards(indicator: Indicator, own: Own, since: date) -> list[Guard]:
    """Own figures of guards (who sees a series sees its guards) and everybody else's for the spread; one statement."""
    group = next(iter(own.units.values())).group
    rows = Observation.objects.current().filter(
        indicator__guarded=indicator.pk, grain="month", period_start__gte=since, value__isnull=False,
        organization__function_group=group,
    )  # fmt: skip
    if not group:
        rows = rows.filter(organization__in=list(own.units))
    fields = ("indicator_id", "indicator__name", "indicator__unit_of_measure", "indicator__direction",
              "indicator__use", "organization_id", "period_start", "value")  # fmt: skip
    found: dict[int, Guard] = {}
    for pk, name, unit, direction, use, organization, month, value in (
        rows.exclude(indicator__use="own").order_by("indicator__code", "period_start").values_list(*fields)
    ):
        guard = found.setdefault(pk, Guard(name, unit, direction, use))
        if organization in own.units:
            guard.own[month].append(value)
        else:
            guard.others[organization][month] = value
    return [guard for guard in found.values() if guard.own]


def _party_months(measure: Measure, since: date) -> list[date]:
    """Months in which a branch of the brand spoke of the priority; one statement."""
    if measure.priority_id is None:
        return []
    branches: Collection[int] = measure.brand.branch_ids
    days = AgendaItem.objects.filter(
        priority=measure.priority_id, meeting__organization__in=branches, meeting__held_on__gte=since
    )
    return sorted({day.replace(day=1) for day in days.order_by().values_list("meeting__held_on", flat=True)})
