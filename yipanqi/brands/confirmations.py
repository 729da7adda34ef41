"""Confirmations that a workbook brings, held to D20 for all rows at once: the one who did the work never confirms."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, Q, When

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
    began: date | None = None


@dataclass(frozen=True)
class Stay:
    """Somewhere a person belonged, worked or held an office, or a section that a branch covered."""

    code: str
    until_on: date | None

    def lasted_until(self, day: date) -> bool:
        return self.until_on is None or self.until_on > day


@dataclass
class Register:
    """What is known of the people and units of many claims, in five statements whatever their number.

    Persons by 工号, organisations by code, branches by code. ``heads`` are paths of units a person heads; ``stays``
    are all places where a person ever was, whatever the person is today.
    """

    home: dict[str, str] = field(default_factory=dict)
    work: dict[str, tuple[str, str]] = field(default_factory=dict)
    heads: dict[str, list[str]] = field(default_factory=dict)
    stays: dict[str, list[Stay]] = field(default_factory=dict)
    unit_paths: dict[str, str] = field(default_factory=dict)
    sections: dict[str, list[Stay]] = field(default_factory=dict)

    @classmethod
    def of(cls, claims: Iterable[Claim]) -> "Register":
        claims = list(claims)
        numbers = {claim.person for claim in claims if claim.person}
        branches = {branch for claim in claims for branch in claim.branches}
        register = cls()
        register._read_lives(Person.objects.filter(number__in=numbers).values("pk"))
        accepting = Unit.objects.filter(code__in={claim.accepting_unit for claim in claims})
        register.unit_paths = dict(accepting.values_list("code", "path"))
        register.sections = sections_of(branches)
        return register

    def _read_lives(self, people) -> None:
        """Where these people are today, and wherever they were before."""
        for number, code, until in Affiliation.objects.filter(person__in=people, branch__isnull=False).values_list(
            "person__number", "branch__code", "until_on"
        ):
            self._stayed(number, code, until)
            if until is None:
                self.home[number] = code
        for number, code, until, path in Employment.objects.filter(person__in=people).values_list(
            "person__number", "unit__code", "until_on", "unit__path"
        ):
            self._stayed(number, code, until)
            if until is None:
                self.work[number] = (code, path)
        held = Appointment.objects.filter(person__in=people).annotate(now=Case(When(holds_on(today()), then=True)))
        for number, code, until, path, office, now in held.values_list(
            "person__number", "post__organization__code", "until_on", "post__organization__path", "post__office", "now"
        ):
            self._stayed(number, code, until)
            if now and office == "head":
                self.heads.setdefault(number, []).append(path)

    def _stayed(self, number: str, code: str, until: date | None) -> None:
        self.stays.setdefault(number, []).append(Stay(code, until))

    def sections_of(self, claim: Claim) -> set[str]:
        """Units that a branch of the brand covered on any day since the work began."""
        covered = [stay for branch in claim.branches for stay in self.sections.get(branch, ())]
        return {stay.code for stay in covered if stay.lasted_until(_began(claim))}

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
        if self._was_there(claim):
            return "确认人在做的这一方任职，或者办这件事时在这一方，做的人不能自己确认"
        if not self._belongs(claim, path):
            return "确认人不是接收机构的人"
        return None

    def _was_there(self, claim: Claim) -> bool:
        """Holds an office on the doing side, or was there when the work was done and has moved on since."""
        doing = {*claim.branches, *self.sections_of(claim)}
        stays = self.stays.get(claim.person, ())
        return any(stay.code in doing and stay.lasted_until(_began(claim)) for stay in stays)

    def _belongs(self, claim: Claim, path: str) -> bool:
        """Works in the unit or below it, or heads it or one above; the whole district is nobody's unit but its own."""
        accepting = self.unit_paths.get(claim.accepting_unit, "")
        if len(accepting) <= paths.WIDTH:
            return bool(accepting) and path == accepting
        heads = [head for head in self.heads.get(claim.person, ()) if len(head) > paths.WIDTH]
        return path.startswith(accepting) or any(accepting.startswith(head) for head in heads)


def sections_of(branches: Iterable[str]) -> dict[str, list[Stay]]:
    """Branch code -> units it covers, or did until some day. One statement."""
    found: dict[str, list[Stay]] = {}
    covered = Coverage.objects.filter(party_organization__code__in=set(branches))
    begun = covered.filter(Q(from_on__isnull=True) | Q(from_on__lte=today()))
    for branch, unit, until in begun.values_list("party_organization__code", "unit__code", "until_on"):
        found.setdefault(branch, []).append(Stay(unit, until))
    return found


def _began(claim: Claim) -> date:
    """As ``Measure.began`` reckons it."""
    return min(claim.began or date(today().year, 1, 1), today())
