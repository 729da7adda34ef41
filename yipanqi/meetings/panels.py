"""What this room adds to pages of organisations and priorities."""

from urllib.parse import urlencode

from django.urls import reverse

from yipanqi.kit.clock import today
from yipanqi.kit.panels import Panel, panel, tab
from yipanqi.kit.period import Period
from yipanqi.kit.periodfilter import written
from yipanqi.meetings import rules
from yipanqi.meetings.models import KINDS, AgendaItem, Meeting
from yipanqi.meetings.queries import by_kind

MOST_RECENT = 5


tab("organizations.organization", "life", "组织生活", order=10, shows=rules.sees_records_of)


@panel("organizations.organization", order=60, queries=2, tab="life")
def organization(organization, scope) -> Panel | None:
    """This year by kind, and the latest records."""
    year = Period.containing(today(), "year")
    kinds = by_kind(organization.path, scope, year)
    if not kinds:
        return None
    wanted = {"branch": organization.code, "period": written(year)}
    recent = Meeting.objects.visible_to(scope).below(organization.path).select_related("organization")
    context = {
        "kinds": [(words, kinds[kind][0]) for kind, words in KINDS.items() if kind in kinds],
        "records": sum(n for n, _ in kinds.values()),
        "linked": sum(linked for _, linked in kinds.values()),
        "recent": recent.order_by("-held_on", "-starts_at", "organization__path")[:MOST_RECENT],
        "own": organization.is_branch,
        "url": f"{reverse('meetings:meetings')}?{urlencode(wanted)}",
        "linked_url": f"{reverse('meetings:meetings')}?{urlencode({**wanted, 'linked': 'yes'})}",
    }
    return Panel("组织生活", "meetings/organization_panel.html", context, note=str(year))


@panel("objectives.priority", order=60, queries=2)
def priority(priority, scope) -> Panel | None:
    """Records that spoke of the priority: how many is open to everybody, which ones only within one's own scope."""
    spoke = AgendaItem.objects.filter(priority=priority.pk).values("meeting_id")
    records = Meeting.objects.filter(pk__in=spoke)
    count = records.count()
    if not count:
        return None
    recent = records.visible_to(scope).select_related("organization").order_by("-held_on", "organization__path")
    context = {
        "count": count,
        "recent": list(recent[:MOST_RECENT]),
        "url": f"{reverse('meetings:meetings')}?{urlencode({'priority': priority.code})}",
    }
    return Panel("支部活动里谈到过", "meetings/priority_panel.html", context, note=f"{count:,} 次")
