"""What this room adds to pages below it: the priorities of a unit, of a person, of an indicator."""

from yipanqi.kit.panels import Panel, panel
from yipanqi.kit.prepared import prepared
from yipanqi.objectives.models import STATES, Priority
from yipanqi.objectives.pages.words import STATE_TAGS, aim_of

MOST = 8
TEMPLATE = "objectives/priorities_panel.html"


@panel("organizations.unit", order=30, queries=1)
def raised(unit, scope) -> Panel | None:
    """Open ones first, in the order of their numbers."""
    return _panel("提出的业务重点", _raised(unit.pk, scope), f"?unit={unit.code}")


@panel("people.person", order=40, queries=1)
def answered_for(person, scope) -> Panel | None:
    return _panel("牵头的业务重点", _answered_for(person.pk, scope), "")


@panel("indicators.indicator", order=20, queries=1)
def aimed_at(indicator, scope) -> Panel | None:
    return _panel("盯着它的业务重点", _aimed_at(indicator.pk, scope), "")


@prepared
def _raised(unit: int, scope):
    return _rows(scope).filter(raised_by=unit).order_by("state", "code")[: MOST + 1]


@prepared
def _answered_for(person: int, scope):
    return _rows(scope).filter(owner=person).order_by("state", "code")[: MOST + 1]


@prepared
def _aimed_at(indicator: int, scope):
    return _rows(scope).filter(indicator=indicator).order_by("state", "code")[: MOST + 1]


def _rows(scope):
    return Priority.objects.visible_to(scope).select_related("indicator", "raised_by").with_carriers()


def _panel(title: str, found: list, more: str) -> Panel | None:
    if not found:
        return None
    lines = [
        {
            "priority": each,
            "aim": aim_of(each),
            "tag": STATE_TAGS[each.state],
            "state": STATES[each.state],
            "waiting": each.state == "active" and not each.carriers,
        }
        for each in found[:MOST]
    ]
    return Panel(title, TEMPLATE, {"lines": lines, "more": more if len(found) > MOST else ""})
