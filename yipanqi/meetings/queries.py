"""What other rooms ask of records, always in batch."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q

from yipanqi.kit.period import Period
from yipanqi.meetings.models import AgendaItem, Meeting

LINKED = Q(pk__in=AgendaItem.objects.filter(priority__isnull=False).values("meeting_id"))
SAID = Q(priority__isnull=False) | ~Q(serves_none_because="")
PRIORITY = ("priority_id", "priority__code", "priority__name")


@dataclass
class Spoken:
    """What a record spoke of: (id, code, name) of priorities by code; or why of none."""

    priorities: list[tuple[int, str, str]] = field(default_factory=list)
    reason: str = ""


def within(period: Period) -> Q:
    return Q(held_on__gte=period.start, held_on__lt=period.end)


def unlinked_by_organization(organizations: Iterable[int] | None, period: Period) -> dict[int, int]:
    """Party organisation id -> records of the period that serve nothing and say no reason. One statement.

    Organisations without such a record are missing; None asks about all of them.
    """
    rows = Meeting.objects.unlinked().filter(within(period)).order_by()
    if organizations is not None:
        rows = rows.filter(organization__in=organizations)
    return dict(rows.values_list("organization_id").annotate(count=Count("pk")))


def records_by_priority(priorities: Iterable[int], period: Period) -> dict[int, int]:
    """Priority id -> records of the period that spoke of it, whoever held them. One statement."""
    items = AgendaItem.objects.filter(
        priority__in=priorities, meeting__held_on__gte=period.start, meeting__held_on__lt=period.end
    )
    counted = items.order_by().values_list("priority_id").annotate(count=Count("meeting_id", distinct=True))
    return dict(counted)


def spoken_of(meetings: Iterable[int]) -> dict[int, Spoken]:
    """Meeting id -> what it spoke of; meetings that say nothing are missing. One statement."""
    found: dict[int, Spoken] = defaultdict(Spoken)
    items = AgendaItem.objects.filter(meeting__in=meetings).order_by("priority__code", "position")
    said = items.filter(SAID).values_list("meeting_id", "serves_none_because", *PRIORITY)
    for meeting, reason, *priority in said:
        if priority[0] is None:
            found[meeting].reason = found[meeting].reason or reason
        elif tuple(priority) not in found[meeting].priorities:
            found[meeting].priorities.append((priority[0], priority[1], priority[2]))
    return dict(found)
