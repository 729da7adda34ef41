"""The lists of brands and of measures."""

from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from yipanqi.brands.elements import in_words
from yipanqi.brands.lifecycle import MEASURE_STATES
from yipanqi.brands.models import BRAND_STATES, Brand, Measure
from yipanqi.brands.pages.words import bound, bound_cell, brand_state, measure_state
from yipanqi.brands.rules import BRANCH_OFFICES
from yipanqi.kit.clock import today
from yipanqi.kit.datewords import short
from yipanqi.kit.filters import Choice, choice, search
from yipanqi.kit.links import address
from yipanqi.kit.pages import ListPage
from yipanqi.kit.tables import Column, link, small, text
from yipanqi.organizations.filters import by_party_organization, by_unit

LACKING = {
    "emblem": "缺标识",
    "standard": "缺服务标准",
    "measures": "缺措施",
    "results": "缺成效影响",
    "loose": "有措施没绑业务",
}
BOUND = {"indicator": "绑了指标", "deliverable": "交付物", "none": "还没绑"}
BRANDS_BY = ("name__icontains", "code__icontains", "organization__name__icontains")
MEASURES_BY = ("name__icontains", "code__icontains", "brand__name__icontains")
LINKED = {"none": "没挂重点", "some": "挂了重点", "active": "挂在推进中的重点"}
ELEMENT_FIELDS = ("emblem", "concept", "standards", "measure_count", "results")
MEASURE_COUNTS = ("measure_count", "doing_count", "confirmed_count", "loose_count")
BINDING = ("indicator__name", "baseline", "target", "indicator__unit_of_measure", "deliverable")
LOOSE = Q(indicator__isnull=True, deliverable="")


def _name(pk, name, code) -> str:
    return link(address("brands:brand", pk), name) + small(code)


def _branch(pk, name, partner, partners) -> str:
    joint = f"与{partner}共建" if partners == 1 else f"与{partner}等 {partners} 个支部共建"
    return link(address("organizations:organization", pk), name) + (small(joint) if partner else "")


def _elements(emblem, concept, standards, measures, results) -> str:
    stands = {"name": True, "emblem": emblem, "concept": concept, "standard": standards, "measures": measures}
    return in_words({**{key: bool(value) for key, value in stands.items()}, "results": bool(results)})


def _elements_cell(*values) -> str:
    words = _elements(*values)
    return f'<span class="say-ok">{words}</span>' if words == "六有齐了" else words


def _measures(total, doing, confirmed, loose) -> str:
    said = [(doing, "在做"), (confirmed, "已确认")]
    rest = "，".join(f"{count} 项{words}" for count, words in said if count)
    return f"{total} 项" + (f"，{rest}" if rest else "")


def _measures_cell(total, doing, confirmed, loose) -> str:
    return text(_measures(total, doing, confirmed, loose)) + (
        f'<small class="sub say-warn">{loose} 项没绑业务</small>' if loose else ""
    )


def _lacking(rows, value, scope):
    lacks = {
        "emblem": Q(emblem=""),
        "standard": Q(standards=[]),
        "measures": Q(measure_count=0),
        "results": Q(results=""),
        "loose": Q(loose_count__gt=0),
    }
    return rows.filter(lacks[value]) if value in lacks else rows.none()


def _counting(condition: Q):
    rows = Measure.objects.filter(condition, brand=OuterRef("pk")).order_by().values("brand")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


