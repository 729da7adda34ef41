"""The page of one priority: what is wanted, by whom, until when, and who carries it."""

from django.urls import reverse

from yipanqi.events.timeline import entries
from yipanqi.kit.pages import DetailPage
from yipanqi.kit.workbook import KINDS as IMPORT_KINDS
from yipanqi.kit.workbook.tracing import origin
from yipanqi.objectives import rules
from yipanqi.objectives.lifecycles import PRIORITY
from yipanqi.objectives.models import KINDS, STATES, Priority
from yipanqi.objectives.pages.words import STATE_TAGS


class PriorityPage(DetailPage):
    model = Priority
    template = "objectives/priority.html"
    place = "objectives.priority"
    related = ("raised_by", "owner", "indicator", "accepting_unit")
    lifecycle = PRIORITY

    def context(self, request, subject: Priority) -> dict:
        came = origin(IMPORT_KINDS["priorities"], (subject.code,))
        return {
            "crumbs": [("业务重点", reverse("objectives:priorities")), (subject.name, None)],
            "state": STATES[subject.state],
            "state_tag": STATE_TAGS[subject.state],
            "kind": KINDS[subject.kind],
            "may_edit": rules.may_edit(subject, request.scope) is None,
            "who_moves": rules.raising_side(subject, request.scope),
            "origin": came,
            "timeline": entries(subject, lifecycle=PRIORITY, origin=came),
        }
