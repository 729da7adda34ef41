"""What a run found for one Party organisation: both sides, then each figure with its yardstick and its rows."""

from typing import Any

from django.urls import reverse

from yipanqi.assessment.models import Explanation, Result
from yipanqi.assessment.pages.runs import degree, hundred
from yipanqi.kit.links import address
from yipanqi.kit.pages import DetailPage
from yipanqi.organizations import paths

STRANDS = {"party": "party", "operations": "biz"}


class ResultPage(DetailPage):
    model = Result
    template = "assessment/result.html"
    related = ("organization", "run__adoption")

    def context(self, request, subject: Result) -> dict:
        run = subject.run
        explained = Explanation.objects.filter(result=subject).first() if subject.is_branch else None
        return {
            "crumbs": [("协同图", f"{reverse('assessment:run', args=[run.pk])}"), (subject.organization.name, None)],
            "stats": [
                ("党建", hundred(subject.party) or "—"), ("业务", hundred(subject.operations) or "—"),
                ("综合水平 T", degree(subject.joint_level) or "—"), ("耦合度 C", degree(subject.coupling) or "—"),
                ("协调度 D", degree(subject.coordination) or "—"),
            ],
            "tree": explained.tree if explained else None,
            "sides": [_side(side, explained, subject.pk) for side in explained.tree["children"]] if explained else [],
            "beside": [_beside(each, subject.pk) for each in explained.tree.get("beside", [])] if explained else [],
            "below": [] if subject.is_branch else _below(subject, request.scope),
        }  # fmt: skip


def _side(side: dict[str, Any], explained: Explanation, pk: int) -> dict[str, Any]:
    lines = [_indicator(each, explained, pk) for each in side.get("children", [])]
    return {**side, "strand": STRANDS[side["code"]], "shown": _score(side.get("value")), "lines": lines}


def _indicator(node: dict[str, Any], explained: Explanation, pk: int) -> dict[str, Any]:
    evidence = node.get("evidence", {})
    return {
        **node,
        "measured": evidence.get("measured"),
        "unit": evidence.get("unit", ""),
        "cases": cases(evidence.get("numerator"), evidence.get("denominator")),
        "shown": _score(node.get("value")),
        "share": f"{100 * node['weight']:.1f}%" if node.get("weight") is not None else "",
        "is_median": explained.rows.get(node["code"], {}).get("median", False),
        "rows": rows_address(pk, node["code"]) if node["code"] in explained.rows else "",
    }


def _beside(node: dict[str, Any], pk: int) -> dict[str, Any]:
    why = "门槛，只判有无" if node["use"] == "gate" else "守护指标，只展示"
    counted = cases(node["numerator"], node["denominator"])
    return {**node, "why": why, "cases": counted, "rows": rows_address(pk, node["code"])}


def cases(numerator: float | None, denominator: float | None) -> str:
    """``12 / 23`` where a share was counted, the number of cases of a median."""
    if denominator is None:
        return ""
    below = f"{denominator:,.0f}"
    return f"{numerator:,.0f} / {below}" if numerator is not None else f"{below} 件"


def rows_address(pk: int, code: str) -> str:
    return f"{address('assessment:rows', pk)}?of={code}"


def _score(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f}"


def _below(subject: Result, scope) -> list[Result]:
    """The branches of a committee, in the order of the tree."""
    rows = Result.objects.visible_to(scope).filter(run=subject.run_id, branches=0).select_related("organization")
    return list(rows.filter(path__gt=subject.path, path__lt=paths.following(subject.path)).order_by("path"))
