"""The dictionary: its list, the page of one indicator, and the editor."""

from itertools import zip_longest

from django.urls import reverse

from yipanqi.events.timeline import entries
from yipanqi.indicators import actions, rules
from yipanqi.indicators.forms import IndicatorForm
from yipanqi.indicators.models import DIRECTION_WORDS, SENSITIVITIES, SIDES, USES, Indicator
from yipanqi.indicators.observations.section import section
from yipanqi.indicators.wording import changes, said
from yipanqi.kit.filters import choice, search
from yipanqi.kit.links import address
from yipanqi.kit.pages import DetailPage, FormPage, ListPage
from yipanqi.kit.tables import Column, link, text
from yipanqi.kit.workbook import KINDS
from yipanqi.kit.workbook.tracing import origin
from yipanqi.organizations.filters import by_unit

SEARCHED = ("name__icontains", "code__istartswith", "definition__icontains")
TOLD = ("frequency", "controllability", "sensitivity")
STRANDS = {"party": "party", "operations": "biz"}


def _name(pk, name, side) -> str:
    strand = f'<i class="strand {STRANDS[side]}" title="{SIDES[side]}"></i> '
    return strand + link(address("indicators:indicator", pk), name)


def _goal(floor, target, unit) -> str:
    if target is None:
        return text(None)
    return text(f"{floor:g} → {target:g} {unit}" if floor is not None else f"{target:g} {unit}")


class IndicatorList(ListPage):
    model = Indicator
    title = "指标字典"
    lead = "党建和业务共用一本；口径改过几次、从哪天起，打开就看得到"
    counted = "个指标"
    order = ("code",)
    export_name = "指标字典"
    empty = "字典里还没有指标"
    imported_as = "indicators"
    filters = (
        search(
            "q", "找指标", ("name__icontains", "code__istartswith", "definition__icontains"), hint="名称、代码、定义"
        ),
        choice("side", "侧", SIDES),
        choice("use", "用途", USES),
        by_unit("owner", "数据责任部门", "data_owner__path", more=True),
        choice("direction", "方向", DIRECTION_WORDS, more=True),
        choice("sensitivity", "敏感级别", SENSITIVITIES, more=True),
    )
    columns = (
        Column("name", "指标", ("pk", "name", "side"), _name, lambda pk, name, *_: name, order=("name",)),
        Column("code", "代码", ("code",), order=("code",)),
        Column("direction", "方向", ("direction",), DIRECTION_WORDS.get, DIRECTION_WORDS.get),
        Column("goal", "下限 → 目标", ("floor", "target", "unit_of_measure"), _goal, lambda _, target, __: target),
        Column("use", "用途", ("use",), lambda use: text(USES[use]), USES.get),
        Column("owner", "数据责任部门", ("data_owner__name",), order=("data_owner__path",)),
    )

    def context(self, request) -> dict:
        return {"may_define": rules.may_write(request.scope, None) is None}

    template = "indicators/indicators.html"


class IndicatorPage(DetailPage):
    model = Indicator
    template = "indicators/indicator.html"
    place = "indicators.indicator"
    related = ("data_owner",)

    def context(self, request, subject: Indicator) -> dict:
        came = origin(KINDS["indicators"], (subject.code,))
        versions = list(subject.versions.all())
        told = [
            {"version": each, "changes": changes(before.text, each.text) if before else []}
            for each, before in zip_longest(versions, versions[1:])
        ]
        return {
            "crumbs": [("指标字典", reverse("indicators:indicators")), (subject.name, None)],
            "side": SIDES[subject.side],
            "strand": STRANDS[subject.side],
            "use": USES[subject.use],
            "use_means": rules.USE_MEANS[subject.use],
            "said": {
                name: said(name, getattr(subject, name)) for name in ("frequency", "controllability", "sensitivity")
            },
            "guards": list(subject.guards.order_by("code")),
            "guarded": list(subject.guarded.order_by("code")),
            "versions": told,
            "may_edit": rules.may_write(request.scope, subject) is None,
            "figures": section(
                request.scope, subject, request.GET.get("unit", "")[:20], request.GET.get("span", "")
            ),
            "origin": came,
            "timeline": entries(subject, origin=came),
        }


class DefinePage(FormPage):
    form = IndicatorForm
    title = "登记指标"
    verb = "登记指标"
    done = "登记好了"

    def may(self, scope, subject):
        return rules.may_write(scope, None)

    def save(self, form, request, subject) -> str:
        return actions.define(by=request.user, scope=request.scope, **form.facts()).get_absolute_url()


class RevisePage(FormPage):
    """Changes the wording from a day on; the older wording stays as a version."""

    model = Indicator
    form = IndicatorForm
    title = "改口径"
    verb = "保存新口径"
    done = "新口径记下了，旧的还在下面"

    def may(self, scope, subject):
        return rules.may_write(scope, subject)

    def initial(self, request, subject) -> dict:
        return IndicatorForm.filled(subject)

    def context(self, request, subject) -> dict:
        return {"back": subject.get_absolute_url()}

    def save(self, form, request, subject) -> str:
        return actions.revise(subject, by=request.user, scope=request.scope, **form.facts()).get_absolute_url()
