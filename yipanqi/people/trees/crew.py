"""Who leads and how many there are, for the organisations drawn: one statement for any number of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import CharField, Count, F, FilteredRelation, Q, Value

from yipanqi.kit.intervals import holds_on
from yipanqi.people.models import MEMBERS, Affiliation, Appointment, Employment, Person
from yipanqi.people.pages.finding import named

LEADING = ("secretary", "head")
MOST_FOUND = 60


@dataclass
class Crew:
    """By organisation id: who leads it, its members by political status, its staff; and, where asked, how many
    members work in a unit and in which branch they stand."""

    leaders: dict[int, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    members: dict[int, Counter] = field(default_factory=lambda: defaultdict(Counter))
    staff: Counter = field(default_factory=Counter)

    def leader(self, organization: int) -> str:
        return "、".join(name for _, name in self.leaders[organization])

    def is_led_apart(self, branch: int, units: Iterable[int]) -> bool:
        """Whether somebody leads the branch, somebody heads its sections, and they are nowhere the same person."""
        heads = {person for unit in units for person, _ in self.leaders[unit]}
        secretaries = {person for person, _ in self.leaders[branch]}
        return bool(heads and secretaries) and not heads & secretaries


def crew_of(organizations: Iterable[int], day: date) -> Crew:
    """One statement: leaders, members by status and staff are rows as wide as each other."""
    ids, word = list(organizations), CharField()
    leaders = (
        Appointment.objects.filter(holds_on(day), post__organization__in=ids, post__office__in=LEADING).order_by()
        .values_list(Value("leader", word), "post__organization_id", "pk", "person_id", "person__name")
    )  # fmt: skip
    members = (
        Affiliation.objects.filter(holds_on(day), branch__in=ids, political_status__in=MEMBERS).order_by()
        .values(sort=Value("members", word)).annotate(n=Count("pk"), no=Value(0), word=F("political_status"))
        .values_list("sort", "branch_id", "n", "no", "word")
    )  # fmt: skip
    staff = (
        Employment.objects.filter(holds_on(day), unit__in=ids).order_by()
        .values(sort=Value("staff", word)).annotate(n=Count("pk"), no=Value(0), word=Value("", word))
        .values_list("sort", "unit_id", "n", "no", "word")
    )  # fmt: skip
    crew = Crew()
    for sort, organization, number, person, words in sorted(leaders.union(members, staff, all=True)):
        if sort == "leader":
            crew.leaders[organization].append((person, words))
        elif sort == "members":
            crew.members[organization][words] = number
        else:
            crew.staff[organization] = number
    return crew


def members_working_in(units: Iterable[int], day: date) -> dict[int, Counter]:
    """Unit id -> name of a branch -> how many members who work in the unit belong to it. One statement."""
    rows = (
        Employment.objects.filter(holds_on(day), unit__in=list(units))
        .annotate(home=FilteredRelation("person__affiliations", condition=holds_on(day, "person__affiliations__")))
        .filter(Q(home__political_status__in=MEMBERS))
        .order_by()
        .values_list("unit_id", "home__branch__name")
        .annotate(n=Count("pk"))
    )
    found: dict[int, Counter] = defaultdict(Counter)
    for unit, branch, n in rows:
        found[unit][branch or ""] += n
    return found


def led_by(words: str, day: date) -> list[int]:
    """Organisations led by somebody called so (characters, full pinyin or initials). One statement."""
    persons = Person.objects.filter(named(words)).order_by().values("pk")
    leading = Appointment.objects.filter(holds_on(day), post__office__in=LEADING, person__in=persons)
    return list(leading.values_list("post__organization_id", flat=True)[:MOST_FOUND])
