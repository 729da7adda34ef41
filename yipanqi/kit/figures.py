"""Named numbers. Value and drill-down come from one queryset and cannot disagree.

    @figure("people.members", label="党员", unit="人")
    def members(organizations, day) -> Counted: ...

``Counted.rows`` are the rows behind the number; ``counts`` picks those in the numerator (all of them when None);
``by`` is the field that names the organisation. A share has both; a count has rows only.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

FIGURES: dict[str, "Figure"] = {}


@dataclass(frozen=True)
class Counted:
    rows: QuerySet
    by: str
    counts: Q | None = None


@dataclass(frozen=True)
class Figure:
    name: str
    label: str
    unit: str
    compute: Callable[..., Counted]

    def values(self, organizations, day) -> dict[int, tuple[int, int]]:
        """Organisation id -> (numerator, denominator), in one query. An organisation without rows is missing."""
        counted = self.compute(organizations, day)
        numerator = Count("pk", filter=counted.counts) if counted.counts is not None else Count("pk")
        rows = counted.rows.order_by().values_list(counted.by).annotate(n=numerator, d=Count("pk"))
        return {organization: (n, d) for organization, n, d in rows}


def figure(name: str, *, label: str, unit: str):
    """Register a figure; its name is ``room.noun_phrase``."""

    def register(function):
        FIGURES[name] = Figure(name, label, unit, function)
        return function

    return register
