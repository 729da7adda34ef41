"""Figures as a list, the page of one figure down to the row it came from, and the sentence beside it."""

from django.http import Http404
from django.urls import reverse

from yipanqi.events.timeline import entries
from yipanqi.indicators.models import USES
from yipanqi.indicators.observations import actions
from yipanqi.indicators.observations.forms import RemarkForm
from yipanqi.indicators.observations.models import Observation, Remark
from yipanqi.indicators.observations.series import interval
from yipanqi.kit import periodfilter, undo
from yipanqi.kit.charts.series import number
from yipanqi.kit.filters import Filter, search
from yipanqi.kit.links import address
from yipanqi.kit.pages import DetailPage, FormPage, ListPage
from yipanqi.kit.request import own_address
from yipanqi.kit.tables import Column, link, small, text
from yipanqi.kit.workbook import KINDS
from yipanqi.kit.workbook.tracing import origin
from yipanqi.organizations.filters import by_unit


def _in_month(rows, value: str, scope):
    """Figures of ``2026-10``, or of a whole year."""
    period = periodfilter.read(value)
    if period is None or period.grain not in ("month", "year"):
        return rows.none()
    if period.grain == "month":
        return rows.filter(period_start=period.start)
    return rows.filter(period_start__gte=period.start, period_start__lt=period.end)


def _named(name, code) -> str:
    return text(name) + small(code)


def _measured(value, unit) -> str:
    return f"{number(value)} {text(unit) if unit else ''}".strip() if value is not None else "没有可测的"


def _cases(numerator, denominator) -> str:
    if denominator is None:
        return text(None)
    return f"{number(numerator)} / {number(denominator)}" if numerator is not None else f"{number(denominator)}"


def _source(file, row) -> str:
    return f"{text(file)} 第 {row} 行" if file else text(None)


class ObservationList(ListPage):
    """Every figure one may see, month by month; the drill-down of everything that counts figures."""

    model = Observation
    title = "业务数字"
    lead = "每个数都能点开，看到它来自哪个工作簿的哪一行"
    counted = "个数"
    crumbs = (("指标字典", "indicators:indicators"),)
    order = ("-period_start",)
    export_name = "业务数字"
    empty = "还没有数，或者没有你看得到的"
    imported_as = "observations"
    filters = (
        search("q", "找指标", ("indicator__name__icontains", "indicator__code__iexact"), hint="名称或代码"),
        by_unit("unit", "机构", "organization__path"),
        Filter("month", "月份", _in_month),
    )
    columns = (
        Column(
            "period", "期间", ("pk", "period_start"),
            lambda pk, period: link(address("indicators:observation", pk), f"{period:%Y-%m}"),
            lambda pk, period: f"{period:%Y-%m}", order=("period_start",),
        ),
        Column("unit", "机构", ("organization__name",), order=("organization__path",)),
        Column("indicator", "指标", ("indicator__name", "indicator__code"), _named),
        Column("value", "数值", ("value", "indicator__unit_of_measure"), _measured, numeric=True),
        Column("cases", "分子 / 分母", ("numerator", "denominator"), _cases, _cases, numeric=True),
        Column("source", "来自", ("batch__name", "row_number"), _source, _source),
    )  # fmt: skip

    def rows(self, scope):
        return super().rows(scope).current()


class ObservationPage(DetailPage):
    """One figure: what it says, how sure it is, where it came from, and what it said before."""

    model = Observation
    template = "indicators/observation.html"
    related = ("indicator", "organization", "batch")

    def context(self, request, subject: Observation) -> dict:
        indicator, unit = subject.indicator, subject.organization
        key = (subject.period_start, unit.code, indicator.code)
        came = origin(KINDS["observations"], key) if subject.is_current and subject.batch_id else None
        revisions = Observation.objects.filter(
            organization=unit.pk, indicator=indicator.pk, grain=subject.grain, period_start=subject.period_start
        )
        series = f"{indicator.get_absolute_url()}?unit={unit.code}"
        return {
            "crumbs": [("指标字典", reverse("indicators:indicators")), (indicator.name, indicator.get_absolute_url()),
                       (unit.name, series), (str(subject.period), None)],
            "series": series,
            "use": USES[indicator.use],
            "interval": interval(
                subject.value, subject.numerator, subject.denominator, indicator.unit_of_measure
            ),
            "revisions": list(revisions.select_related("batch").order_by("-revision")),
            "remarks": Remark.objects.filter(
                organization=unit.pk, indicator=indicator.pk, period_start=subject.period_start
            ).select_related("written_by__person"),
            "origin": came,
            "timeline": entries(subject, origin=came),
        }  # fmt: skip


class RemarkPage(FormPage):
    model = Observation
    form = RemarkForm
    title = "补记一件同期的事"
    verb = "记下"
    template = "indicators/remark.html"

    def _form(self, request, subject, *data):
        return RemarkForm(*data[:1], observation=subject, initial={"month": subject.period_start.isoformat()})

    def _subject(self, request, pk):
        rows = Observation.objects.visible_to(request.scope).select_related("indicator", "organization")
        if (subject := rows.filter(pk=pk).first()) is None:
            raise Http404
        return subject

    def _is_stale(self, request, subject) -> bool:
        return False  # a sentence is added, nothing is overwritten

    def context(self, request, subject) -> dict:
        return {"back": _back(request, subject)}

    def save(self, form, request, subject) -> str:
        written = actions.remark(subject, by=request.user, scope=request.scope, **form.cleaned_data)
        undo.offer(request, "记下了一句", "indicators.remark", pk=written.pk, observation=subject.pk)
        return _back(request, subject)


def _back(request, subject: Observation) -> str:
    """Where one came from, when that is a page of ours; else the figure."""
    return own_address(request, request.GET.get("back", "")) or subject.get_absolute_url()
