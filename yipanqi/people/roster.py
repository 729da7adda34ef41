"""The order people stand in on lists: by the unit they work in, then by title, then by number.

A person's place is kept on the person, so that a page of a long roster is read from an index instead of sorting
everybody. Whatever changes where somebody works calls ``keep``; moving a unit does so by itself.
"""

from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat

from yipanqi.organizations import paths, tree
from yipanqi.people.models import Employment, Person

ORDER = ("roster", "number")
HEADS = ("关长", "局长", "处长", "主任", "科长")
_OWN = Value("0" * paths.WIDTH)  # before every step of a path: a unit's own people come before those of units below
_LAST = Value("Z" * (paths.WIDTH + 1))  # after all paths: whoever works nowhere


def keep(people: QuerySet[Person]) -> int:
    """Write down where these people stand now; returns how many stood elsewhere before. One statement."""
    now = place(Employment.objects.open())
    return people.order_by().exclude(roster=now).update(roster=now)


@tree.moved
def follow(path: str) -> None:
    """A unit's people move with it."""
    below = Employment.objects.open().filter(unit__path__gte=path, unit__path__lt=paths.following(path))
    keep(Person.objects.filter(pk__in=below.values("person_id")))


def place(employments: QuerySet) -> Coalesce:
    """A person's place, out of open employments."""
    work = employments.filter(person=OuterRef("pk")).annotate(place=Concat("unit__path", _OWN, _weight()))
    return Coalesce(Subquery(work.order_by().values("place")[:1]), _LAST, output_field=CharField())


def _weight() -> Case:
    """Heads, who acts as head, other full titles, deputies, everybody else."""
    return Case(
        When(title__in=HEADS, then=Value("0")),
        When(Q(title__startswith="副", title__contains="主持工作"), then=Value("1")),
        When(title__startswith="副", then=Value("3")),
        When(Q(title__startswith="正") | Q(title__endswith="主任") | Q(title__endswith="组长") | Q(title__endswith="兼)"),
             then=Value("2")),
        default=Value("4"),
        output_field=CharField(),
    )  # fmt: skip
