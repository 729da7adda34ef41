"""Both sides of every branch, from what is recorded; a fixed number of statements whatever the size of the district."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from yipanqi.assessment import packs
from yipanqi.assessment.gathering import admissions, leadership, life, measures, operations
from yipanqi.assessment.gathering.facts import Fact, Gathered
from yipanqi.assessment.gathering.roster import branches_on

Report = Callable[[str], None]


def gather(content: Mapping[str, Any], start: date, end: date, report: Report = lambda step: None) -> Gathered:
    """Facts for ``[start, end)``, judged as of its last day. ``content`` is an adopted pack."""
    last = end - timedelta(days=1)
    report("看有哪些支部")
    branches = branches_on(last)
    steps: dict[str, Callable[[], Iterable[Fact]]] = {
        "数组织生活": lambda: life.facts(branches, start, end, packs.rules_of(content)),
        "看任期和书记": lambda: leadership.facts(branches, last),
        "看发展党员手续": lambda: admissions.facts(branches, last),
        "看品牌和措施": lambda: measures.facts(branches, last),
        "汇总业务指标": lambda: operations.facts(branches, start, end, _operational(content)),
    }
    listed = {entry["code"] for entry in packs.indicators_of(content)}
    found: list[Fact] = []
    for step, compute in steps.items():
        report(step)
        found += [fact for fact in compute() if fact.indicator in listed]
    return Gathered(f"{start}/{end}", branches, found)


def _operational(content: Mapping[str, Any]) -> list[str]:
    return [entry["code"] for entry in packs.indicators_of(content) if entry["side"] == "operations"]
