"""覆盖: sections no branch covers, with how many members work there and where they belong."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import CharField, Count, F, FilteredRelation, OuterRef, Q, Subquery, Value
from django.db.models.functions import Left, Length

from yipanqi.kit.intervals import holds_on
from yipanqi.kit.links import address
from yipanqi.kit.prepared import prepared
from yipanqi.organizations.models import Coverage
from yipanqi.organizations.paths import WIDTH
from yipanqi.organizations.queries import sections_without_branch
from yipanqi.people.models import MEMBERS, Employment
from yipanqi.people.situation.cases import Case, Subject, pack
from yipanqi.people.situation.reach import Reach, above


@dataclass
class Section:
    """A section without a branch, and how many people, full and probationary members work there; ``homes`` counts the
    branches these members belong to."""

    pk: int
    code: str
    name: str
    path: str
    above: str | None
    committee: str | None
    people: int = 0
    full: int = 0
    probationary: int = 0
    homes: Counter = field(default_factory=Counter)

    def add(self, status: str | None, home: str | None, n: int) -> None:
        self.people += n
        self.full += n if status == "full_member" else 0
        self.probationary += n if status == "probationary_member" else 0
        if home and status in MEMBERS:
            self.homes[home] += n


def cases(reach: Reach, day: date) -> Iterator[Case]:
    """One statement."""
    rules = pack()
    for each in _sections(reach, day):
        rule = rules["section.branch"]
        enough = rule.holds(each.full)
        url = address("organizations:unit", each.pk)
        yield Case(
            group="uncovered",
            rule=rule if enough else rules["section.joint"],
            reason_key="section.branch",
            subject=Subject(each.pk, each.code, each.name, each.path, each.above or "", url),
            title=each.name,
            facts={
                "people": each.people,
                "full": each.full,
                "probationary": each.probationary,
                "enough": enough,
                "committee": each.committee or "",
                "at": _most_common(each.homes, each.above or ""),
            },
        )


def _sections(reach: Reach, day: date) -> list[Section]:
    """In the order of the tree."""
    found = _rows(reach, day)
    sections = {row[1]: Section(*row[1:7]) for row in found if row[0] == "section"}
    for _, pk, status, home, *_, n in (row for row in found if row[0] == "staff"):
        sections[pk].add(status, home, n)
    return sorted(sections.values(), key=lambda each: each.path)


@prepared
def _rows(reach: Reach, day: date):
    """The sections, and who works there by political status and home: as wide as each other."""
    sections = sections_without_branch(day).filter(reach.units_below())
    places = (
        sections.order_by().values(sort=Value("section", CharField()))
        .annotate(above=above(), committee=_committee(day), n=Value(0))
        .values_list("sort", "pk", "code", "name", "path", "above", "committee", "n")
    )  # fmt: skip
    home = FilteredRelation("person__affiliations", condition=Q(person__affiliations__until_on__isnull=True))
    nothing = {name: Value("", CharField()) for name in ("third", "fourth", "fifth")}
    staff = (
        Employment.objects.open()
        .filter(unit__in=sections.order_by().values("pk"))
        .annotate(home=home)
        .order_by()
        .values(sort=Value("staff", CharField()))
        .annotate(status=F("home__political_status"), at=F("home__branch__name"), **nothing, n=Count("pk"))
        .values_list("sort", "unit_id", "status", "at", *nothing, "n")
    )
    return places.union(staff, all=True)


def _committee(day: date) -> Subquery:
    """The code of the Party organisation that covers the unit above: a new branch would stand below it."""
    covering = Coverage.objects.filter(
        holds_on(day), unit__path=Left(OuterRef("path"), Length(OuterRef("path")) - WIDTH)
    )
    return Subquery(covering.exclude(party_organization__kind="branch").values("party_organization__code")[:1])


def _most_common(homes: Counter, over: str) -> str:
    """``现编在办公室联合支部``: the branch most of them belong to, and how many others.
    What every name in the place begins with is left out."""
    if not homes:
        return ""
    ((name, _), *others) = homes.most_common()
    return f"现编在{name.removeprefix(over)}" + (f"等 {len(homes)} 个支部" if others else "")
