"""What other rooms ask of brands and measures, always in batch."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, F

from yipanqi.brands.models import Measure

Stone = tuple[int, int, str, int]


def stones(scope, *, priorities: Iterable[int] | None = None) -> list[Stone]:
    """(priority id, Party organisation id, measure state, measure id) of every measure that stands on the board.

    A joint brand's measure stands once for each of its organisations. One statement; only what the scope may see.
    ``priorities`` narrows it to a few rows.
    """
    rows = Measure.objects.visible_to(scope).on_board().order_by()
    if priorities is not None:
        rows = rows.filter(priority__in=priorities)
    leading = rows.values_list("priority_id", F("brand__organization_id"), "state", "pk")
    joined = rows.filter(brand__partners__isnull=False)
    partners = joined.values_list("priority_id", F("brand__partners__pk"), "state", "pk")
    return list(leading.union(partners))


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
