"""Everything that deserves a look, within somebody's reach, on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Exists, F, Func, Subquery

from yipanqi.kit.prepared import prepared
from yipanqi.organizations.models import Coverage, PartyOrganization
from yipanqi.organizations.queries import standing_on
from yipanqi.people.models import Affiliation, Appointment, Reason
from yipanqi.people.situation import coverage, members, secretaries, size, terms
from yipanqi.people.situation import standing as organizations
from yipanqi.people.situation.cases import CHAPTERS, GROUPS, Case
from yipanqi.people.situation.reach import Reach, reach_of

LATELY = timedelta(days=31)


@dataclass(frozen=True)
class Findings:
    """``known`` says which registers hold anything at all: an empty register hides what it would show.
    ``hidden_members`` counts members without a branch where their names may not be shown."""

    day: date
    reach: Reach
    organizations: int
    known: dict[str, bool]
    cases: tuple[Case, ...]
    hidden_members: int = 0

    @cached_property
    def groups(self) -> dict[str, list[Case]]:
        groups: dict[str, list[Case]] = {group: [] for group in GROUPS}
        for case in sorted(self.cases, key=lambda case: case.is_explained):
            groups[case.group].append(case)
        return groups

    def of(self, group: str) -> list[Case]:
        """A group's cases: those without a reason first, otherwise in the order found."""
        return self.groups[group]

    def count(self, chapter: str) -> int:
        more = self.hidden_members if chapter == "members" else 0
        return sum(len(cases) for group, cases in self.groups.items() if GROUPS[group][0] == chapter) + more

    @property
    def total(self) -> int:
        return sum(self.count(chapter) for chapter in CHAPTERS)

    def lately(self) -> list[Case]:
        """What came to notice within the last month."""
        return [case for case in self.cases if case.noticed and self.day - LATELY < case.noticed <= self.day]


def find(scope, day: date) -> Findings:
    """A constant number of statements, whatever is found."""
    reach = reach_of(scope)
    standing, known = _registers(reach, day)
    looked_at = organizations.standing(reach, day)
    found: list[Case] = [*terms.cases(looked_at, day)]
    if known["appointments"]:
        found += [*secretaries.vacancies(looked_at, day), *secretaries.not_heads(reach, day, scope)]
    if known["coverage"]:
        found += coverage.cases(reach, day)
    hidden = 0
    if known["affiliations"]:
        found += size.cases(looked_at)
        if reach.sees_members:
            found += members.cases(reach, day)
        else:
            hidden = members.loose(reach).count() if reach.everything else 0
    return Findings(day, reach, standing, known, tuple(_explained(found, reach)), hidden)


def _registers(reach: Reach, day: date) -> tuple[int, dict[str, bool]]:
    """How many organisations stand within reach, and which registers hold anything: in one statement."""
    names = ("appointments", "coverage", "affiliations")
    standing, *known = next(iter(_counted(reach, day)), (0, False, False, False))
    return standing, dict(zip(names, known, strict=True))


@prepared
def _counted(reach: Reach, day: date):
    here = PartyOrganization.objects.filter(standing_on(day), reach.below()).order_by()
    return (
        PartyOrganization.objects.annotate(
            standing=Subquery(here.annotate(n=Func(F("pk"), function="COUNT")).values("n")),
            any_appointment=Exists(Appointment.objects.filter(post__office="secretary")),
            any_coverage=Exists(Coverage.objects.all()),
            any_affiliation=Exists(Affiliation.objects.filter(branch__isnull=False)),
        )
        .order_by()
        .values_list("standing", "any_appointment", "any_coverage", "any_affiliation")[:1]
    )


def _explained(found: Iterable[Case], reach: Reach) -> list[Case]:
    """The cases with the reasons given for them."""
    reasons = {(each.rule, each.organization_id, each.person_id): each for each in _given(reach)}
    return [case.with_reason(reasons.get((case.reason_key, case.subject.id, case.person_id))) for case in found]


@prepared
def _given(reach: Reach):
    return Reason.objects.select_related("given_by__person").filter(
        reach.below("organization__path") | reach.units_below("organization__path")
    )
