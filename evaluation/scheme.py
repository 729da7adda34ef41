"""A scheme: which indicators count, from which value to which, with which weight, on which side.

Schemes are data (a mapping or a YAML file; format in docs/algorithms/score.md) with a closed set of keys and no
expressions. What must not be scored is refused here, naming the rule: a scheme that loads can be run.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from evaluation.coupling import FORMS
from evaluation.errors import EvaluationError, FormatError, UnknownOption, ValueRangeError
from evaluation.tables import frozen

MILLION = 1_000_000
DIRECTIONS = ("up", "down", "band")
METHODS = ("target", "min_max", "robust", "percentile")
CONTROLLABILITY = ("high", "medium", "low")
USES = {"score": "计分", "gate": "门槛", "own": "仅支部自用", "display": "只展示"}


@dataclass(frozen=True)
class Side:
    """One system of the coupling (党建, 业务); `weight` is its share of T in millionths."""

    code: str
    name: str
    weight: int


@dataclass(frozen=True)
class Indicator:
    """`floor` and `target` in the indicator's own unit: 0 and 1 after normalising (for "band" the edges of the best range).

    `weight` is relative to the other indicators of its side; `tolerance` says how far beyond a band the value is 0
    (default: the width of the band). `groups` limits the indicator to peer groups; empty means all.
    """

    code: str
    name: str
    side: str
    direction: str
    weight: float = 0.0
    floor: float | None = None
    target: float | None = None
    tolerance: float | None = None
    method: str = "target"
    groups: tuple[str, ...] = ()
    use: str = "score"
    controllability: str = "high"
    guards: tuple[str, ...] = ()
    unit: str = ""
    formula: str = ""
    source: str = ""

    @property
    def sign(self) -> float:
        return -1.0 if self.direction == "down" else 1.0

    def applies_to(self, group: str) -> bool:
        return not self.groups or group in self.groups


@dataclass(frozen=True)
class Scheme:
    """A checked scheme. `minimum_coverage` is in millionths of a side's applicable weight."""

    name: str
    version: str
    source: str
    sides: tuple[Side, ...]
    indicators: tuple[Indicator, ...]
    minimum_coverage: int = 800_000
    coupling: str = "corrected"

    @cached_property
    def scored(self) -> tuple[Indicator, ...]:
        """The indicators that carry weight, in the scheme's order."""
        return tuple(indicator for indicator in self.indicators if indicator.weight > 0)

    @cached_property
    def weights(self) -> NDArray[np.int64]:
        """Millionths per scored indicator; those of each side sum to exactly 1,000,000."""
        scored = self.scored
        result = np.zeros(len(scored), dtype=np.int64)
        for side in self.sides:
            places = [place for place, indicator in enumerate(scored) if indicator.side == side.code]
            result[places] = millionths([scored[place].weight for place in places])
        return frozen(result)

    @cached_property
    def side_of(self) -> NDArray[np.int32]:
        """Index of the side per scored indicator."""
        index = {side.code: place for place, side in enumerate(self.sides)}
        return frozen(np.array([index[indicator.side] for indicator in self.scored], dtype=np.int32))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the scheme's content, independent of the order of keys in its file."""
        text = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def load(path: str | Path) -> Scheme:
    """Reads a YAML file. Raises FormatError with the line for bad YAML, and the errors of `from_mapping`."""
    import yaml  # the only place that needs it

    try:
        content = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        row, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        raise FormatError("not-yaml", f"{path}: {error.problem or error.context}", row=row, column=column) from None
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise FormatError("not-yaml", f"{path}: {error}") from None
    return from_mapping(content)


def from_mapping(content: object) -> Scheme:
    """A checked scheme. Errors name the indicator as row and the key as column."""
    top = _keys(content, "scheme", {"scheme", "version", "sides", "indicators"}, {"source", "minimum_coverage", "coupling"})
    coupling = top.get("coupling", "corrected")
    if coupling not in FORMS:
        raise UnknownOption("coupling", coupling, FORMS)
    scheme = Scheme(
        name=str(top["scheme"]),
        version=str(top["version"]),
        source=str(top.get("source") or ""),
        sides=_sides(top["sides"]),
        indicators=tuple(_indicator(entry, row) for row, entry in enumerate(_list(top["indicators"], "indicators"), 1)),
        minimum_coverage=_coverage(top.get("minimum_coverage", 0.8)),
        coupling=coupling,
    )
    _check_together(scheme)
    return scheme


def millionths(weights: Sequence[float]) -> NDArray[np.int64]:
    """Relative weights as whole millionths that sum to exactly 1,000,000 (largest remainders, earlier first)."""
    total = math.fsum(weights)
    exact = [weight / total * MILLION for weight in weights]
    whole = np.array([math.floor(share) for share in exact], dtype=np.int64)
    by_remainder = sorted(range(len(exact)), key=lambda place: (whole[place] - exact[place], place))
    whole[by_remainder[: MILLION - int(whole.sum())]] += 1
    return whole


def _sides(content: object) -> tuple[Side, ...]:
    sides = _keys(content, "sides", set(), None)
    if not sides:
        raise FormatError("no-sides", "the scheme has no sides", column="sides")
    entries = {code: _keys(entry, str(code), {"name", "weight"}, set()) for code, entry in sides.items()}
    weights = [_number(entry["weight"], code, "weight") for code, entry in entries.items()]
    for code, weight in zip(entries, weights, strict=True):
        if not weight > 0:
            raise ValueRangeError("bad-weight", f"side weight {weight} is not positive", row=code, column="weight")
    shares = millionths(weights)
    return tuple(
        Side(code, str(entry["name"]), int(share)) for (code, entry), share in zip(entries.items(), shares, strict=True)
    )


