"""Figures with the rows behind them, and their canonical form: sorted lines of JSON, the same on every database."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from yipanqi.assessment.gathering.roster import Branch


@dataclass(frozen=True)
class Fact:
    """One figure of one branch. ``value`` empty: there was nothing to measure.

    ``rows`` say what it was counted from (kind of row and keys); they are kept beside the inputs, not among them: keys
    differ from database to database.
    """

    unit: str
    indicator: str
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    rows: dict[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Gathered:
    """Everything a run reckons with. ``period`` is written ``2026-01-01/2026-11-01``, the end exclusive."""

    period: str
    branches: list[Branch]
    facts: list[Fact]


def lines_of(gathered: Gathered) -> str:
    """The canonical text: a head, a line for each branch, a line for each figure, each sorted by its names."""
    head: dict[str, Any] = {"period": gathered.period}
    branches: list[dict[str, Any]] = [
        {"unit": each.code, "traits": sorted(each.traits), "members": each.members}
        for each in sorted(gathered.branches, key=lambda each: each.code)
    ]
    facts: list[dict[str, Any]] = [
        {"unit": each.unit, "indicator": each.indicator, "value": each.value, "numerator": each.numerator,
         "denominator": each.denominator}
        for each in sorted(gathered.facts, key=lambda each: (each.unit, each.indicator))
    ]  # fmt: skip
    return "".join(f"{_line(each)}\n" for each in [head, *branches, *facts])


def parts(lines: str) -> tuple[str, list[dict], list[dict]]:
    """The canonical text read back: period, branches, figures."""
    head, *rest = [json.loads(line) for line in lines.splitlines()]
    return head["period"], [each for each in rest if "traits" in each], [each for each in rest if "indicator" in each]


def _line(entry: dict) -> str:
    return json.dumps(entry, sort_keys=True, ensure_ascii=False, allow_nan=False)


def by_branch(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        found.setdefault(fact.unit, []).append(fact)
    return found
