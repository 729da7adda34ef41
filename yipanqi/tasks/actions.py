"""Keeping to-do rows true to the rules, and setting one aside by hand."""

from collections.abc import Iterable
from dataclasses import fields, replace

from django.db import transaction
from django.utils import timezone

from yipanqi.kit import journal
from yipanqi.kit.arrows import Refused
from yipanqi.kit.clock import today
from yipanqi.kit.todos import KINDS, Kind, Wanted
from yipanqi.kit.undo import way_back
from yipanqi.tasks.models import Todo

WRITTEN = [field.name for field in fields(Wanted)]
LONGEST = {each.name: each.max_length for each in Todo._meta.fields if each.max_length and each.name in WRITTEN}


def reconcile(kinds: Iterable[str] | None = None, *, only: set[int] | None = None) -> dict[str, int]:
    """Make the rows of these kinds (all, unless given) what the rules want today; returns rows wanted per kind."""
    chosen = KINDS.values() if kinds is None else [KINDS[name] for name in kinds]
    return {kind.name: _reconcile(kind, only) for kind in chosen}


@transaction.atomic
def _reconcile(kind: Kind, only: set[int] | None) -> int:
    wanted = {_key(kind, each): _fitting(each) for each in kind.wanted(today(), only=only)}
    standing = Todo.objects.filter(kind=kind.name)
    if only is not None:
        standing = standing.filter(subject_id__in=only)
    known = {todo.key: todo for todo in standing}
    fresh = [_row(kind, key, each) for key, each in wanted.items() if _differs(known.get(key), each)]
    gone = [todo.pk for key, todo in known.items() if key not in wanted and todo.dropped_at is None]
    Todo.objects.bulk_create(
        fresh,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=[*WRITTEN, "dropped_at", "done_at"],
        batch_size=500,
    )
    Todo.objects.filter(pk__in=gone).update(dropped_at=timezone.now())
    return len(wanted)


def _key(kind: Kind, each: Wanted) -> str:
    return f"{kind.name}:{each.subject_id}:{each.organization_id or ''}:{each.office}:{each.person_id or ''}"


def _fitting(each: Wanted) -> Wanted:
    """Cut to what the columns take: one endless name must not keep everybody else's rows from being written."""
    long = {name: getattr(each, name)[:most] for name, most in LONGEST.items() if len(getattr(each, name)) > most}
    return replace(each, **long) if long else each


def _row(kind: Kind, key: str, each: Wanted) -> Todo:
    return Todo(key=key, kind=kind.name, **{name: getattr(each, name) for name in WRITTEN})


def _differs(todo: Todo | None, each: Wanted) -> bool:
    """New, dropped before, or saying something else now; what was set aside stays so until the wish changes."""
    if todo is None or todo.dropped_at is not None:
        return True
    return any(getattr(todo, name) != getattr(each, name) for name in WRITTEN)


@transaction.atomic
def set_aside(todo: Todo, *, by) -> None:
    """Take a row off the desk by hand. Raises Refused when somebody was faster."""
    if not Todo.objects.open().filter(pk=todo.pk).update(done_at=timezone.now()):
        raise Refused("这一件已经办过了", status=409)
    journal.record("todo.set_aside", todo, organization=todo.organization_id, by=by, title=todo.title)


@way_back("tasks.set_aside")
@transaction.atomic
def bring_back(*, by, scope, pk: int) -> str:
    todo = Todo.objects.visible_to(scope).filter(pk=pk).first()
    if todo is None:
        raise Refused("这一件现在不归你办了，放不回来", status=409)
    Todo.objects.filter(pk=pk).update(done_at=None)
    journal.record("todo.brought_back", todo, organization=todo.organization_id, by=by, title=todo.title)
    return f"放回来了：{todo.title}"
