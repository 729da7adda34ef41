"""What this room adds to pages below it: the priorities of a unit, of a person, of an indicator."""

from yipanqi.kit.panels import Panel, panel
from yipanqi.objectives.models import STATES, Priority
from yipanqi.objectives.pages.words import STATE_TAGS, aim_of

MOST = 8
TEMPLATE = "objectives/priorities_panel.html"


@panel("organizations.unit", order=30, queries=1)
def raised(unit, scope) -> Panel | None:
    """Open ones first, in the order of their numbers."""
    rows = _rows(scope).filter(raised_by=unit.pk)
    return _panel("提出的业务重点", rows, f"?unit={unit.code}")


@panel("people.person", order=40, queries=1)
def answered_for(person, scope) -> Panel | None:
    return _panel("牵头的业务重点", _rows(scope).filter(owner=person.pk), "")


@panel("indicators.indicator", order=20, queries=1)
def aimed_at(indicator, scope) -> Panel | None:
    return _panel("盯着它的业务重点", _rows(scope).filter(indicator=indicator.pk), "")


def _rows(scope):
    rows = Priority.objects.visible_to(scope).select_related("indicator", "raised_by")
    return rows.with_carriers().order_by("state", "code")


def _panel(title: str, rows, more: str) -> Panel | None:
    found = list(rows[: MOST + 1])
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