_REQUIRED = {"code", "name", "side", "direction"}
_OPTIONAL = {
    "weight", "floor", "target", "tolerance", "method", "groups", "use", "controllability", "guards", "unit", "formula",
    "source",
}  # fmt: skip


def _indicator(content: object, row: int) -> Indicator:
    entry = _keys(content, f"indicator {row}", _REQUIRED, _OPTIONAL)
    code = str(entry["code"])
    numbers = {
        key: _number(entry[key], code, key) for key in ("floor", "target", "tolerance") if entry.get(key) is not None
    }
    indicator = Indicator(
        code=code,
        name=str(entry["name"]),
        side=str(entry["side"]),
        direction=str(entry["direction"]),
        weight=_number(entry.get("weight", 0), code, "weight"),
        method=str(entry.get("method", "target")),
        groups=_names(entry, code, "groups"),
        use=str(entry.get("use", "score")),
        controllability=str(entry.get("controllability", "high")),
        guards=_names(entry, code, "guards"),
        unit=str(entry.get("unit") or ""),
        formula=str(entry.get("formula") or ""),
        source=str(entry.get("source") or ""),
        **numbers,
    )
    _check(indicator)
    return indicator


def _check(indicator: Indicator) -> None:
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
    """Indicator template, section 0: what is for the branch's own eyes, display or out of its control is never scored."""
    if indicator.use == "own":
        raise EvaluationError("own-use", "仅支部自用的指标不得被任何方案引用(指标模板0.1)", indicator.code, "use")
    if indicator.weight > 0 and indicator.use != "score":
        message = f"用途为“{USES[indicator.use]}”的指标不得计分(指标模板0.1)"
        raise EvaluationError("not-for-scoring", message, indicator.code, "use")
    if indicator.weight > 0 and indicator.controllability == "low":
        message = "低可控指标只用于展示与影响评估,不进入综合得分(指标模板0第9条)"
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
            "bad-target", f"target {target:g} is not on the {indicator.direction} side of floor {floor:g}", code, "target"
        )
    if indicator.direction == "band" and indicator.method != "target":
        raise FormatError("band-method", "a band is scored by its edges: method must be target", code, "method")
    if indicator.tolerance is not None and not indicator.tolerance > 0:
        raise ValueRangeError("bad-tolerance", f"tolerance {indicator.tolerance:g} is not positive", code, "tolerance")


def _check_together(scheme: Scheme) -> None:
    codes = [indicator.code for indicator in scheme.indicators]
    for code in codes:
        if codes.count(code) > 1:
            raise FormatError("duplicate-indicator", f"indicator {code} is listed {codes.count(code)} times", code, "code")
    for indicator in scheme.indicators:
        if indicator.side not in {side.code for side in scheme.sides}:
            raise FormatError("unknown-side", f"side {indicator.side!r} is not declared", indicator.code, "side")
        for guard in indicator.guards:
            if guard not in codes:
                message = f"配对守护指标{guard}不在方案中,不能单独使用本指标(指标模板0第7条)"
                raise EvaluationError("guard-missing", message, indicator.code, "guards")
    for side in scheme.sides:
        if not any(indicator.side == side.code for indicator in scheme.scored):
            raise FormatError("empty-side", f"side {side.code} has no indicator with weight", column=side.code)
    for indicator, weight in zip(scheme.scored, scheme.weights, strict=True):
        if weight == 0:
            raise ValueRangeError("bad-weight", "the weight is under a millionth of its side", indicator.code, "weight")


def _coverage(value: object) -> int:
    share = _number(value, "scheme", "minimum_coverage")
    if not 0 < share <= 1:
        raise ValueRangeError("bad-coverage", f"minimum_coverage {share} is not in (0, 1]", column="minimum_coverage")
    return round(share * MILLION)


def _number(value: object, row: str, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise FormatError("not-a-number", f"{key} is {value!r}, not a number", row=row, column=key)
    return float(value)


def _names(entry: Mapping[str, Any], row: str, key: str) -> tuple[str, ...]:
    values = entry.get(key) or []
    if isinstance(values, str) or not isinstance(values, list | tuple):
        raise FormatError("not-a-list", f"{key} must be a list", row=row, column=key)
    return tuple(str(value) for value in values)


def _list(content: object, what: str) -> list[object]:
    if not isinstance(content, list | tuple) or not content:
        raise FormatError("not-a-list", f"{what} must be a list with at least one entry", column=what)
    return list(content)


def _keys(content: object, what: str, required: set[str], optional: set[str] | None) -> dict[str, Any]:
    """The mapping itself with text keys; `optional=None` allows any key."""
    if not isinstance(content, Mapping):
        raise FormatError("not-a-mapping", f"{what} must be a mapping of keys to values")
    entry = {str(key): value for key, value in cast(Mapping[Any, Any], content).items()}
    for key in sorted(required - set(entry)):
        raise FormatError("missing-key", f"{what} lacks {key}", row=what, column=key)
    for key in entry:
        if optional is not None and key not in required | optional:
            raise FormatError("unknown-key", f"{what} has an unknown key {key}", row=what, column=key)
    return entry
