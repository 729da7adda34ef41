"""To-dos and the month of the desk as HTML, drawn in Python: a row costs a string, not a dozen template nodes."""

from collections.abc import Sequence
from html import escape

from django.middleware.csrf import get_token
from django.utils.safestring import SafeString, mark_safe

from yipanqi.kit import datewords
from yipanqi.kit.charts.threads import Mark
from yipanqi.kit.clock import today
from yipanqi.kit.icons import icon
from yipanqi.kit.links import address
from yipanqi.kit.once import FIELD, new_key
from yipanqi.tasks.models import STRANDS, Todo

SHOWN = 12  # rows a group shows before the rest is folded
STRAND_CSS = {"operations": "biz", "woven": "weave", "party": "party"}


def rows(todos: Sequence[Todo], request, *, none: str = "", others: bool = False) -> SafeString:
    """One group. ``none`` stands there when it is empty; rows that ``others`` owe have no button."""
    token = "" if others else get_token(request)
    drawn = "".join(_row(todo, token) for todo in todos[:SHOWN])
    if not todos and none:
        drawn = f'<li class="none"><p>{escape(none)}</p></li>'
    folded = _folded(todos[SHOWN:]) if len(todos) > SHOWN else ""
    return mark_safe(f'<ul class="todo">{drawn}</ul>{folded}')


def _row(todo: Todo, token: str) -> str:
    title, url = escape(todo.title), escape(todo.url)
    strand = f'<i class="strand {STRAND_CSS[todo.strand]}"><span class="sr">{STRANDS[todo.strand]}</span></i>'
    source = f" · {escape(todo.source)}" if todo.source else ""
    aside = _aside(todo, title, token) if token else ""
    go = f'<a class="btn secondary small" href="{url}">{escape(todo.verb)}<span class="sr">：{title}</span></a>'
    return (
        f'<li>{strand}<div class="text"><a class="title" href="{url}">{title}</a>'
        f"<p>{escape(todo.context)}{source}</p>{aside}</div>"
        f'<span class="due">{_due(todo)}</span>{go if token else ""}</li>\n'
    )


def _aside(todo: Todo, title: str, token: str) -> str:
    return (
        f'<form method="post" action="{address("set_aside", todo.pk)}" class="aside-form">'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
        f'<input type="hidden" name="{FIELD}" value="{new_key()}">'
        f'<button class="link-button">收起<span class="sr">：{title}</span></button></form>'
    )


def _due(todo: Todo) -> str:
    if todo.due_on is None:
        return f"约 {todo.minutes} 分钟" if todo.minutes else ""
    if todo.due_on == today():
        return "今天到期"
    return datewords.until(todo.due_on) if todo.due_on < today() else datewords.day(todo.due_on)


def _folded(todos: Sequence[Todo]) -> str:
    lines = "".join(
        f'<li><a class="link" href="{escape(todo.url)}">{escape(todo.title)}</a>'
        f'<span class="sub">{escape(todo.context)}</span></li>'
        for todo in todos
    )
    return (
        f'<details class="fold"><summary>{icon("down")}还有 {len(todos)} 件</summary>'
        f'<ul class="plain">{lines}</ul></details>'
    )


def month(marks: Sequence[Mark]) -> SafeString:
    """What stands in the month, a line each."""
    return mark_safe(f'<ul class="rows">{"".join(map(_mark, marks))}</ul>')


def _mark(mark: Mark) -> str:
    words = f'<a href="{escape(mark.url)}">{escape(mark.words)}</a>' if mark.url else escape(mark.words)
    return (
        f'<li><i class="strand {STRAND_CSS[mark.strand]}" aria-hidden="true"></i><div>{words}'
        f"<small>{datewords.day(mark.on)}，{escape(mark.note)}</small></div></li>"
    )
