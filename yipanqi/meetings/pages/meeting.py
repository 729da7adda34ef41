"""/meetings/<pk>: one record, what it spoke of, and where it came from."""

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse

from yipanqi.events.timeline import entries
from yipanqi.kit.datewords import day_and_weekday
from yipanqi.kit.pages import DetailPage
from yipanqi.kit.workbook import KINDS as IMPORT_KINDS
from yipanqi.kit.workbook.tracing import origin
from yipanqi.meetings import rules
from yipanqi.meetings.models import AgendaItem, Meeting
from yipanqi.objectives.models import Priority
from yipanqi.organizations.models import Coverage

MOST_OFFERS = 3


class MeetingPage(DetailPage):
    model = Meeting
    template = "meetings/meeting.html"
    place = "meetings.meeting"
    related = ("organization", "chair", "lecturer")

    def context(self, request, subject: Meeting) -> dict:
        items = list(subject.items.select_related("priority__raised_by").order_by("position"))
        for item in items:
            item.meeting = subject
        refused = rules.may_link(subject, request.scope)
        loose = [item for item in items if item.priority_id is None]
        open_ones = _to_offer(subject, request.scope) if loose and not refused else []
        came = origin(IMPORT_KINDS["records"], _key(subject))
        return {
            "crumbs": [("组织生活", reverse("meetings:meetings")), (subject.title, None)],
            "held": day_and_weekday(subject.held_on),
            "items": [(item, item.priorities_to_offer(open_ones)[:MOST_OFFERS] if open_ones else []) for item in items],
            "label": AgendaItem._meta.label_lower,
            "who_links": refused,
            "origin": came,
            "timeline": entries(*items, origin=came) if items else None,
        }


def _to_offer(meeting: Meeting, scope) -> list[Priority]:
    """The priorities on the board; what the branch covers is fetched beside them, to tell the near ones."""
    covering = Coverage.objects.open().select_related("unit")
    prefetch_related_objects([meeting.organization], Prefetch("coverage", covering))
    return list(Priority.objects.visible_to(scope).on_board().select_related("raised_by").order_by("code"))


def _key(meeting: Meeting) -> tuple:
    """The key of the import kind: how the trace of a workbook row is found."""
    starts_at = meeting.starts_at.strftime("%H:%M") if meeting.starts_at else ""
    return (meeting.organization.code, meeting.kind, meeting.held_on, starts_at, meeting.title)
