"""People as of today, fetched in batch: home branch, work unit, open offices, a person's whole history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import CharField, FilteredRelation, Q, QuerySet, Value

from yipanqi.kit.clock import today
from yipanqi.kit.intervals import holds_on
from yipanqi.kit.prepared import prepared
from yipanqi.organizations.models import PARTY
from yipanqi.people.models import OFFICES, Affiliation, Appointment, Employment, Person

OFFICE_ORDER = {office: place for place, office in enumerate(OFFICES)}
COMMITTEES = {"direct_organ_committee": "直属机关党委", "committee": "机关党委", "general_branch": "党总支"}


def placed(people: QuerySet[Person]) -> QuerySet[Person]:
    """With ``home`` (open affiliation) and ``work`` (open employment), at most one row each: nothing multiplies."""
    return people.annotate(
        home=FilteredRelation("affiliations", condition=Q(affiliations__until_on__isnull=True)),
        work=FilteredRelation("employments", condition=Q(employments__until_on__isnull=True)),
    )


@dataclass(frozen=True)
class Held:
    """A Party office somebody holds. ``words`` say the committee's kind where it is not an office of a branch."""

    office: str
    since: date | None
    kind: str
    path: str

    @property
    def words(self) -> str:
        return f"{COMMITTEES.get(self.kind, '')}{OFFICES.get(self.office, self.office)}"


HELD = (
    "person_id", "until_on", "post__organization__tree",
    "post__office", "from_on", "post__organization__kind", "post__organization__path",
)  # fmt: skip


def party_offices(persons) -> dict[int, list[Held]]:
    """Person id -> offices in force today, the weightiest first. One query."""
    return in_force(Appointment.objects.filter(person__in=persons).values_list(*HELD))


def in_force(rows: Iterable[tuple]) -> dict[int, list[Held]]:
    """The same out of rows of ``HELD``: the database joins, what holds today is told here, which is cheaper."""
    day = today()
    held: dict[int, list[Held]] = {}
    for person, until, tree, office, since, *place in rows:
        if tree == PARTY and (since is None or since <= day) and (until is None or until > day):
            held.setdefault(person, []).append(Held(office, since, *place))
    for offices in held.values():
        offices.sort(key=lambda each: (OFFICE_ORDER.get(each.office, 99), each.path))
    return held


def holders(offices) -> QuerySet:
    """Ids of people who hold one of these Party offices today."""
    return (
        Appointment.objects.filter(holds_on(today()), post__office__in=offices, post__organization__tree=PARTY)
        .order_by()
        .values("person_id")
    )


@dataclass(frozen=True)
class Chapter:
    """One dated fact of a person's history, as people read it. ``sort`` is post, affiliation or employment."""

    sort: str
    organization_id: int | None
    tree: str
    path: str
    place: str
    what: str
    detail: str
    from_on: date | None
    until_on: date | None
    pk: int

    @property
    def is_open(self) -> bool:
        return self.until_on is None or self.until_on > today()

    @property
    def last_on(self) -> date | None:
        return self.until_on - timedelta(days=1) if self.until_on else None

    @property
    def office(self) -> str:
        return OFFICES.get(self.what, self.what)


def history(person_id: int) -> list[Chapter]:
    """Posts, affiliations and employments of a person, the latest first, in one query."""
    found = [Chapter(*row) for row in _chapters(person_id)]
    return sorted(found, key=lambda each: (each.is_open, each.from_on or date.min, each.pk), reverse=True)


@prepared
def _chapters(person_id: int):
    nothing = Value("", CharField())

    def chapters(rows, sort, organization, what, detail):
        return rows.order_by().values_list(
            Value(sort, CharField()), f"{organization}_id", f"{organization}__tree", f"{organization}__path",
            f"{organization}__name", what, detail, "from_on", "until_on", "pk",
        )  # fmt: skip

    posts = chapters(
        Appointment.objects.filter(person_id=person_id).annotate(detail=nothing),
        "post", "post__organization", "post__office", "detail",
    )  # fmt: skip
    homes = chapters(
        Affiliation.objects.filter(person_id=person_id), "affiliation", "branch", "political_status", "status_words"
    )
    work = chapters(Employment.objects.filter(person_id=person_id), "employment", "unit", "title", "rank")
    return posts.union(homes, work, all=True)
