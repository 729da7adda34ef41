"""The part of an indicator's page that shows figures: one unit's series with everything that belongs beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from yipanqi.indicators.models import Indicator
from yipanqi.indicators.observations.models import Observation, Remark
from yipanqi.indicators.observations.series import (
    Band,
    Point,
    Start,
    bands,
    interval,
    months_between,
    peer_values,
    points_of,
    starts_of,
)
from yipanqi.kit.charts.series import Picture, draw, number
from yipanqi.kit.clock import add_months
from yipanqi.organizations.models import Organization

SPANS = {"12": "一年", "36": "三年"}
MOST_UNITS = 60
FEW_CASES = 200  # below so many cases the doubt about a share is said beside it


@dataclass(frozen=True)
class Latest:
    """A unit's figure in the latest month."""

    pk: int
    unit_id: int
    code: str
    name: str
    group: str
    value: float | None
    numerator: float | None
    denominator: float | None


def section(scope, indicator: Indicator, wanted: str, span: str) -> dict[str, Any] | None:
    """What the template draws, or None where this person sees no figure. ``wanted`` is a unit's code, ``span`` of
    ``SPANS``. At most seven statements."""
    month, latest = latest_month(scope, indicator)
    if month is None:
        return None
    unit = _chosen(scope, latest, wanted)
    shown: dict[str, Any] = {
        "month": month,
        "units": latest[:MOST_UNITS] if len(latest) > 1 else [],
        "more_units": max(0, len(latest) - MOST_UNITS),
        "unit": unit,
        "span": span if span in SPANS else "12",
        "spans": SPANS,
        "own_use": indicator.use == "own",
        "shown_only": indicator.use == "shown",
    }
    return shown | (_series(scope, indicator, unit, month, int(shown["span"])) if unit else {})


def latest_month(scope, indicator: Indicator) -> tuple[date | None, list[Latest]]:
    """The latest month with figures and everybody's figure in it, in the order of the tree; two statements."""
    rows = Observation.objects.current().visible_to(scope).filter(indicator=indicator.pk, grain="month")
    month = rows.order_by("-period_start").values_list("period_start", flat=True).first()
    if month is None:
        return None, []
    fields = ("pk", "organization_id", "organization__code", "organization__name", "organization__function_group",
              "value", "numerator", "denominator")  # fmt: skip
    found = rows.filter(period_start=month).order_by("organization__path").values_list(*fields)
    return month, [Latest(*row) for row in found]


def _chosen(scope, latest: Sequence[Latest], wanted: str) -> Organization | Latest | None:
    """The unit asked for, else one's own, else the only one; nobody in particular where one sees many."""
    by_code = {each.code: each for each in latest}
    if wanted:
        return by_code.get(wanted) or Organization.objects.filter(tree="unit", code=wanted).first()
    own = next((each for each in latest if each.unit_id == scope.unit_id), None)
    return own or (latest[0] if len(latest) == 1 else None)


def _series(scope, indicator: Indicator, unit, last: date, span: int) -> dict[str, Any]:
    unit_id = unit.unit_id if isinstance(unit, Latest) else unit.pk
    group = unit.group if isinstance(unit, Latest) else unit.function_group
    first = add_months(last, 1 - span)
    points = points_of(scope, indicator.pk, unit_id, first)
    if not points:
        return {"unseen": True}
    months = months_between(points[0].period if span > 12 else first, last)
    group = "" if indicator.use == "own" else group
    peers = bands(peer_values(indicator.pk, group, first, without=[unit_id]), months)
    begun = starts_of(scope, indicator, unit_id)
    remarks = list(
        Remark.objects.filter(organization=unit_id, indicator=indicator.pk, period_start__gte=first)
        .select_related("written_by__person")
        .order_by("period_start", "pk")
    )
    by_month = {point.period: point for point in points}
    now = next((point for point in reversed(points) if point.value is not None), points[-1])
    return {
        "now": now,
        "finding": _finding(indicator, now, peers, months),
        "group": group,
        "group_size": max((each.count for each in peers if each), default=0),
        "chart": draw(_picture(indicator, unit.name, months, by_month, peers, begun)),
        "doubt": _doubt(indicator, now),
        "lines": _lines(indicator, months, by_month, peers, remarks),
        "starts": begun,
        "remarks": remarks,
        "guards": guards_beside(indicator, unit_id, first),
        "from": months[0],
        "to": months[-1],
    }


