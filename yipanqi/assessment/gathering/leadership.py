"""P206: the term was not over on the day, and the secretary's post had not been vacant for longer than allowed."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from yipanqi.assessment.gathering.facts import Fact
from yipanqi.assessment.gathering.roster import Branch
from yipanqi.kit.rulepacks import load
from yipanqi.organizations.models import Term
from yipanqi.people.models import Appointment

Held = tuple[date | None, date | None]


def facts(branches: list[Branch], day: date) -> Iterator[Fact]:
    """Two statements. A branch without any recorded term has not reported it; it is not taken to have failed."""
    terms, secretaries = _terms(day), _secretaries(day)
    for branch in branches:
        if branch.pk not in terms:
            continue
        lasts = _lasts(terms[branch.pk], day)
        led = _led(secretaries[branch.pk], branch.founded_on, day)
        missing = [*([] if lasts else ["任期已满"]), *([] if led else ["书记空缺超过三个月"])]
        rows = {"of": "organizations", "ids": [branch.pk], "missing": missing}
        yield Fact(branch.code, "P206", float(lasts and led), float(lasts) + float(led), 2, rows)


def _terms(day: date) -> dict[int, list[Held]]:
    rows = Term.objects.filter(Q(from_on__isnull=True) | Q(from_on__lte=day)).order_by("pk")
    found: dict[int, list[Held]] = defaultdict(list)
    for organization, begin, until in rows.values_list("organization_id", "from_on", "until_on"):
        found[organization].append((begin, until))
    return found


def _secretaries(day: date) -> dict[int, list[Held]]:
    rows = Appointment.objects.filter(post__office="secretary", post__organization__kind="branch")
    rows = rows.filter(Q(from_on__isnull=True) | Q(from_on__lte=day)).order_by("pk")
    found: dict[int, list[Held]] = defaultdict(list)
    for organization, begin, until in rows.values_list("post__organization_id", "from_on", "until_on"):
        found[organization].append((begin, until))
    return found


def _lasts(terms: list[Held], day: date) -> bool:
    """The latest term decides: a later election ends an earlier term whatever day that carries."""
    _, until = max(terms, key=lambda term: term[0] or date.min)
    return until is None or load("branch-regulation")["term.over"].holds(until, day)


def _led(held: list[Held], founded: date | None, day: date) -> bool:
    if any(until is None or until > day for _, until in held):
        return True
    since = max((until for _, until in held if until), default=founded)
    return since is not None and load("branch-regulation")["secretary.vacant"].holds(since, day)
