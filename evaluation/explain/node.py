"""The tree's node, its JSON, and any result of the library seen as a node."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

import numpy as np

from evaluation import __version__
from evaluation.errors import EvaluationError
from evaluation.plain import plain

DIGITS = 10  # significant digits of derived figures in JSON


@dataclass(frozen=True)
class Node:
    """One figure. `value` and `weight` are 0..1, `contribution` = weight · value within the parent; None is missing.

    `reason` is a Chinese sentence (of other results: their warnings), always given; `evidence` holds the numbers it
    rests on, in their own units.
    """

    code: str
    name: str
    value: float | None
    reason: str
    weight: float | None = None
    contribution: float | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)
    formula: str = ""
    source: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""
    children: tuple[Node, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values that serialise without NaN: None with a reason; derived floats to 10 significant digits."""
        return {
            "code": self.code,
            "name": self.name,
            "value": _rounded(self.value),
            "reason": self.reason,
            "weight": _rounded(self.weight),
            "contribution": _rounded(self.contribution),
            "evidence": {name: _rounded(plain(value)) for name, value in self.evidence.items()},
            "formula": self.formula,
            "source": self.source,
            "versions": dict(self.versions),
            "digest": self.digest,
            "children": [child.to_json() for child in self.children],
        }

    def walk(self) -> Iterator[Node]:
        """This node and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def result(value: Any, name: str = "") -> Node:
    """Any frozen result of this library as a node: fields as evidence, warnings as reason, formula and source."""
    if not is_dataclass(value) or isinstance(value, type):
        raise EvaluationError("not-a-result", f"{type(value).__name__} is not a result of this library")
    evidence = {one.name: getattr(value, one.name) for one in fields(value) if one.repr and one.name != "warnings"}
    warnings = tuple(getattr(value, "warnings", ()) or ())
    return Node(
        code=type(value).__name__,
        name=name or type(value).__name__,
        value=None,
        reason=";".join(warnings) if warnings else "no warnings",
        evidence=evidence,
        formula=getattr(value, "formula", ""),
        source=getattr(value, "source", ""),
        versions=versions(),
    )


def versions() -> dict[str, str]:
    """Of this library and of the numbers beneath it."""
    return {"engine": __version__, "numpy": np.__version__}


def json_text(value: Any) -> str:
    """JSON text of plain values, Chinese left readable; refuses NaN."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2)


def _rounded(value: Any) -> Any:
    """Floats to 10 significant digits, wherever they stand in plain values."""
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list) else value
