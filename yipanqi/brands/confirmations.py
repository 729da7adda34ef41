"""Confirmations that a workbook brings, held to D20 for all rows at once: the one who did the work never confirms."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from yipanqi.kit.clock import today
from yipanqi.kit.intervals import holds_on
from yipanqi.organizations import paths
from yipanqi.organizations.models import Coverage, Unit
from yipanqi.people.models import Affiliation, Appointment, Employment, Person


@dataclass(frozen=True)
class Claim:
    """What a row says: who confirmed for which unit and when, whose work it was. Codes and numbers as written."""

    person: str
    on: date | None
    owner: str
    accepting_unit: str
    branches: tuple[str, ...]
    reporter: str = ""


@dataclass
class Register:
    """What is known of the people and units of many claims, in five statements whatever their number.

    Persons by 工号, organisations by code, branches by code. ``heads`` are paths of units a person heads.
    """

    home: dict[str, str] = field(default_factory=dict)
    work: dict[str, tuple[str, str]] = field(default_factory=dict)
    heads: dict[str, list[str]] = field(default_factory=dict)
    unit_paths: dict[str, str] = field(default_factory=dict)
    sections: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, claims: Iterable[Claim]) -> "Register":
        claims = list(claims)
        numbers = {claim.person for claim in claims if claim.person}
        branches = {branch for claim in claims for branch in claim.branches}
        people = Person.objects.filter(number__in=numbers).values("pk")
        register = cls()
        affiliated = Affiliation.objects.open().filter(person__in=people, branch__isnull=False)
        register.home = dict(affiliated.values_list("person__number", "branch__code"))
        employed = Employment.objects.open().filter(person__in=people)
        for number, code, path in employed.values_list("person__number", "unit__code", "unit__path"):
            register.work[number] = (code, path)
        heading = Appointment.objects.filter(holds_on(today()), person__in=people, post__office="head")
        for number, path in heading.values_list("person__number", "post__organization__path"):
            register.heads.setdefault(number, []).append(path)
        accepting = Unit.objects.filter(code__in={claim.accepting_unit for claim in claims})
        register.unit_paths = dict(accepting.values_list("code", "path"))
        register.sections = sections_of(branches)
        return register

    def sections_of(self, claim: Claim) -> set[str]:
        return set().union(*(self.sections.get(branch, set()) for branch in claim.branches))

    def why_not(self, claim: Claim) -> str | None:
        """Why the confirmation does not count, in the words of the preview, or None."""
        if not claim.person:
            return "没写确认人"
        if claim.on is None:
            return "没写确认日期"
        if claim.person == claim.owner:
            return "确认人就是责任人，做的人不能自己确认"
        if claim.person == claim.reporter:
            return "确认人就是报完成的人，做的人不能自己确认"
        if self.home.get(claim.person) in claim.branches:
            return "确认人是本支部的人，不能确认自己支部做的事"
        unit, path = self.work.get(claim.person, ("", ""))
        if unit and unit in self.sections_of(claim):
            return "确认人是本科的人，做的人不能自己确认"
        if not claim.accepting_unit:
            return "没写接收机构，看不出确认人代表谁"
        if not self._belongs(claim, path):
            return "确认人不是接收机构的人"
        return None

    def _belongs(self, claim: Claim, path: str) -> bool:
        """Works in the unit or below it, or heads it or one above; the whole district is nobody's unit but its own."""
        accepting = self.unit_paths.get(claim.accepting_unit, "")
        if len(accepting) <= paths.WIDTH:
            return bool(accepting) and path == accepting
        heads = [head for head in self.heads.get(claim.person, ()) if len(head) > paths.WIDTH]
        return path.startswith(accepting) or any(accepting.startswith(head) for head in heads)


def sections_of(branches: Iterable[str]) -> dict[str, set[str]]:
    """Branch code -> codes of the units it covers today. One statement."""
    found: dict[str, set[str]] = {}
    covered = Coverage.objects.filter(holds_on(today()), party_organization__code__in=set(branches))
    for branch, unit in covered.values_list("party_organization__code", "unit__code"):
        found.setdefault(branch, set()).add(unit)
    return found
