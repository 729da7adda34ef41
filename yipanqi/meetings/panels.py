"""What this room adds to pages of organisations and priorities."""

from datetime import date
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from yipanqi.kit.clock import today
from yipanqi.kit.panels import Panel, panel, tab
from yipanqi.kit.period import Period
from yipanqi.kit.periodfilter import written
from yipanqi.kit.prepared import prepared
from yipanqi.meetings import rules
from yipanqi.meetings.models import KINDS, AgendaItem, Meeting
from yipanqi.meetings.queries import LINKED
from yipanqi.organizations import paths

MOST_RECENT = 5


tab("organizations.organization", "life", "组织生活", order=10, shows=rules.sees_records_of)


@panel("organizations.organization", order=60, queries=2, tab="life")
def organization(organization, scope) -> Panel | None:
    """This year by kind, and the latest records."""
    year = Period.containing(today(), "year")
    here = (organization.path, paths.following(organization.path), scope)
    kinds = {kind: (n, linked) for kind, n, linked in _kinds(*here, year.start, year.end)}
    if not kinds:
        return None
    wanted = {"branch": organization.code, "period": written(year)}
    context = {
        "kinds": [(words, kinds[kind][0]) for kind, words in KINDS.items() if kind in kinds],
        "records": sum(n for n, _ in kinds.values()),
        "linked": sum(linked for _, linked in kinds.values()),
        "recent": _recent(*here),
        "own": organization.is_branch,
        "url": f"{reverse('meetings:meetings')}?{urlencode(wanted)}",
        "linked_url": f"{reverse('meetings:meetings')}?{urlencode({**wanted, 'linked': 'yes'})}",
    }
    return Panel("组织生活", "meetings/organization_panel.html", context, note=str(year))


@panel("objectives.priority", order=60, queries=2)
def priority(priority, scope) -> Panel | None:
    """Records that spoke of the priority: how many is open to everybody, which ones only within one's own scope."""
    count = sum(_records(priority.pk))
    if not count:
        return None
    context = {
        "count": count,
        "recent": _spoke_of(priority.pk, scope),
        "url": f"{reverse('meetings:meetings')}?{urlencode({'priority': priority.code})}",
    }
    return Panel("支部活动里谈到过", "meetings/priority_panel.html", context, note=f"{count:,} 次")


@prepared
def _kinds(path: str, beyond: str, scope, since: date, before: date):
    """Kind, how many records of a period below a path, how many of these are linked."""
    rows = _below(path, beyond, scope).filter(held_on__gte=since, held_on__lt=before).order_by()
    return rows.values_list("kind").annotate(n=Count("pk"), linked=Count("pk", filter=LINKED))


@prepared
def _recent(path: str, beyond: str, scope):
    rows = _below(path, beyond, scope).select_related("organization")
    return rows.order_by("-held_on", "-starts_at", "organization__path")[:MOST_RECENT]


@prepared
def _records(priority: int):
    rows = AgendaItem.objects.filter(priority=priority).order_by().values("priority")
    return rows.annotate(n=Count("meeting_id", distinct=True)).values_list("n", flat=True)


@prepared
def _spoke_of(priority: int, scope):
    spoke = AgendaItem.objects.filter(priority=priority).values("meeting_id")
    rows = Meeting.objects.filter(pk__in=spoke).visible_to(scope).select_related("organization")
    return rows.order_by("-held_on", "organization__path")[:MOST_RECENT]


def _below(path: str, beyond: str, scope):
    return Meeting.objects.visible_to(scope).filter(organization__path__gte=path, organization__path__lt=beyond)
