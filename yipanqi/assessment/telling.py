"""What the library explains, without its empty parts, and why a branch has no place in the picture, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from evaluation.explain import Node
from evaluation.reasons import Reason
from evaluation.scheme import MILLION, Scheme
from evaluation.score import Scores
from yipanqi.assessment.gathering import Fact

KEPT = ("measured", "unit", "numerator", "denominator", "definition", "rule", "coverage", "minimum_coverage")
PLAIN = ("code", "name", "value", "reason", "weight", "contribution", "formula", "source")
NO_SECTIONS = "没有覆盖的科室或处室，没有业务一侧"


def told(node: Node, scheme: Scheme, facts: Iterable[Fact]) -> dict[str, Any]:
    """The tree as plain values; ``beside`` are figures that are shown and not scored: gates and guards."""
    tree = _kept(node.to_json())
    listed = {each.code: each for each in scheme.indicators if each.weight == 0}
    shown = [fact for fact in facts if fact.indicator in listed]
    tree["beside"] = [_beside(fact, listed[fact.indicator]) for fact in shown if fact.value is not None]
    return tree


def lack(scores: Scores, row: int, has_sections: bool) -> str:
    """Why a side has no score, naming what is missing; empty when both have one."""
    found = []
    for column, side in enumerate(scores.scheme.sides):
        reason = Reason(int(scores.reasons[row, column]))
        if reason is Reason.PRESENT:
            continue
        if reason is Reason.NO_INDICATOR:
            found.append(f"{side.name}：{reason.words if has_sections else NO_SECTIONS}")
        else:
            found.append(f"{side.name}：{_gaps(scores, row, column)}")
    return "；".join(found)


def _gaps(scores: Scores, row: int, column: int) -> str:
    covered, applicable = int(scores.totals.covered[row, column]), int(scores.applicable[row, column])
    absent = (Reason.NOT_REPORTED, Reason.NOTHING_TO_MEASURE)
    missing = [
        indicator.name
        for place, indicator in enumerate(scores.scheme.scored)
        if scores.scheme.side_of[place] == column and Reason(int(scores.cells.reasons[row, place])) in absent
    ]
    gate = scores.scheme.minimum_coverage / MILLION
    return f"有数据的权重 {covered / applicable:.0%}，不到 {gate:.0%}；缺{'、'.join(missing)}"


def _kept(node: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is empty, and without indicators that do not apply (their number is kept)."""
    children = [_kept(child) for child in node["children"] if child["weight"] is not None]
    evidence = {key: node["evidence"][key] for key in KEPT if node["evidence"].get(key) is not None}
    plain = {key: node[key] for key in PLAIN}
    left_out = len(node["children"]) - len(children)
    kept = {key: value for key, value in plain.items() if value not in (None, "")}
    more = {"evidence": evidence, "children": children, "left_out": left_out, "digest": node["digest"]}
    return kept | {key: value for key, value in more.items() if value}


def _beside(fact: Fact, indicator: Any) -> dict[str, Any]:
    return {
        "code": fact.indicator, "name": indicator.name, "side": indicator.side, "unit": indicator.unit,
        "use": indicator.use, "value": fact.value, "numerator": fact.numerator, "denominator": fact.denominator,
    }  # fmt: skip
