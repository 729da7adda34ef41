"""What other rooms ask of brands and measures, always in batch."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Case, Count, F, When
from django.db.models.functions import Substr

from yipanqi.brands.models import Measure
from yipanqi.organizations import paths

SECOND_LEVEL = 2 * paths.WIDTH
Standing = tuple[int, str, str, str | None, int | None, int]


def standing(scope, opened: str = "") -> list[Standing]:
    """What stands on the board, counted where it stands: (priority id, state, place, partner's place, measure id,
    how many measures).

    A place is the path of a second-level Party organisation, below ``opened`` (such a path) that of the organisation
    itself. Measures of one branch alone come counted, without an id; a joint brand's measure comes once for each
    partner, with its id, so that it can be counted once. One statement; only what the scope may see.
    """
    rows = Measure.objects.visible_to(scope).on_board().order_by()
    partner = "brand__partners__path"
    counted = rows.values_list(
        "priority_id", "state", _place("brand__organization__path", opened), _place(partner, opened),
        Case(When(**{f"{partner}__isnull": False}, then=F("pk"))),
    ).annotate(measures=Count("pk"))  # fmt: skip
    return list(counted)


def _place(path: str, opened: str):
    above = Substr(path, 1, SECOND_LEVEL)
    if not opened:
        return above
    inside = {f"{path}__gte": opened, f"{path}__lt": paths.following(opened)}
    return Case(When(**inside, then=F(path)), default=above)


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
