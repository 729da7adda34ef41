"""What other rooms ask of brands and measures, always in batch."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Case, Count, F, When
from django.db.models.functions import Substr

from yipanqi.brands.models import Measure
from yipanqi.kit.prepared import prepared
from yipanqi.organizations import paths

SECOND_LEVEL = 2 * paths.WIDTH
LEADING, PARTNER = "brand__organization__path", "brand__partners__path"
Standing = tuple[int, str, str, str | None, int | None, int]


def standing(scope, opened: str = "") -> list[Standing]:
    """What stands on the board, counted where it stands: (priority id, state, place, partner's place, measure id,
    how many measures).

    A place is the path of a second-level Party organisation, below ``opened`` (such a path) that of the organisation
    itself. Measures of one branch alone come counted, without an id; a joint brand's measure comes once for each
    partner, with its id, so that it can be counted once. One statement; only what the scope may see.
    """
    return _inside(scope, opened, paths.following(opened)) if opened else _folded(scope)


@prepared
def _folded(scope):
    return _counted(scope, _above(LEADING), _above(PARTNER))


@prepared
def _inside(scope, opened: str, before: str):
    return _counted(scope, _place(LEADING, opened, before), _place(PARTNER, opened, before))


def _counted(scope, leading, partner):
    rows = Measure.objects.visible_to(scope).on_board().order_by()
    joint = Case(When(**{f"{PARTNER}__isnull": False}, then=F("pk")))
    return rows.values_list("priority_id", "state", leading, partner, joint).annotate(measures=Count("pk"))


def _above(path: str) -> Substr:
    return Substr(path, 1, SECOND_LEVEL)


def _place(path: str, opened: str, before: str) -> Case:
    return Case(When(**{f"{path}__gte": opened, f"{path}__lt": before}, then=F(path)), default=_above(path))


def states_by_priority(scope, priorities: Iterable[int]) -> dict[int, dict[str, int]]:
    """Priority id -> state -> how many measures; a priority nobody carries is missing. One statement."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Measure.objects.visible_to(scope).on_board().filter(priority__in=priorities).order_by()
    for priority, state, count in rows.values_list("priority_id", "state").annotate(count=Count("pk")):
        counts[priority][state] = count
    return dict(counts)


def states_by_organization(scope, organizations: Iterable[int]) -> dict[int, dict[str, int]]:
    """Party organisation id -> state -> measures of its own and joint brands, linked or not. One statement."""
    own = Measure.objects.visible_to(scope).exclude(brand__state="withdrawn").order_by()
    wanted = list(organizations)
    leading = own.filter(brand__organization__in=wanted).values_list(F("brand__organization_id"), "state", "pk")
    partners = own.filter(brand__partners__in=wanted).values_list(F("brand__partners__pk"), "state", "pk")
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for organization, state, _ in leading.union(partners):
        counts[organization][state] += 1
    return {organization: dict(states) for organization, states in counts.items()}
