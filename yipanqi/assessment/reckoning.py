"""The worker's part: gather, score with the evaluation library, store. Nothing is computed here that it computes.

A committee is drawn where its branches are too many: each side is the mean of its scored branches weighted by their
members, in whole billionths; C, T and D of it come from the same library.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from evaluation import __version__, coupling, explain, observations, scheme, score
from evaluation.coupling import Coupling
from evaluation.scheme import Scheme
from evaluation.score import Scores
from yipanqi.assessment import packs
from yipanqi.assessment.gathering import Gathered, gather, lines_of
from yipanqi.assessment.gathering.facts import by_branch, parts
from yipanqi.assessment.models import Explanation, Inputs, Result, Run
from yipanqi.assessment.progress import GivenUp, Heartbeat
from yipanqi.assessment.telling import lack, told
from yipanqi.kit import journal
from yipanqi.organizations import paths, tree
from yipanqi.organizations.models import PartyOrganization

BILLION, MILLION = 1_000_000_000, 1_000_000
NOBODY = "（没有支部适用）"
PARTY, OPERATIONS = 0, 1
SECOND_LEVEL = 2 * paths.WIDTH
PIECE = 500


def reckon(run: Run) -> None:
    """Prepare a queued run. A run given up meanwhile leaves nothing; whatever goes wrong is said in its row."""
    if not Run.objects.filter(pk=run.pk, attempt=run.attempt, state="queued").update(
        state="running", beat_at=timezone.now()
    ):
        return
    run.state = "running"
    heartbeat = Heartbeat(run)
    try:
        _reckon(run, heartbeat)
    except GivenUp:
        return
    except Exception as error:
        _fail(run, error)
        raise


def _reckon(run: Run, heartbeat: Heartbeat) -> None:
    content = run.adoption.content
    if wrong := packs.unfit(content):
        raise ValueError("；".join(wrong))
    gathered = gather(content, run.start, run.end, heartbeat.beat)
    lines = lines_of(gathered)
    heartbeat.beat("按方案计算")
    scores = scores_of(content, lines)
    stored = [*_branches(run, gathered, scores)]
    committees = _committees(run, stored, scores.scheme)
    trees = _explanations(gathered, scores, heartbeat)
    with transaction.atomic():
        _store(run, lines, scores, [*stored, *committees], trees)


def scores_of(content: Mapping[str, Any], lines: str) -> Scores:
    """The evaluation of canonical inputs by a pack: the same call for a run and for whoever checks one."""
    period, branches, figures = parts(lines)
    roster = {each["unit"]: group_of(each["traits"]) for each in branches}
    columns = {
        name: [each[name] for each in figures] for name in ("unit", "indicator", "value", "numerator", "denominator")
    }
    seen = observations.from_columns(columns | {"period": [period] * len(figures)}, roster)
    traits = {group_of(each["traits"]): set(each["traits"]) for each in branches}
    return score.score(scheme.from_mapping(for_groups(content["scheme"], traits)), seen)


def group_of(traits) -> str:
    """The peer group of branches with the same traits."""
    return "、".join(sorted(traits)) or "没有覆盖科室"


def for_groups(plan: Mapping[str, Any], traits: Mapping[str, set[str]]) -> dict[str, Any]:
    """The scheme with the traits an indicator asks for written out as the peer groups that have one of them."""
    indicators = []
    for entry in plan["indicators"]:
        wanted = set(entry.get("groups") or [])
        groups = sorted(group for group, own in traits.items() if own & wanted) or [NOBODY]
        indicators.append({**entry, "groups": groups} if wanted else dict(entry))
    return {**plan, "indicators": indicators}


def _branches(run: Run, gathered: Gathered, scores: Scores) -> list[Result]:
    results = []
    for branch in gathered.branches:
        row = scores.row(branch.code)
        sides = [None if whole < 0 else int(whole) for whole in scores.whole[row]]
        joint = scores.coupling
        assert joint is not None
        results.append(
            Result(
                run=run, organization_id=branch.pk, path=branch.path, group=scores.observations.groups[row][:200],
                members=branch.members, state="insufficient" if None in sides else "scored",
                party=sides[PARTY], operations=sides[OPERATIONS],
                party_coverage=_millionths(scores, row, PARTY),
                operations_coverage=_millionths(scores, row, OPERATIONS),
                reason=lack(scores, row, bool(branch.sections))[:400], **_levels(joint, row),
            )
        )  # fmt: skip
    return results


def _levels(joint: Coupling, row: int) -> dict[str, float | None]:
    """T, C and D of a row to ten significant digits; empty where a side is missing."""
    named = {"joint_level": joint.T, "coupling": joint.C, "coordination": joint.D}
    return {name: _ten_digits(each.to_list()[row]) for name, each in named.items()}


def _ten_digits(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.10g}")


def _millionths(scores: Scores, row: int, side: int) -> int | None:
    applicable = int(scores.applicable[row, side])
    return int(scores.totals.covered[row, side]) * MILLION // applicable if applicable else None


@dataclass
class _Sum:
    """Members-weighted sums over the scored branches of one committee."""

    members: int = 0
    branches: int = 0
    scored: int = 0
    weight: int = 0
    whole: int = 0
    party: int = 0
    operations: int = 0

    def add(self, result: Result) -> None:
        self.members += result.members
        self.branches += 1
        weight = max(result.members, 1)
        self.whole += weight
        if result.party is None or result.operations is None:
            return
        self.scored += 1
        self.weight += weight
        self.party += weight * result.party
        self.operations += weight * result.operations

    def sides(self, least: int) -> tuple[int, int] | None:
        """Means rounded half up to whole billionths; None where the scored branches hold too few of the members.

        ``least`` is the scheme's coverage gate in millionths.
        """
        if not self.weight or self.weight * MILLION < least * self.whole:
            return None
        party, operations = ((2 * each + self.weight) // (2 * self.weight) for each in (self.party, self.operations))
        return party, operations


def _committees(run: Run, branches: list[Result], plan: Scheme) -> list[Result]:
    """One result for each organisation right below the root that has branches of its own, as the tree stood then."""
    places = {node.path: pk for pk, node in tree.as_of(run.last).items()}
    sums: dict[str, _Sum] = {}
    for result in branches:
        if len(result.path) > SECOND_LEVEL:
            sums.setdefault(result.path[:SECOND_LEVEL], _Sum()).add(result)
    return [_committee(run, places[path], path, each, plan) for path, each in sorted(sums.items()) if path in places]


def _committee(run: Run, pk: int, path: str, summed: _Sum, plan: Scheme) -> Result:
    sides = summed.sides(plan.minimum_coverage)
    result = Result(
        run=run, organization_id=pk, path=path, members=summed.members, branches=summed.branches,
        scored_branches=summed.scored, state="scored" if sides else "insufficient",
        reason="" if sides else f"{summed.branches} 个支部里 {summed.scored} 个有数据，代表的党员不够",
    )  # fmt: skip
    if sides:
        weights = [side.weight for side in plan.sides]
        joint = coupling.degree([[side / BILLION for side in sides]], form=plan.coupling, weights=weights)
        result.party, result.operations = sides
        for name, value in _levels(joint, 0).items():
            setattr(result, name, value)
    return result


def _explanations(gathered: Gathered, scores: Scores, heartbeat: Heartbeat) -> dict[str, tuple[dict, dict]]:
    """Branch code -> (tree, rows)."""
    facts = by_branch(gathered.facts)
    found = {}
    for at, branch in enumerate(gathered.branches):
        heartbeat.beat("写出依据", at, len(gathered.branches))
        own = facts.get(branch.code, [])
        node = told(explain.explain(scores, branch.code), scores.scheme, own)
        found[branch.code] = (node, {fact.indicator: fact.rows for fact in own if fact.rows})
    return found


def _store(run: Run, lines: str, scores: Scores, results: list[Result], trees: dict[str, tuple[dict, dict]]) -> None:
    """Everything or nothing; a run that was given up meanwhile raises GivenUp and leaves nothing."""
    mine = Run.objects.filter(pk=run.pk, attempt=run.attempt, state="running")
    finished = mine.update(
        state="done", step="", finished_at=timezone.now(), scheme_digest=scores.scheme.digest, digest=scores.digest,
        inputs_digest=hashlib.sha256(lines.encode()).hexdigest(), versions=versions(),
    )  # fmt: skip
    if not finished:
        raise GivenUp
    Inputs.objects.create(run=run, lines=lines)
    Result.objects.bulk_create(results, batch_size=PIECE)
    codes = dict(PartyOrganization.objects.filter(kind="branch").values_list("pk", "code"))
    kept = Result.objects.filter(run=run, branches=0).values_list("pk", "organization_id")
    Explanation.objects.bulk_create(
        [
            Explanation(result_id=pk, tree=trees[codes[organization]][0], rows=trees[codes[organization]][1])
            for pk, organization in kept
        ],
        batch_size=PIECE,
    )
    journal.record("run.done", run, digest=scores.digest[:16])


def versions() -> dict[str, str]:
    """Engine and what lies beneath it: kept with every run."""
    import numpy

    return {"evaluation": __version__, "numpy": numpy.__version__, "python": platform.python_version()}


def _fail(run: Run, error: Exception) -> None:
    with transaction.atomic():
        mine = Run.objects.filter(pk=run.pk, attempt=run.attempt, state="running")
        if mine.update(state="failed", failure=str(error)[:300], finished_at=timezone.now()):
            journal.record("run.failed", run, sentence=str(error)[:200])


def same_again(run: Run) -> bool:
    """Whether the stored inputs still give the stored digest."""
    return scores_of(run.adoption.content, run.inputs.lines).digest == run.digest
