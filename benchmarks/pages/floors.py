"""Bare Django views: session, account, scope, and the statements nobody could leave out; hardly any HTML.

Bare means that the scope is asked as anybody would write it, through the ORM. The house keeps that query's SQL
(``kit.prepared``), which is its own doing and must not make the floor cheaper.
"""

from html import escape

from django.db.models.functions import Length
from django.http import HttpResponse

from yipanqi.brands.queries import SECOND_LEVEL, standing
from yipanqi.insight.month import marks
from yipanqi.kit.clock import today as business_day
from yipanqi.kit.period import Period
from yipanqi.objectives.models import Priority
from yipanqi.organizations.models import PartyOrganization
from yipanqi.people.models import Person
from yipanqi.people.scope import Scope, offices_and_home, scope_from
from yipanqi.tasks.models import Todo


def scope_of(request) -> Scope:
    rows = offices_and_home.build(request.user.person_id, business_day())
    return scope_from(request.user, list(rows))


def fifty_people(request) -> HttpResponse:
    """Count the people one sees, fetch fifty by an index, write them down."""
    found = Person.objects.visible_to(scope_of(request))
    rows = found.order_by("number").values_list("pk", "number", "name")[:50]
    return _page(found.count(), (f"<a href='/people/{pk}'>{escape(name)}</a> {number}" for pk, number, name in rows))


def today(request) -> HttpResponse:
    """The to-dos of one's desk and the marks of the month."""
    scope = scope_of(request)
    rows = Todo.objects.open().on_desk_of(scope).order_by("due_on", "pk")
    owed = rows.values_list("title", "context", "url", "due_on", "organization_id", "person_id")
    lines = [f"<a href='{url}'>{escape(title)}</a> {escape(context)} {due}" for title, context, url, due, *_ in owed]
    month = [f"{mark.on} {escape(mark.words)}" for mark in marks(scope, Period.containing(business_day()))]
    return _page(len(lines), [*lines, *month])


def board(request) -> HttpResponse:
    """Priorities, the second level of the Party tree, and what stands where they meet, counted by the database: every
    crossing is written down. Branches are not fetched: no page needs all of them."""
    scope = scope_of(request)
    rows = Priority.objects.visible_to(scope).on_board().order_by("raised_by__path", "code")
    lines = {pk: escape(name) for pk, name in rows.values_list("pk", "name")}
    tree = PartyOrganization.objects.standing().annotate(length=Length("path")).filter(length__lte=SECOND_LEVEL)
    heads = tree.order_by("path").values_list("path", "code", "name")
    home = {path: f"{code} {escape(name)}" for path, code, name in heads}
    for priority, state, place, _, _, measures in standing(scope):
        if priority in lines:
            lines[priority] += f"<a href='?at={priority}:{place}'>{state} {home.get(place)} {measures}</a>"
    return _page(len(lines), lines.values())


def _page(count: int, lines) -> HttpResponse:
    items = "".join(f"<li>{line}</li>" for line in lines)
    return HttpResponse(f"<!doctype html><title>floor</title><p>{count}</p><ul>{items}</ul>")
