"""Where a person stands in both trees, kept on the person: ``roster`` and ``belongs``.

``roster`` is the order of lists (the unit somebody works in, then the title; the number settles ties), ``belongs`` the
path of the branch. With both a page of a long roster, and whom a scope reaches, are read from indexes instead of
joining and sorting everybody. Whatever changes where somebody works or belongs calls ``keep``; moving an organisation
does so by itself.
"""

from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat

from yipanqi.organizations import paths, tree
from yipanqi.people.models import Affiliation, Employment, Person

ORDER = ("roster", "number")
HEADS = ("关长", "局长", "处长", "主任", "科长")
_OWN = Value("0" * paths.WIDTH)  # before every step of a path: a unit's own people come before those of units below
_LAST = Value("Z" * (paths.WIDTH + 1))  # after all paths: whoever works nowhere


def keep(people: QuerySet[Person]) -> int:
    """Write down where these people stand now; returns how many stood elsewhere before. One statement."""
    now = {"roster": place(Employment.objects.open()), "belongs": branch(Affiliation.objects.open())}
    return people.order_by().exclude(**now).update(**now)


@tree.moved
def follow(path: str) -> None:
    """People move with their unit or branch."""
    below = {"path__gte": path, "path__lt": paths.following(path)}
    working = Employment.objects.open().filter(**{f"unit__{lookup}": end for lookup, end in below.items()})
    belonging = Affiliation.objects.open().filter(**{f"branch__{lookup}": end for lookup, end in below.items()})
    keep(Person.objects.filter(Q(pk__in=working.values("person_id")) | Q(pk__in=belonging.values("person_id"))))


def place(employments: QuerySet) -> Coalesce:
    """A person's place on lists, out of open employments."""
    work = employments.filter(person=OuterRef("pk")).annotate(place=Concat("unit__path", _OWN, _weight()))
    return Coalesce(Subquery(work.order_by().values("place")[:1]), _LAST, output_field=CharField())


def branch(affiliations: QuerySet) -> Coalesce:
    """The path of the branch a person belongs to, out of open affiliations; empty for none."""
    home = affiliations.filter(person=OuterRef("pk")).order_by().values("branch__path")
    return Coalesce(Subquery(home[:1]), Value(""), output_field=CharField())


def _weight() -> Case:
    """Heads, who acts as head, other full titles, deputies, everybody else."""
    full = Q(title__startswith="正") | Q(title__endswith="主任") | Q(title__endswith="组长") | Q(title__endswith="兼)")
    return Case(
        When(title__in=HEADS, then=Value("0")),
        When(Q(title__startswith="副", title__contains="主持工作"), then=Value("1")),
        When(title__startswith="副", then=Value("3")),
        When(full, then=Value("2")),
        default=Value("4"),
        output_field=CharField(),
    )
