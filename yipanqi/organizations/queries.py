"""What pages ask of the trees, in as few statements as there are questions."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, F, FilteredRelation, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Concat, Left, Length

from yipanqi.kit.intervals import holds_on
from yipanqi.kit.prepared import prepared
from yipanqi.organizations import paths
from yipanqi.organizations.columns import expressions
from yipanqi.organizations.models import PARTY, UNIT, Coverage, Lineage, Organization

MOST_BELOW = 60
DEEPEST = 10  # levels of a tree
LEAVES = {PARTY: "branch", UNIT: "section"}
LATEST_FIRST = F("until_on").desc(nulls_first=True)
BEYOND = "Z" * (paths.WIDTH + 1)  # after every step of a path, under any collation


@dataclass(frozen=True)
class Family:
    """An organisation, those from the root down to its parent, and those right below (``MOST_BELOW`` at most)."""

    subject: Organization
    above: list[Organization]
    below: list[Organization]


def family(model: type[Organization], pk: int, scope) -> Family | None:
    """All three in one statement, out of the rows of a tree somebody may see; None when it is not among them.

    Each carries its current term; those below what lists show beside: ``leaves`` (branches or sections inside), and
    what upper rooms add.
    """
    found = _kin(pk, model, scope)
    subject = next((each for each in found if each.pk == pk), None)
    if subject is None:
        return None
    length = len(subject.path)
    return Family(
        subject,
        [each for each in found if len(each.path) < length],
        [each for each in found if len(each.path) > length],
    )


@prepared
def _kin(pk: int, model: Any, scope):
    """What is counted inside is counted for those below only: inside an ancestor lies the whole district."""
    path = Subquery(Organization.objects.filter(pk=pk).order_by().values("path")[:1])
    above = Q(path__in=[Left(path, paths.WIDTH * depth) for depth in range(1, DEEPEST + 1)])
    children = Lineage.objects.open().filter(parent=pk, organization__dissolved_on__isnull=True).order_by("path")
    counted = {"leaves": leaves(), **expressions(model.TREE)}
    rows = with_term(model.objects.visible_to(scope).annotate(length=Length("path"))).annotate(
        **{name: Case(When(length__gt=Length(path), then=each)) for name, each in counted.items()}
    )
    return rows.filter(above | Q(pk__in=children.values("organization")[:MOST_BELOW])).order_by("path")


def with_term(rows):
    """With ``term_from`` and ``term_until`` of the current term."""
    return rows.annotate(term=FilteredRelation("terms", condition=Q(terms__is_current=True))).annotate(
        term_from=F("term__from_on"), term_until=F("term__until_on"), term_years=F("term__years")
    )


def with_leaves(rows):
    """With ``leaves``: how many standing branches or sections lie below each organisation."""
    return rows.annotate(leaves=leaves())


def leaves() -> Subquery:
    """How many standing branches or sections lie below the organisation of the outer row."""
    below = (
        Organization.objects.filter(
            kind__in=LEAVES.values(), dissolved_on__isnull=True,
            path__gt=OuterRef("path"), path__lt=Concat(OuterRef("path"), Value(BEYOND)),
        )
        .order_by()
        .annotate(n=Func(F("pk"), function="COUNT"))
        .values("n")
    )  # fmt: skip
    return Subquery(below)


def coverage_of(organization: Organization) -> list[Coverage]:
    """Every coverage of a Party organisation or a unit, present first, with the other side."""
    return _covered(organization.pk) if organization.tree == PARTY else _covering(organization.pk)


@prepared
def _covered(party_organization: int):
    rows = Coverage.objects.filter(party_organization=party_organization).select_related("unit")
    return rows.order_by(LATEST_FIRST, "unit__path")


@prepared
def _covering(unit: int):
    rows = Coverage.objects.filter(unit=unit).select_related("party_organization")
    return rows.order_by(LATEST_FIRST, "party_organization__path")


def sections_without_branch(day: date):
    """Sections standing on a day that no branch covers on that day."""
    return Organization.objects.filter(standing_on(day), ~Exists(_branch_covers(day)), kind="section", tree=UNIT)


def _branch_covers(day: date):
    return Coverage.objects.filter(holds_on(day), unit=OuterRef("pk"), party_organization__kind="branch")


def standing_on(day: date, prefix: str = "") -> Q:
    """Founded and not yet dissolved on a day; an unknown founding day counts as ever."""
    founded = Q(**{f"{prefix}founded_on__isnull": True}) | Q(**{f"{prefix}founded_on__lte": day})
    lasting = Q(**{f"{prefix}dissolved_on__isnull": True}) | Q(**{f"{prefix}dissolved_on__gt": day})
    return founded & lasting


def counts(day: date) -> dict[str, int]:
    """How many organisations stand on a day: by tree (``party``, ``unit``) and by kind. One statement."""
    rows = Organization.objects.filter(standing_on(day)).order_by().values_list("tree", "kind").annotate(n=Count("pk"))
    total: dict[str, int] = {PARTY: 0, UNIT: 0}
    for tree, kind, number in rows:
        total[tree] += number
        total[kind] = number
    return total


def last_change(before: date) -> date | None:
    """The latest day before a day on which an organisation or a coverage began or ended. One statement."""
    return max((day for row in _last_changes(before) for day in row if day), default=None)


@prepared
def _last_changes(before: date):
    sources: list[tuple[Any, str]] = [
        (Lineage, "from_on"),
        (Lineage, "until_on"),
        (Coverage, "from_on"),
        (Coverage, "until_on"),
        (Organization, "dissolved_on"),
    ]
    latest = {
        f"latest_{at}": Subquery(model.objects.filter(**{f"{name}__lt": before}).order_by(f"-{name}").values(name)[:1])
        for at, (model, name) in enumerate(sources)
    }
    return Organization.objects.order_by("pk").annotate(**latest).values_list(*latest)[:1]
