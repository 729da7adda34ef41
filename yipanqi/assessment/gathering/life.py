"""P201: of the times at which the regulation asks for a meeting, those at which one was held. More is not better."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from yipanqi.assessment.gathering.facts import Fact
from yipanqi.assessment.gathering.roster import Branch
from yipanqi.kit.period import Period
from yipanqi.kit.rulepacks import RulePack
from yipanqi.meetings.models import KINDS, Meeting

# Kind of record, rule with its frequency, the time in which it is to be met.
DUTIES = (
    ("member_assembly", "assembly.frequency", "quarter"),
    ("committee_meeting", "committee.frequency", "month"),
    ("theme_day", "theme_day.frequency", "month"),
)


def facts(branches: list[Branch], start: date, end: date, rules: RulePack) -> Iterator[Fact]:
    """One statement. A quarter that is not over by the end asks for nothing yet."""
    held = _held(start, end)
    for branch in branches:
        slots = [
            (str(period), KINDS[kind], held[branch.pk, kind, period.start][: rules[rule].amount])
            for kind, rule, grain in DUTIES
            if rules[rule].in_force(end - timedelta(days=1)) and (kind != "committee_meeting" or branch.has_committee)
            for period in whole_periods(start, end, grain)
            if branch.founded_on is None or branch.founded_on <= period.start
        ]
        amount = {KINDS[kind]: rules[rule].amount for kind, rule, _ in DUTIES}
        met = [(words, kind, ids) for words, kind, ids in slots if len(ids) >= amount[kind]]
        rows = {
            "of": "meetings",
            "ids": [pk for _, _, ids in met for pk in ids],
            "missing": [f"{words}{kind}" for words, kind, ids in slots if len(ids) < amount[kind]],
        }
        value = 100 * len(met) / len(slots) if slots else None
        yield Fact(branch.code, "P201", value, len(met), len(slots), rows)


def whole_periods(start: date, end: date, grain: str) -> list[Period]:
    """Those that lie in ``[start, end)`` from their first to their last day."""
    period = Period.containing(start, grain)
    if period.start < start:
        period = period.following()
    found = []
    while period.end <= end:
        found.append(period)
        period = period.following()
    return found


def _held(start: date, end: date) -> dict[tuple[int, str, date], list[int]]:
    """(organisation, kind, first day of the time) -> records in the order they were held."""
    grains = {kind: grain for kind, _, grain in DUTIES}
    found: dict[tuple[int, str, date], list[int]] = defaultdict(list)
    rows = Meeting.objects.filter(kind__in=grains, held_on__gte=start, held_on__lt=end).order_by("held_on", "pk")
    for pk, organization, kind, on in rows.values_list("pk", "organization_id", "kind", "held_on"):
        found[organization, kind, Period.containing(on, grains[kind]).start].append(pk)
    return found
