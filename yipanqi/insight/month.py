"""The month on the home desk: what is due on the Party side, on the operations side, and where both meet."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet

from yipanqi.brands.models import Measure
from yipanqi.kit.charts.threads import Mark
from yipanqi.kit.links import address, page
from yipanqi.kit.period import Period
from yipanqi.kit.prepared import prepared
from yipanqi.meetings.models import AgendaItem, Meeting
from yipanqi.objectives.models import Priority
from yipanqi.organizations.models import PARTY, Term

LINKING = AgendaItem.objects.filter(meeting=OuterRef("pk"), priority__isnull=False)
MOST_NAMED = 40  # of one kind in a month; of more, each day says how many


def marks(scope, month: Period) -> list[Mark]:
    """Terms that expire, priorities due, measures due, what the own branch held.

    Four statements at most, one more for each kind of which there are too many to name.
    """
    due = [mark for kind in KINDS for mark in kind.marks(scope, month)]
    return [*due, *_meetings(scope, month)]


@dataclass(frozen=True)
class Kind:
    """What comes due. ``rows(scope, start, end)`` are (day, key, name) by ``day``, ``first`` the same prepared, as many
    as can be named; ``view`` is the page of one, ``listed`` the list of all, ``counted`` how many are called."""

    day: str
    strand: str
    note: str
    view: str
    listed: tuple[str, str]
    counted: str
    rows: Callable[..., QuerySet]
    first: Callable[..., list]

    def marks(self, scope, month: Period) -> Iterator[Mark]:
        """Each by its name, or where a month holds too many, how many a day."""
        few = self.first(scope, month.start, month.end)
        if len(few) <= MOST_NAMED:
            for on, pk, name in few:
                yield Mark(on, self.strand, name, address(self.view, pk), self.note)
            return
        url = page(self.listed[0]) + self.listed[1]
        rows = self.rows(scope, month.start, month.end)
        for on, count in rows.order_by(self.day).values_list(self.day).annotate(count=Count("pk")):
            yield Mark(on, self.strand, f"{count} {self.counted}", url, self.note, count)


def _terms(scope, start: date, end: date) -> QuerySet:
    terms = Term.objects.filter(is_current=True, until_on__gte=start, until_on__lt=end)
    if not scope.sees_everybody:
        terms = terms.filter(organization__in=scope.organization_ids(PARTY))
    return terms.order_by("until_on", "pk").values_list("until_on", "organization_id", "organization__name")


def _priorities(scope, start: date, end: date) -> QuerySet:
    due = Priority.objects.visible_to(scope).on_board().filter(due_on__gte=start, due_on__lt=end)
    return due.order_by("due_on", "code").values_list("due_on", "pk", "name")


def _measures(scope, start: date, end: date) -> QuerySet:
    due = Measure.objects.visible_to(scope).filter(due_on__gte=start, due_on__lt=end).exclude(state="confirmed")
    return due.order_by("due_on", "code").values_list("due_on", "pk", "name")


@prepared
def _first_terms(scope, start: date, end: date):
    return _terms(scope, start, end)[: MOST_NAMED + 1]


@prepared
def _first_priorities(scope, start: date, end: date):
    return _priorities(scope, start, end)[: MOST_NAMED + 1]


@prepared
def _first_measures(scope, start: date, end: date):
    return _measures(scope, start, end)[: MOST_NAMED + 1]


KINDS = (
    Kind("until_on", "party", "任期届满", "organizations:organization", ("organizations:organizations", "?sort=until"),
         "个党组织", _terms, _first_terms),
    Kind("due_on", "operations", "业务重点到期", "objectives:priority", ("objectives:priorities", "?sort=due"),
         "项业务重点", _priorities, _first_priorities),
    Kind("due_on", "woven", "措施到期", "brands:measure", ("brands:measures", "?sort=due"), "项措施",
         _measures, _first_measures),
)  # fmt: skip


def _meetings(scope, month: Period) -> Iterator[Mark]:
    """Of the own branch and of organisations where one holds an office: woven when they spoke of a priority."""
    own = {office.organization_id for office in scope.party_offices} | ({scope.branch_id} if scope.branch_id else set())
    for on, pk, title, is_linked in _held(scope, tuple(sorted(own)), month.start, month.end) if own else ():
        note = "会上谈了业务重点" if is_linked else "组织生活"
        yield Mark(on, "woven" if is_linked else "party", title, address("meetings:meeting", pk), note)


@prepared
def _held(scope, own: tuple[int, ...], start: date, end: date):
    rows = Meeting.objects.visible_to(scope).filter(organization__in=own, held_on__gte=start, held_on__lt=end)
    rows = rows.annotate(is_linked=Exists(LINKING)).order_by("held_on", "pk")
    return rows.values_list("held_on", "pk", "title", "is_linked")
