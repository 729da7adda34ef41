"""The month on the home desk: what is due on the Party side, on the operations side, and where both meet."""

from collections.abc import Callable, Iterator

from django.db.models import Count, Exists, OuterRef, QuerySet

from yipanqi.brands.models import Measure
from yipanqi.kit.charts.threads import Mark
from yipanqi.kit.links import address, page
from yipanqi.kit.period import Period
from yipanqi.meetings.models import AgendaItem, Meeting
from yipanqi.objectives.models import Priority
from yipanqi.organizations.models import PARTY, Term

LINKING = AgendaItem.objects.filter(meeting=OuterRef("pk"), priority__isnull=False)
MOST_NAMED = 40  # of one kind in a month; of more, each day says how many


def marks(scope, month: Period) -> list[Mark]:
    """Terms that expire, priorities due, measures due, what the own branch held.

    Four statements at most, one more for each kind of which there are too many to name.
    """
    return [*_terms(scope, month), *_priorities(scope, month), *_measures(scope, month), *_meetings(scope, month)]


def _terms(scope, month: Period) -> Iterator[Mark]:
    terms = Term.objects.filter(is_current=True, until_on__gte=month.start, until_on__lt=month.end)
    if not scope.sees_everybody:
        terms = terms.filter(organization__in=scope.organization_ids(PARTY))

    def named(on, pk, name) -> Mark:
        return Mark(on, "party", name, address("organizations:organization", pk), "任期届满")

    def counted(on, count) -> Mark:
        listed = page("organizations:organizations") + "?sort=until"
        return Mark(on, "party", f"{count} 个党组织", listed, "任期届满", count)

    yield from _few_or_counted(terms, ("until_on", "organization_id", "organization__name"), ("pk",), named, counted)


def _priorities(scope, month: Period) -> Iterator[Mark]:
    due = Priority.objects.visible_to(scope).on_board().filter(due_on__gte=month.start, due_on__lt=month.end)

    def named(on, pk, name) -> Mark:
        return Mark(on, "operations", name, address("objectives:priority", pk), "业务重点到期")

    def counted(on, count) -> Mark:
        listed = page("objectives:priorities") + "?sort=due"
        return Mark(on, "operations", f"{count} 项业务重点", listed, "业务重点到期", count)

    yield from _few_or_counted(due, ("due_on", "pk", "name"), ("code",), named, counted)


def _measures(scope, month: Period) -> Iterator[Mark]:
    due = Measure.objects.visible_to(scope).filter(due_on__gte=month.start, due_on__lt=month.end)
    open_ones = due.exclude(state="confirmed")

    def named(on, pk, name) -> Mark:
        return Mark(on, "woven", name, address("brands:measure", pk), "措施到期")

    def counted(on, count) -> Mark:
        return Mark(on, "woven", f"{count} 项措施", page("brands:measures") + "?sort=due", "措施到期", count)

    yield from _few_or_counted(open_ones, ("due_on", "pk", "name"), ("code",), named, counted)


def _few_or_counted(
    rows: QuerySet,
    fields: tuple[str, str, str],
    order: tuple[str, ...],
    named: Callable[..., Mark],
    counted: Callable[..., Mark],
) -> Iterator[Mark]:
    """Each by its name, or where a month holds too many, how many a day. ``fields`` are its day, its key, its name."""
    day = fields[0]
    few = list(rows.order_by(day, *order).values_list(*fields)[: MOST_NAMED + 1])
    if len(few) <= MOST_NAMED:
        yield from (named(*row) for row in few)
    else:
        days = rows.order_by(day).values_list(day).annotate(count=Count("pk"))
        yield from (counted(*row) for row in days)


def _meetings(scope, month: Period) -> Iterator[Mark]:
    """Of the own branch and of organisations where one holds an office: woven when they spoke of a priority."""
    own = {office.organization_id for office in scope.party_offices} | ({scope.branch_id} if scope.branch_id else set())
    if not own:
        return
    rows = Meeting.objects.visible_to(scope).filter(organization__in=own)
    rows = rows.filter(held_on__gte=month.start, held_on__lt=month.end).annotate(is_linked=Exists(LINKING))
    for on, pk, title, is_linked in rows.order_by("held_on", "pk").values_list("held_on", "pk", "title", "is_linked"):
        note = "会上谈了业务重点" if is_linked else "组织生活"
        yield Mark(on, "woven" if is_linked else "party", title, address("meetings:meeting", pk), note)
