"""Ordering a run, and the page of one: how far it has come, then what it was made from and what it found."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from yipanqi.assessment import actions, packs, periods, rules
from yipanqi.assessment.forms import OrderForm
from yipanqi.assessment.models import Adoption, Result, Run
from yipanqi.events.timeline import entries
from yipanqi.kit.arrows import Refused
from yipanqi.kit.clock import today
from yipanqi.kit.links import address
from yipanqi.kit.pages import DetailPage, FormPage
from yipanqi.kit.request import Request
from yipanqi.kit.tables import Column, Table, link, small, text


def hundred(billionths: int | None) -> str:
    """0 to 100 as people read it; empty without enough data."""
    return "" if billionths is None else f"{billionths / 10_000_000:.1f}"


def degree(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


TABLE = Table(
    (
        Column("name", "党组织", ("organization__name", "pk", "organization__code"), order=("path",),
               cell=lambda name, pk, code: link(address("assessment:result", pk), name) + small(code)),
        Column("party", "党建", ("party",), lambda value: text(hundred(value)), numeric=True),
        Column("operations", "业务", ("operations",), lambda value: text(hundred(value)), numeric=True),
        Column("level", "综合水平 T", ("joint_level",), lambda value: text(degree(value)), numeric=True),
        Column("coordination", "协调度 D", ("coordination",), lambda value: text(degree(value)), numeric=True),
        Column("reason", "说明", ("reason", "state"), lambda reason, state: text(reason)),
    ),
    caption="各党组织的结果，按组织树排",
)  # fmt: skip


class RunPage(DetailPage):
    model = Run
    template = "assessment/run.html"
    place = "assessment.run"
    related = ("adoption", "ordered_by__person")

    def context(self, request, subject: Run) -> dict:
        rows = Result.objects.visible_to(request.scope).filter(run=subject, branches=0).order_by("path")
        found = TABLE.rows(rows) if subject.state == "done" else []
        return {
            "crumbs": [("自助评价方案", reverse("assessment:scheme")), (subject.period_words, None)],
            "table": TABLE.draw(found) if found else "",
            "count": len(found),
            "may_order": rules.may_order(request.scope) is None,
            "may_resume": subject.is_stale or subject.state in ("failed", "cancelled"),
            "timeline": entries(subject),
        }


class OrderPage(FormPage):
    form = OrderForm
    title = "算一期"
    lead = "由后台计算，好了放在协同图上。期末满 15 个工作日、支部补记过才能算。"
    verb = "开始算"

    def may(self, scope, subject) -> str | None:
        return rules.may_order(scope)

    def context(self, request, subject) -> dict:
        return {"back": reverse("assessment:scheme")}

    def save(self, form, request, subject) -> str:
        adoption = _in_force()
        if adoption is None:
            raise Refused("还没有采用方案：先按决议采用一个", status=422)
        span = next(each for each in _spans(adoption) if each.key == form.cleaned_data["span"])
        run = actions.order_run(adoption, by=request.user, scope=request.scope, start=span.start, end=span.end)
        return run.get_absolute_url()

    def _form(self, request, subject, *data):
        spans = _spans(_in_force())
        initial = {"span": spans[0].key} if spans else {}
        return self.form(*data, spans=spans, initial=initial)


def _in_force() -> Adoption | None:
    return Adoption.objects.in_force().first()


def _spans(adoption: Adoption | None) -> list[periods.Span]:
    content = adoption.content if adoption else packs.load().content
    return periods.spans(today(), packs.rules_of(content)["answer.days"].amount)


@require_POST
def again(request: Request, pk: int) -> HttpResponse:
    return _do(request, pk, actions.take_up_again, "重新开始算了")


@require_POST
def cancel(request: Request, pk: int) -> HttpResponse:
    return _do(request, pk, actions.cancel, "取消了，什么也没有留下")


def _do(request: Request, pk: int, action, done: str) -> HttpResponse:
    run = Run.objects.visible_to(request.scope).filter(pk=pk).first()
    if run is None:
        raise Http404
    try:
        action(run, by=request.user, scope=request.scope)
        messages.success(request, done)
    except Refused as refusal:
        if refusal.status == 403:
            raise PermissionDenied(str(refusal)) from refusal
        messages.error(request, str(refusal))
    return redirect(run)