class BrandList(ListPage):
    model = Brand
    title = "支部品牌"
    lead = "一支部一品牌；按组织排，不打分，不排名"
    counted = "个品牌"
    order = ("organization__path", "code")
    export_name = "支部品牌"
    template = "brands/brands.html"
    empty = "还没有支部品牌"
    imported_as = "brands"
    example = "如：一窗速办，窗口科党支部，3 项措施，2 项绑了指标"
    filters = (
        search("q", "找品牌", BRANDS_BY, hint="名称、编号、支部"),
        choice("state", "状态", BRAND_STATES),
        Choice("lacks", "缺什么", _lacking, options=LACKING),
        by_party_organization("organization", "党组织", "organization__path", more=True),
    )  # fmt: skip
    columns = (
        Column("name", "品牌", ("pk", "name", "code"), _name, lambda pk, name, code: name, order=("name",)),
        Column("branch", "支部", ("organization_id", "organization__name", "partner", "partner_count"), _branch,
               lambda pk, name, *_: name, order=("organization__path", "code")),
        Column("state", "状态", ("state",), brand_state, BRAND_STATES.get),
        Column("elements", "六有", ELEMENT_FIELDS, _elements_cell, _elements),
        Column("measures", "措施", MEASURE_COUNTS, _measures_cell, _measures),
        Column("founded", "创建", ("founded_year",), order=("founded_year", "code")),
    )  # fmt: skip

    def rows(self, scope):
        through = Brand.partners.through.objects.filter(brand=OuterRef("pk")).order_by("partyorganization__path")
        partners = through.order_by().values("brand").annotate(n=Count("pk")).values("n")
        return super().rows(scope).annotate(
            partner=Subquery(through.values("partyorganization__name")[:1]),
            partner_count=Coalesce(Subquery(partners), 0),
            measure_count=_counting(Q()),
            doing_count=_counting(Q(state__in=("doing", "reported", "returned"))),
            confirmed_count=_counting(Q(state="confirmed")),
            loose_count=_counting(LOOSE),
        )  # fmt: skip

    def context(self, request) -> dict:
        return {"may_found": may_found_somewhere(request.scope)}


def may_found_somewhere(scope) -> bool:
    """Whether a button to found a brand has any sense for this person."""
    return scope.is_administrator or any(
        office.kind != "branch" or office.office in BRANCH_OFFICES for office in scope.party_offices
    )


def _measure_name(pk, name, code) -> str:
    return link(address("brands:measure", pk), name) + small(code)


def _brand(pk, name, branch) -> str:
    return link(address("brands:brand", pk), name) + small(branch)


def _priority(pk, name, reason) -> str:
    if pk:
        return link(address("objectives:priority", pk), name)
    return '<span class="muted">不关联</span>' if reason else '<span class="say-warn">没挂</span>'


def _due(due_on, state) -> str:
    if due_on and due_on < today() and state not in ("reported", "confirmed"):
        return f'<span class="say-warn">{short(due_on)} 过期</span>'
    return text(short(due_on) if due_on else None)


def _linked(rows, value, scope):
    """``active``: what stands on the board."""
    if value == "active":
        return rows.on_board().filter(priority__state="active")
    return rows.filter(priority__isnull=value == "none") if value in LINKED else rows.none()


class MeasureList(ListPage):
    model = Measure
    title = "创建措施"
    lead = "各支部在品牌下做的事；绑了什么，为哪项重点，走到哪一步"
    counted = "项措施"
    order = ("brand__organization__path", "code")
    export_name = "创建措施"
    crumbs = (("支部品牌", "brands:brands"),)
    empty = "还没有创建措施"
    imported_as = "brands"
    filters = (
        search("q", "找措施", MEASURES_BY, hint="措施、编号、品牌"),
        choice("state", "状态", MEASURE_STATES),
        Choice("linked", "业务重点", _linked, options=LINKED),
        by_party_organization("organization", "党组织", "brand__organization__path", more=True),
        by_unit("accepts", "接收方", "accepting_unit__path", more=True),
        choice("bound", "绑定", BOUND, "binding_kind", more=True),
    )  # fmt: skip
    columns = (
        Column("name", "措施", ("pk", "name", "code"), _measure_name, lambda pk, name, code: name, order=("name",)),
        Column("brand", "品牌", ("brand_id", "brand__name", "brand__organization__name"), _brand,
               lambda pk, name, branch: f"{name}（{branch}）", order=("brand__organization__path", "code")),
        Column("bound", "绑了什么", BINDING, bound_cell, bound),
        Column("priority", "业务重点", ("priority_id", "priority__name", "serves_none_because"), _priority,
               lambda pk, name, reason: name or ("不关联" if reason else "")),
        Column("accepts", "接收方", ("accepting_unit__name",), order=("accepting_unit__path", "code")),
        Column("due", "期限", ("due_on", "state"), _due, lambda due_on, state: due_on, order=("due_on",)),
        Column("state", "状态", ("state",), measure_state, MEASURE_STATES.get),
    )  # fmt: skip

    def rows(self, scope):
        kind = Case(
            When(indicator__isnull=False, then=Value("indicator")),
            When(~Q(deliverable=""), then=Value("deliverable")),
            default=Value("none"),
        )
        return super().rows(scope).annotate(binding_kind=kind)
