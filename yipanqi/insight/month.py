"""The month on the home desk: what is due on the Party side, on the operations side, and where both meet."""

from django.db.models import Exists, OuterRef

from yipanqi.brands.models import Measure
from yipanqi.kit.charts.threads import Mark
from yipanqi.kit.links import address
from yipanqi.kit.period import Period
from yipanqi.meetings.models import AgendaItem, Meeting
from yipanqi.objectives.models import Priority
from yipanqi.organizations.models import PARTY, Term

LINKING = AgendaItem.objects.filter(meeting=OuterRef("pk"), priority__isnull=False)


def marks(scope, month: Period) -> list[Mark]:
    """Terms that expire, priorities due, measures due, what the own branch held; four statements at most."""
    return [*_terms(scope, month), *_priorities(scope, month), *_measures(scope, month), *_meetings(scope, month)]


def _terms(scope, month: Period):
    terms = Term.objects.filter(is_current=True, until_on__gte=month.start, until_on__lt=month.end)
    if not scope.sees_everybody:
        terms = terms.filter(organization__in=scope.organization_ids(PARTY))
    for on, pk, name in terms.order_by("until_on").values_list("until_on", "organization_id", "organization__name"):
        if on:
            yield Mark(on, "party", name, address("organizations:organization", pk), "任期届满")


def _priorities(scope, month: Period):
    due = Priority.objects.visible_to(scope).on_board().filter(due_on__gte=month.start, due_on__lt=month.end)
    for on, pk, name in due.order_by("due_on", "code").values_list("due_on", "pk", "name"):
        yield Mark(on, "operations", name, address("objectives:priority", pk), "业务重点到期")


def _measures(scope, month: Period):
    due = Measure.objects.visible_to(scope).filter(due_on__gte=month.start, due_on__lt=month.end)
    open_ones = due.exclude(state="confirmed").order_by("due_on", "code")
    for on, pk, name in open_ones.values_list("due_on", "pk", "name"):
        yield Mark(on, "woven", name, address("brands:measure", pk), "措施到期")


def _meetings(scope, month: Period):
    """Of the own branch and of organisations where one holds an office: woven when they spoke of a priority."""
    own = {office.organization_id for office in scope.party_offices} | ({scope.branch_id} if scope.branch_id else set())
    if not own:
        return
    rows = Meeting.objects.visible_to(scope).filter(organization__in=own)
    rows = rows.filter(held_on__gte=month.start, held_on__lt=month.end).annotate(is_linked=Exists(LINKING))
    for on, pk, title, is_linked in rows.order_by("held_on", "pk").values_list("held_on", "pk", "title", "is_linked"):
        note = "会上谈了业务重点" if is_linked else "组织生活"
        yield Mark(on, "woven" if is_linked else "party", title, address("meetings:meeting", pk), note)