def _picture(
    indicator: Indicator,
    name: str,
    months: list[date],
    by_month: dict[date, Point],
    peers: Sequence[Band | None],
    begun: Sequence[Start],
) -> Picture:
    own = [by_month[month].value if month in by_month else None for month in months]
    return Picture(
        months=months,
        own=own,
        name=short(name),
        unit=indicator.unit_of_measure,
        bands=[(each.low, each.middle, each.high) if each else None for each in peers],
        target=indicator.target if indicator.use == "scored" else None,
        starts=[(start.month, start.words) for start in begun],
        title=f"{indicator.name}，{name}",
        description=in_a_sentence(months, own, indicator.unit_of_measure),
    )


def in_a_sentence(months: Sequence[date], values: Sequence[float | None], unit: str) -> str:
    """First and last figure in words, for who cannot see the picture."""
    known = [(month, value) for month, value in zip(months, values, strict=True) if value is not None]
    if not known:
        return "没有数"
    said = [f"{month.year} 年 {month.month} 月 {number(value)}" for month, value in (known[0], known[-1])]
    return f"{said[0]}，{said[1]} {unit}；下面有同一份数据表"


def short(name: str) -> str:
    """A unit's name as a label holds it: 查验五科 for 澜港海关查验五科."""
    for word in ("海关", "分局"):
        _, found, after = name.partition(word)
        if found and after:
            return after
    return name[-8:]


def _finding(indicator: Indicator, now: Point, peers: Sequence[Band | None], months: Sequence[date]) -> str:
    month = f"{now.period.month} 月"
    if now.value is None:
        return f"{month}没有可测的"
    said = f"{month} {number(now.value)} {indicator.unit_of_measure}"
    beside = peers[months.index(now.period)] if now.period in months else None
    return f"{said}，同组同月中位 {number(beside.middle)}" if beside else said


def _doubt(indicator: Indicator, now: Point) -> str:
    found = interval(now.value, now.numerator, now.denominator, indicator.unit_of_measure)
    if found is None or (now.denominator or 0) >= FEW_CASES:
        return ""
    return (
        f"只有 {number(now.denominator or 0)} 件，真实水平大约在 {number(round(found.low, 1))} 到 "
        f"{number(round(found.high, 1))} 之间（95% 区间，Wilson 1927）"
    )


def _lines(indicator, months, by_month, peers, remarks) -> list[dict]:
    """The table: the same data as the picture, newest first."""
    said: dict[date, list[str]] = {}
    for remark in remarks:
        said.setdefault(remark.period_start, []).append(remark.sentence)
    lines = []
    for month, beside in zip(months, peers, strict=True):
        point = by_month.get(month)
        doubt = interval(point.value, point.numerator, point.denominator, indicator.unit_of_measure) if point else None
        lines.append(
            {
                "month": month,
                "point": point,
                "band": beside,
                "interval": f"{doubt.low:.1f}–{doubt.high:.1f}" if doubt else "",
                "remarks": said.get(month, []),
            }
        )
    return lines[::-1]


def guards_beside(indicator: Indicator, unit_id: int, since: date) -> list[dict]:
    """Each guard indicator at the same unit: its latest figure and the median of the months before; one statement.

    Who sees a series sees its guards.
    """
    rows = Observation.objects.current().filter(
        indicator__guarded=indicator.pk, organization=unit_id, grain="month", period_start__gte=since,
        value__isnull=False,
    )  # fmt: skip
    found: dict[int, dict] = {}
    fields = ("indicator_id", "indicator__name", "indicator__unit_of_measure", "indicator__use", "indicator__code",
              "value")  # fmt: skip
    for pk, name, unit, use, code, value in (
        rows.exclude(indicator__use="own").order_by("indicator__code", "period_start").values_list(*fields)
    ):
        line = found.setdefault(pk, {"pk": pk, "name": name, "unit": unit, "shown": use == "shown", "code": code})
        line.setdefault("values", []).append(value)
    for line in found.values():
        *before, line["now"] = line["values"]
        line["usual"] = median(before) if before else None
    return list(found.values())
