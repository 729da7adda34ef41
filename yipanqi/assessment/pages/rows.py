"""The rows that make one figure of a result: as many as its denominator says, each opening to its own page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from yipanqi.assessment.models import Explanation, Result
from yipanqi.assessment.pages.result import cases
from yipanqi.brands.models import Brand, Measure
from yipanqi.indicators.observations.models import Observation
from yipanqi.kit.charts.series import number
from yipanqi.kit.pages import DetailPage
from yipanqi.meetings.models import Meeting
from yipanqi.members.models import AdmissionCase
from yipanqi.organizations.models import Organization

Line = tuple[str, str, str, bool]


@dataclass(frozen=True)
class Kind:
    """How rows of one kind are fetched and said: ``words(row)`` gives name and detail."""

    title: str
    model: Any
    related: tuple[str, ...]
    order: tuple[str, ...]
    words: Callable[[Any], tuple[str, str]]


KINDS = {
    "meetings": Kind(
        "记录", Meeting, ("organization",), ("held_on", "pk"),
        lambda row: (f"{row.held_on:%Y-%m-%d} {row.kind_label}", row.title),
    ),
    "organizations": Kind(
        "党组织", Organization, (), ("path",), lambda row: (row.name, "任期和任职都在这一页")
    ),
    "admissions": Kind(
        "手续", AdmissionCase, ("person",), ("person__number",), lambda row: (row.person.name, row.stage_label)
    ),
    "brands": Kind("品牌", Brand, (), ("code",), lambda row: (row.name, row.code)),
    "measures": Kind("措施", Measure, ("brand",), ("code",), lambda row: (row.name, f"{row.code}，{row.state_label}")),
    "observations": Kind(
        "业务数字", Observation, ("organization", "indicator"), ("organization__path", "period_start"),
        lambda row: (f"{row.organization.name}，{row.period}", _measured(row)),
    ),
}  # fmt: skip


@dataclass
class Found:
    """``lines`` are (name, detail, address, counts in the numerator); ``hidden`` rows this person may not see,
    ``missing`` what should have been there, in words."""

    title: str = ""
    lines: list[Line] = field(default_factory=list)
    hidden: int = 0
    missing: list[str] = field(default_factory=list)


class RowsPage(DetailPage):
    """``?of=`` names the figure; the first one without it."""

    model = Result
    template = "assessment/rows.html"
    related = ("organization", "run")

    def context(self, request, subject: Result) -> dict:
        explained = Explanation.objects.filter(result=subject).first()
        nodes = dict(_nodes(explained.tree)) if explained else {}
        known = [code for code in nodes if explained and code in explained.rows]
        wanted = request.GET.get("of", "")
        code = wanted if wanted in known else next(iter(known), "")
        node = nodes.get(code, {})
        evidence = node.get("evidence", node)
        return {
            "crumbs": [
                (subject.run.period_words, reverse("assessment:run", args=[subject.run_id])),
                (subject.organization.name, subject.get_absolute_url()), (node.get("name", "没有数字"), None),
            ],
            "node": node, "code": code, "measured": evidence.get("measured", node.get("value")),
            "unit": evidence.get("unit", ""), "definition": evidence.get("definition", ""),
            "cases": cases(evidence.get("numerator"), evidence.get("denominator")),
            "found": rows_behind(explained.rows[code], request.scope) if explained and code else Found(),
        }  # fmt: skip


def _nodes(tree: dict):
    for side in tree.get("children", []):
        for node in side.get("children", []):
            yield node["code"], node
    for node in tree.get("beside", []):
        yield node["code"], node


def rows_behind(rows: dict, scope) -> Found:
    """Exactly the rows that were counted, as far as this person may see them."""
    kind = KINDS[rows["of"]]
    faulty = set(rows.get("faulty", []))
    visible = kind.model.objects.visible_to(scope).filter(pk__in=rows["ids"])
    lines = [
        (*kind.words(row), row.get_absolute_url(), row.pk not in faulty)
        for row in visible.select_related(*kind.related).order_by(*kind.order)
    ]
    return Found(kind.title, lines, len(set(rows["ids"])) - len(lines), rows.get("missing", []))


def _measured(row: Observation) -> str:
    if row.value is None:
        return "没有可测的"
    counted = cases(row.numerator, row.denominator)
    return f"{number(row.value)} {row.indicator.unit_of_measure}" + (f"（{counted}）" if counted else "")
