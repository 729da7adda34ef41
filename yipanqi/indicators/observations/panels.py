"""What figures add to the page of a unit: one line an indicator, with its year and where it stands now."""

from collections import defaultdict
from datetime import date
from typing import Any

from yipanqi.indicators.observations.models import Observation
from yipanqi.kit.charts.series import number
from yipanqi.kit.charts.spark import spark
from yipanqi.kit.clock import add_months, today
from yipanqi.kit.links import address
from yipanqi.kit.panels import Panel, panel
from yipanqi.kit.prepared import prepared

MONTHS = 13  # this month last year is the first of them


@panel("organizations.unit", order=20, queries=1)
def figures(unit, scope) -> Panel | None:
    """Own figures of the unit, as far as this person sees them."""
    since = add_months(today().replace(day=1), -MONTHS)
    series: dict[tuple[Any, ...], dict] = defaultdict(dict)
    for *named, month, value in _figures(unit.pk, since, scope):
        series[tuple(named)][month] = value
    lines = [_line(unit, named, values) for named, values in series.items()]
    if not lines:
        return None
    return Panel("业务数字", "indicators/figures_panel.html", {"lines": lines, "unit": unit})


@prepared
def _figures(unit: int, since: date, scope):
    rows = Observation.objects.current().visible_to(scope)
    rows = rows.filter(organization=unit, grain="month", period_start__gte=since)
    fields = ("indicator_id", "indicator__name", "indicator__unit_of_measure", "indicator__use", "period_start",
              "value")  # fmt: skip
    return rows.order_by("indicator__code", "period_start").values_list(*fields)


def _line(unit, named: tuple, values: dict) -> dict:
    pk, name, measure, use = named
    last = max(values)
    now = values[last]
    year_ago = values.get(add_months(last, -12))
    return {
        "name": name,
        "url": f"{address('indicators:indicator', pk)}?unit={unit.code}",
        "month": last,
        "now": None if now is None else number(now),
        "unit": measure,
        "year_ago": None if year_ago is None else number(year_ago),
        "shown": use == "shown",
        "own": use == "own",
        "spark": spark([values[month] for month in sorted(values)], f"{name}近一年的走势"),
    }
