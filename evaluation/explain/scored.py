"""One scored unit as a tree: joint level over sides over indicators."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from typing import Any

from evaluation.coding import Rule
from evaluation.coupling import band
from evaluation.explain.node import Node, versions
from evaluation.reasons import Reason
from evaluation.scheme import MILLION, Indicator
from evaluation.score import Scores

RULE_WORDS = {
    Rule.TARGET: "目标值法",
    Rule.BAND: "区间最优",
    Rule.MIN_MAX: "同组极差",
    Rule.ROBUST: "同组5至95分位之间",
    Rule.PERCENTILE: "同组秩分位",
    Rule.SMALL_GROUP: "同组不足8个，改用目标值法",
    Rule.NONE: "未归一化",
}


def explain(scores: Scores, unit: str) -> Node:
    """The tree of one unit: joint level T over sides over indicators. Raises EvaluationError("unknown-unit")."""
    row = scores.row(unit)
    children = tuple(_side(scores, row, side) for side in range(len(scores.scheme.sides)))
    joint = _joint(scores, row)
    return Node(
        code=scores.units[row],
        name="综合水平",
        value=joint,
        reason=_joint_sentence(scores, row, children, joint),
        evidence=_coupling_evidence(scores, row) | {"group": scores.observations.groups[row] or None},
        formula="T = Σ 侧权重 × 侧得分；D = √(C × T)",
        source=scores.scheme.source,
        versions=versions() | {"scheme": f"{scores.scheme.name} {scores.scheme.version}"},
        digest=scores.digest,
        children=children,
    )


def _joint(scores: Scores, row: int) -> float | None:
    if scores.coupling is None:
        return _present(scores.values[row, 0])
    return _present(scores.coupling.T[row])


def _joint_sentence(scores: Scores, row: int, sides: tuple[Node, ...], joint: float | None) -> str:
    if joint is None:
        return "不出综合分：" + "".join(f"{side.name}{side.reason}" for side in sides if side.value is None)
    parts = "、".join(f"{side.name}{side.value:.4f}" for side in sides if side.value is not None)
    if scores.coupling is None:
        return f"只有一侧，综合水平即{parts}。"
    degree = float(scores.coupling.D[row])
    caveat = "D高只说明两边分数相近且不低，不说明谁促进了谁。"
    return f"{parts}，综合水平T为{joint:.4f}，协调度D为{degree:.4f}（{band(degree)}）。{caveat}"


def _coupling_evidence(scores: Scores, row: int) -> dict[str, Any]:
    if scores.coupling is None:
        return {}
    degree = _present(scores.coupling.D[row])
    return {"C": _present(scores.coupling.C[row]), "D": degree, "band": band(degree), "form": scores.coupling.form}


def _side(scores: Scores, row: int, column: int) -> Node:
    side = scores.scheme.sides[column]
    value, coverage = _present(scores.values[row, column]), _present(scores.coverage[row, column])
    places = [place for place, of in enumerate(scores.scheme.side_of) if of == column]
    children = tuple(_indicator(scores, row, place, column) for place in places)
    weight = side.weight / MILLION
    return Node(
        code=side.code,
        name=side.name,
        value=value,
        reason=_side_sentence(scores, row, column, children),
        weight=weight,
        contribution=None if value is None else weight * value,
        evidence={
            "total": int(scores.totals.total[row, column]),
            "covered_millionths": int(scores.totals.covered[row, column]),
            "applicable_millionths": int(scores.applicable[row, column]),
            "coverage": coverage,
            "minimum_coverage": scores.scheme.minimum_coverage / MILLION,
        },
        formula="得分 = Σ 权重 × 归一值 ÷ Σ 有数据的权重",
        source=scores.scheme.source,
        children=children,
    )


def _side_sentence(scores: Scores, row: int, column: int, children: tuple[Node, ...]) -> str:
    counted = sum(child.value is not None for child in children)
    if scores.applicable[row, column] == 0:
        return f"{Reason.NO_INDICATOR.words}。"
    share = scores.totals.covered[row, column] / scores.applicable[row, column]
    gate = f"可用权重{share:.1%}，门槛{scores.scheme.minimum_coverage / MILLION:.0%}"
    if scores.reasons[row, column]:
        missing = "、".join(child.name for child in children if child.value is None and child.weight)
        return f"数据不足，本期不出分：{gate}；缺{missing}。"
    return f"得分{float(scores.values[row, column]):.4f}，由{counted}项有数据的指标加权得出（{gate}）。"


def _indicator(scores: Scores, row: int, place: int, column: int) -> Node:
    indicator = scores.scheme.scored[place]
    reason = Reason(int(scores.cells.reasons[row, place]))
    rule = Rule(int(scores.cells.rules[scores.cells.peer[row], place]))
    value = _present(scores.normalised[row, place])
    share = int(scores.scheme.weights[place])
    applies = reason is not Reason.NOT_APPLICABLE
    evidence = _evidence(scores, row, indicator)
    covered, scored = int(scores.totals.covered[row, column]), not scores.reasons[row, column]
    weight = share / covered if value is not None and scored else share / MILLION if applies else None
    return Node(
        code=indicator.code,
        name=indicator.name,
        value=value,
        reason=_indicator_sentence(indicator, rule, reason, value, evidence),
        weight=weight,
        contribution=None if value is None or not scored else share * value / covered,
        evidence=evidence | {"weight_millionths": share, "rule": RULE_WORDS[rule]},
        formula=_formula(scores, row, place, rule),
        source=indicator.source,
    )


def _evidence(scores: Scores, row: int, indicator: Indicator) -> dict[str, Any]:
    seen = scores.observations
    place = seen.find(scores.units[row], indicator.code)
    if place is None:
        return {}
    return {
        "measured": _present(seen.value[place]),
        "unit": indicator.unit,
        "numerator": _present(seen.numerator[place]),
        "denominator": _present(seen.denominator[place]),
        "period": seen.period or None,
        "line": int(seen.line[place]) if seen.line[place] >= 0 else None,
        "definition": indicator.formula or None,
    }


def _indicator_sentence(
    indicator: Indicator, rule: Rule, reason: Reason, value: float | None, evidence: Mapping[str, Any]
) -> str:
    if value is None:
        return f"{reason.words}。"
    measured = f"实测{_shown(evidence['measured'])}{indicator.unit}"
    if evidence["denominator"] is not None:
        measured += f"（分母{_shown(evidence['denominator'])}）"
    return f"{measured}，{_yardstick(indicator, rule)}，按{RULE_WORDS[rule]}折算为{value:.4f}。"


def _yardstick(indicator: Indicator, rule: Rule) -> str:
    if rule in (Rule.TARGET, Rule.SMALL_GROUP):
        return f"下限{_shown(indicator.floor or 0)}、目标{_shown(indicator.target or 0)}"
    if rule is Rule.BAND:
        return f"最优区间{_shown(indicator.floor or 0)}至{_shown(indicator.target or 0)}"
    return "越高越好" if indicator.sign > 0 else "越低越好"


def _formula(scores: Scores, row: int, place: int, rule: Rule) -> str:
    """The formula with the numbers it was used with."""
    if rule is Rule.NONE:
        return ""
    if rule is Rule.PERCENTILE:
        return "(同组秩次 − 1) ÷ (同组有效单位数 − 1)，并列取中"
    ramps = scores.ramps
    code = int(scores.cells.peer[row]) * len(scores.scheme.scored) + place
    low, span = ramps.low[code], ramps.span[code]
    rising = f"(x − {_shown(low)}) ÷ ({_shown(low + span)} − {_shown(low)})"
    if rule is not Rule.BAND:
        return f"clip({rising}, 0, 1)"
    high, high_span = ramps.high[code], ramps.high_span[code]
    falling = f"({_shown(high)} − x) ÷ ({_shown(high)} − {_shown(high + high_span)})"
    return f"clip(min({rising}, {falling}), 0, 1)"


def _shown(number: float) -> str:
    """A number as one would write it: no rounding dust, no exponent for ordinary sizes."""
    return f"{round(float(number), 12) + 0.0:.12g}"


def _present(number: Any) -> float | None:
    return None if isnan(number) else float(number)
