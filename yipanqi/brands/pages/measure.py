"""The page of one measure: its way, both ends of the tie, and what the accepting side is asked."""

from django.urls import reverse

from yipanqi.brands import rules
from yipanqi.brands.imports import Measures
from yipanqi.brands.lifecycles import MEASURE
from yipanqi.brands.models import Measure
from yipanqi.brands.pages.words import MEASURE_TAGS, STONES
from yipanqi.brands.way import answer_by, following, steps
from yipanqi.events.timeline import entries
from yipanqi.kit.pages import DetailPage
from yipanqi.kit.panels import panels_for
from yipanqi.kit.workbook.tracing import origin

TABLE = Measures()
ANSWERS = ("confirm", "return")


class MeasurePage(DetailPage):
    model = Measure
    template = "brands/measure.html"
    place = "brands.measure"
    related = (
        "brand__organization", "owner", "indicator", "priority__raised_by", "accepting_unit", "reported_by__person",
        "confirmed_by",
    )  # fmt: skip
    lifecycle = MEASURE

    def rows(self, scope):
        return super().rows(scope).prefetch_related("brand__partners")

    def context(self, request, subject: Measure) -> dict:
        came = origin(TABLE, (subject.code,))
        brand, scope = subject.brand, request.scope
        open_now = MEASURE.open_to(subject, scope)
        return {
            "crumbs": [("支部品牌", reverse("brands:brands")), (brand.name, brand.get_absolute_url()),
                       (subject.name, None)],
            "tag": MEASURE_TAGS[subject.state],
            "stone": STONES[subject.state],
            "partners": brand.branches[1:],
            "steps": steps(subject, came is not None),
            "next": following(subject),
            "answers": [each for each in open_now if each.name in ANSWERS],
            "arrows": [each for each in open_now if each.name not in ANSWERS],
            "refused": _refused(subject, scope),
            "answer_by": answer_by(subject),
            "may_change": rules.may_change(subject, scope) is None,
            "may_bind": not subject.is_settled and rules.may_change(subject, scope) is None,
            "may_link": rules.may_link(subject, scope) is None,
            "crossings": panels_for("brands.crossing", subject, scope),
            "effects": panels_for("brands.series", subject, scope),
            "origin": came,
            "timeline": entries(subject, lifecycle=MEASURE, origin=came),
        }  # fmt: skip


def _refused(measure: Measure, scope) -> str | None:
    """Why this person cannot answer a report that waits, for those who might think that they can."""
    if measure.state != "reported" or rules.accepting_side(measure, scope) is None:
        return None
    stands_near = rules.doing_side(measure, scope) is None or scope.unit_id in measure.brand.sections
    near = stands_near or scope.branch_id in measure.brand.branch_ids
    return rules.accepting_side(measure, scope) if near or scope.is_district_officer else None
