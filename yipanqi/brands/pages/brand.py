"""The page of one brand: six elements, measures tied to operations, the red lines, and what happened."""

from django.urls import reverse

from yipanqi.brands import rules
from yipanqi.brands.elements import elements_of
from yipanqi.brands.gates import gates_of
from yipanqi.brands.models import Brand, Measure
from yipanqi.brands.moving import Now, now_of
from yipanqi.brands.pages.words import BRAND_TAGS, MEASURE_TAGS, STONES
from yipanqi.events.timeline import entries
from yipanqi.kit.pages import DetailPage
from yipanqi.kit.workbook import KINDS
from yipanqi.kit.workbook.tracing import origin


class BrandPage(DetailPage):
    model = Brand
    template = "brands/brand.html"
    place = "brands.brand"
    related = ("organization",)

    def rows(self, scope):
        return super().rows(scope).prefetch_related("partners")

    def context(self, request, subject: Brand) -> dict:
        came = origin(KINDS["brands"], (subject.code,))
        measures = list(
            subject.measures.select_related("owner", "indicator", "priority", "accepting_unit").order_by("code")
        )
        for each in measures:
            each.brand = subject  # whose branches and sections are known already
        standing = now_of(measures, request.scope)
        branch = subject.organization
        return {
            "crumbs": [("支部品牌", reverse("brands:brands")), (branch.name, branch.get_absolute_url()),
                       (subject.name, None)],
            "tag": BRAND_TAGS[subject.state],
            "partners": subject.branches[1:],
            "elements": elements_of(subject, measures),
            "gates": gates_of(subject, measures),
            "lanes": [_lane(each, request.scope, standing.get(each.pk)) for each in measures],
            "may_tend": rules.may_tend(subject, request.scope) is None,
            "origin": came,
            "timeline": entries(subject, origin=came),
        }  # fmt: skip


def _lane(measure: Measure, scope, now: Now | None) -> dict:
    return {
        "measure": measure,
        "now": now,
        "tag": MEASURE_TAGS[measure.state],
        "stone": STONES[measure.state],
        "may_change": not measure.is_settled and rules.may_change(measure, scope) is None,
        "may_link": measure.is_orphan and rules.may_link(measure, scope) is None,
    }
