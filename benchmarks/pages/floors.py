"""Bare Django views: session, account, scope, and the statements nobody could leave out; hardly any HTML."""

from html import escape

from django.http import HttpResponse

from yipanqi.brands.queries import stones
from yipanqi.insight.month import marks
from yipanqi.kit.clock import today as business_day
from yipanqi.kit.period import Period
from yipanqi.objectives.models import Priority
from yipanqi.organizations.models import PartyOrganization
from yipanqi.people.models import Person
from yipanqi.tasks.models import Todo


def fifty_people(request) -> HttpResponse:
    """Count the people one sees, fetch fifty by an index, write them down."""
    found = Person.objects.visible_to(request.scope)
    rows = found.order_by("number").values_list("pk", "number", "name")[:50]
    return _page(found.count(), (f"<a href='/people/{pk}'>{escape(name)}</a> {number}" for pk, number, name in rows))


def today(request) -> HttpResponse:
    """The to-dos of one's desk and the marks of the month."""
    rows = Todo.objects.open().on_desk_of(request.scope).order_by("due_on", "pk")
    owed = rows.values_list("title", "context", "url", "due_on", "organization_id", "person_id")
    lines = [f"<a href='{url}'>{escape(title)}</a> {escape(context)} {due}" for title, context, url, due, *_ in owed]
    month = [f"{mark.on} {escape(mark.words)}" for mark in marks(request.scope, Period.containing(business_day()))]
    return _page(len(lines), [*lines, *month])


def board(request) -> HttpResponse:
    """Priorities, Party organisations, and the stones where they meet: every stone is written down."""
    rows = Priority.objects.visible_to(request.scope).on_board().order_by("raised_by__path", "code")
    lines = {pk: escape(name) for pk, name in rows.values_list("pk", "name")}
    tree = PartyOrganization.objects.standing().order_by("path").values_list("pk", "code", "path")
    home = {pk: path[:8] for pk, _, path in tree}
    for priority, organization, state, measure in stones(request.scope):
        if priority in lines:
            lines[priority] += f"<a href='?at={measure}'>{state} {home.get(organization)}</a>"
    return _page(len(lines), lines.values())


def _page(count: int, lines) -> HttpResponse:
    items = "".join(f"<li>{line}</li>" for line in lines)
    return HttpResponse(f"<!doctype html><title>floor</title><p>{count}</p><ul>{items}</ul>")
