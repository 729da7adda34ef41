"""What a scheme may hold: values that can be run, and nothing that must not be scored."""

from __future__ import annotations

import math

from evaluation.errors import EvaluationError, FormatError, ValueRangeError
from evaluation.scheme.plan import CONTROLLABILITY, DIRECTIONS, METHODS, USES, Indicator, Scheme


def check(indicator: Indicator) -> None:
    """One indicator by itself. Errors name it as row and the key as column."""
    for key, known in (
        ("direction", DIRECTIONS), ("method", METHODS), ("use", USES), ("controllability", CONTROLLABILITY)
    ):  # fmt: skip
        if getattr(indicator, key) not in known:
            raise FormatError(
                "unknown-option",
                f"{key} {getattr(indicator, key)!r} is not one of {', '.join(known)}",
                row=indicator.code,
                column=key,
            )
    if not indicator.weight >= 0:
        raise ValueRangeError("bad-weight", f"{indicator.weight} is not a weight", row=indicator.code, column="weight")
    _check_use(indicator)
    if indicator.weight > 0:
        _check_ramp(indicator)


def _check_use(indicator: Indicator) -> None:
    """Indicator template, section 0: what is for the branch's own eyes, for display or beyond it is never scored."""
    if indicator.use == "own":
        raise EvaluationError("own-use", "仅支部自用的指标不得被任何方案引用（指标模板0.1）", indicator.code, "use")
    if indicator.weight > 0 and indicator.use != "score":
        message = f"用途为“{USES[indicator.use]}”的指标不得计分（指标模板0.1）"
        raise EvaluationError("not-for-scoring", message, indicator.code, "use")
    if indicator.weight > 0 and indicator.controllability == "low":
        message = "低可控指标只用于展示与影响评估，不进入综合得分（指标模板0第9条）"
        raise EvaluationError("not-controllable", message, indicator.code, "controllability")


def _check_ramp(indicator: Indicator) -> None:
    floor, target, code = indicator.floor, indicator.target, indicator.code
    needs_targets = indicator.method == "target" or indicator.direction == "band"
    if floor is None or target is None:
        if needs_targets or (floor is None) != (target is None):
            raise FormatError("no-target", "floor and target are needed", code, "floor" if floor is None else "target")
        return
    rises = target > floor if indicator.direction in ("up", "band") else target < floor
    if not rises or not math.isfinite(target - floor):
        raise ValueRangeError(
            "bad-target",
            f"target {target:g} is not on the {indicator.direction} side of floor {floor:g}",
            code,
            "target",
        )
    if indicator.direction == "band" and indicator.method != "target":
        raise FormatError("band-method", "a band is scored by its edges: method must be target", code, "method")
    if indicator.tolerance is not None and not indicator.tolerance > 0:
        raise ValueRangeError("bad-tolerance", f"tolerance {indicator.tolerance:g} is not positive", code, "tolerance")


def check_together(scheme: Scheme) -> None:
    """What only the whole scheme shows: names, guards, empty sides, weights too small to count."""
    codes = [indicator.code for indicator in scheme.indicators]
    for code in codes:
        if codes.count(code) > 1:
            raise FormatError(
                "duplicate-indicator", f"indicator {code} is listed {codes.count(code)} times", code, "code"
            )
    for indicator in scheme.indicators:
        if indicator.side not in {side.code for side in scheme.sides}:
            raise FormatError("unknown-side", f"side {indicator.side!r} is not declared", indicator.code, "side")
        for guard in indicator.guards:
            if guard not in codes:
                message = f"配对守护指标{guard}不在方案中，不能单独使用本指标（指标模板0第7条）"
                raise EvaluationError("guard-missing", message, indicator.code, "guards")
    for side in scheme.sides:
        if not any(indicator.side == side.code for indicator in scheme.scored):
            raise FormatError("empty-side", f"side {side.code} has no indicator with weight", column=side.code)
    for indicator, weight in zip(scheme.scored, scheme.weights, strict=True):
        if weight == 0:
            raise ValueRangeError("bad-weight", "the weight is under a millionth of its side", indicator.code, "weight")
