"""The month on the home desk: what is due on the Party side, on the operations side, and where both meet."""

from yipanqi.brands.models import Measure
from yipanqi.kit.charts.threads import Mark
from yipanqi.kit.links import address
from yipanqi.kit.period import Period
from yipanqi.objectives.models import Priority
from yipanqi.organizations.models import PARTY, Term


def marks(scope, month: Period) -> list[Mark]:
    """Terms that expire, priorities due, measures due, for whoever asks; three statements."""
    return [*_terms(scope, month), *_priorities(scope, month), *_measures(scope, month)]


def _terms(scope, month: Period):
    terms = Term.objects.filter(is_current=True, until_on__gte=month.start, until_on__lt=month.end)
    if not scope.sees_everybody:
        terms = terms.filter(organization__in=scope.organization_ids(PARTY))
    for on, pk in terms.order_by("until_on").values_list("until_on", "organization_id"):
        yield Mark(on, "party", "任期届满", address("organizations:organization", pk))


def _priorities(scope, month: Period):
    due = Priority.objects.visible_to(scope).on_board().filter(due_on__gte=month.start, due_on__lt=month.end)
    for on, pk, name in due.order_by("due_on", "code").values_list("due_on", "pk", "name"):
        yield Mark(on, "operations", name, address("objectives:priority", pk))


def _measures(scope, month: Period):
    due = Measure.objects.visible_to(scope).filter(due_on__gte=month.start, due_on__lt=month.end)
    open_ones = due.exclude(state="confirmed").order_by("due_on", "code")
    for on, pk, name in open_ones.values_list("due_on", "pk", "name"):
        yield Mark(on, "woven", name, address("brands:measure", pk))
