"""What this room adds to pages below it: brands of an organisation, measures of a priority, a person, an indicator."""

from django.db.models import Count, Q

from yipanqi.brands.lifecycle import MEASURE_STATES
from yipanqi.brands.models import Brand, Measure
from yipanqi.brands.moving import now_of
from yipanqi.brands.pages.listing import may_found_somewhere
from yipanqi.brands.pages.words import BRAND_TAGS, MEASURE_TAGS, STONES, bound_of
from yipanqi.kit.panels import Panel, panel
from yipanqi.kit.prepared import prepared
from yipanqi.organizations import paths

MOST = 8
MOST_CARRIERS = 40
MOST_ON_CARD = 3
ORDER = ("brand__organization__path", "code")


@panel("organizations.organization", order=40, queries=1)
def brands(organization, scope) -> Panel | None:
    """Of a branch its own and joint brands; of a committee those of the branches below."""
    found = _brands(organization.pk, organization.path, paths.following(organization.path), scope)
    if not found:
        return None
    lines = [{"brand": each, "tag": BRAND_TAGS[each.state]} for each in found[:MOST]]
    more = organization.code if len(found) > MOST else ""
    return Panel("支部品牌", "brands/brands_panel.html", {"lines": lines, "more": more, "here": organization.pk})


@panel("people.trees", order=10, queries=1)
def carried(organization, scope) -> Panel | None:
    """On the card of a branch between the trees: the priorities it carries, with how far each measure has come."""
    if not organization.is_branch:
        return None
    found = _carried(organization.pk, scope)
    lines = [{"measure": each, "stone": STONES[each.state], "state": MEASURE_STATES[each.state]} for each in found]
    more = len(lines) > MOST_ON_CARD
    return Panel("担着的重点", "brands/carried_panel.html", {"lines": lines[:MOST_ON_CARD], "more": more})


@panel("objectives.priority", order=10, queries=2)
def carriers(priority, scope) -> Panel:
    """Who carries it, and where each one's figure stands; always there, because nobody is an answer too. The button
    starts a measure from here (A2)."""
    context = _context(_carriers(priority.pk, scope), MOST_CARRIERS)
    standing = now_of([line["measure"] for line in context["lines"]], scope)
    for line in context["lines"]:
        line["now"] = standing.get(line["measure"].pk)
    context |= {"priority": priority, "may_add": may_found_somewhere(scope)}
    return Panel("谁在接", "brands/carriers_panel.html", context)


@panel("people.person", order=30, queries=1)
def owned(person, scope) -> Panel | None:
    return _panel("负责的创建措施", _owned(person.pk, scope))


@panel("indicators.indicator", order=30, queries=1)
def bound(indicator, scope) -> Panel | None:
    return _panel("绑它的创建措施", _bound(indicator.pk, scope))


@panel("organizations.unit", order=50, queries=1)
def awaited(unit, scope) -> Panel | None:
    """Reports that wait for this unit's answer."""
    return _panel("等这里确认的措施", _awaited(unit.pk, scope))


def _panel(title: str, found: list[Measure]) -> Panel | None:
    return Panel(title, "brands/measures_panel.html", _context(found, MOST)) if found else None


def _context(found: list[Measure], most: int) -> dict:
    lines = [
        {"measure": each, "bound": bound_of(each), "tag": MEASURE_TAGS[each.state], "stone": STONES[each.state]}
        for each in found[:most]
    ]
    return {"lines": lines, "more": len(found) > most}


@prepared
def _brands(organization: int, path: str, beyond: str, scope):
    """With how many measures each has, how many of these are confirmed, and bound to nothing."""
    below = Q(organization__path__gte=path, organization__path__lt=beyond)
    joint = Q(pk__in=Brand.partners.through.objects.filter(partyorganization=organization).values("brand_id"))
    rows = Brand.objects.visible_to(scope).filter(below | joint).select_related("organization")
    counts = {
        "total": Count("measures"),
        "confirmed": Count("measures", filter=Q(measures__state="confirmed")),
        "loose": Count("measures", filter=Q(measures__indicator=None, measures__deliverable="")),
    }
    return rows.annotate(**counts).order_by("organization__path", "code")[: MOST + 1]


@prepared
def _carried(branch: int, scope):
    rows = Measure.objects.visible_to(scope).on_board().filter(brand__organization=branch)
    return rows.select_related("priority").order_by("priority__code", "code")[: MOST_ON_CARD + 1]


@prepared
def _carriers(priority: int, scope):
    return _first(_lines(scope).filter(priority=priority), MOST_CARRIERS)


@prepared
def _owned(person: int, scope):
    return _first(_lines(scope).filter(owner=person), MOST)


@prepared
def _bound(indicator: int, scope):
    return _first(_lines(scope).filter(indicator=indicator), MOST)


@prepared
def _awaited(unit: int, scope):
    return _first(_lines(scope).filter(accepting_unit=unit, state="reported"), MOST)


def _lines(scope):
    return Measure.standing().visible_to(scope).select_related("brand__organization", "indicator", "owner")


def _first(rows, most: int):
    """One more than are shown: it says that there are more."""
    return rows.order_by(*ORDER)[: most + 1]
