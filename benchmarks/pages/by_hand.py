"""The same pages written by hand: ORM, f-strings and plain text, without the page machinery of the house.

What does not change between two requests of one reader is text here, as it would be in a file of one's own; the rest
is fetched and written anew. `table.print_all` refuses to go on when an answer differs from the house's own page.
"""

import re
from html import escape
from typing import Any

from django.http import HttpResponse
from django.middleware.csrf import get_token

from benchmarks.pages import board_by_hand
from yipanqi.insight.board.queries import board as grid_of
from yipanqi.insight.month import marks
from yipanqi.kit.charts.threads import draw
from yipanqi.kit.clock import today as business_day
from yipanqi.kit.datewords import until
from yipanqi.kit.models import SavedView
from yipanqi.kit.once import new_key
from yipanqi.kit.period import Period
from yipanqi.people.models import POLITICAL_STATUS, STAFF_KINDS, Person
from yipanqi.people.queries import party_offices, placed
from yipanqi.people.roster import ORDER
from yipanqi.tasks.models import Todo

TOKEN = re.compile(r'(name="(?:csrfmiddlewaretoken|once)" value=")[^"]*')
TABLE = re.compile(r'<table class="list">.*?</table>', re.S)
BOARD = re.compile(r'<table class="board">.*?</table>', re.S)
FACETS = re.compile(r'<ul class="facets three">.*?</ul>', re.S)
LEGEND = re.compile(r'(<b id="s-(claimed|doing|confirmed)">[^<]*</b>)\d+ 处')
STRIP = re.compile(r'<svg class="months".*?</svg>', re.S)
MONTH = re.compile(r'<div class="body"><ul class="rows">.*?</ul>(?=</div>|<details)', re.S)
FAR = re.compile(r'项</summary><ul class="rows">.*?</ul>', re.S)
TODOS = re.compile(r'<ul class="todo">.*?</ul>', re.S)
LOCK = re.compile(r'<span class="lock">.*?</span>', re.S)
STRANDS = {"operations": ("biz", "业务"), "woven": ("weave", "融合"), "party": ("party", "党建")}
PIECES: dict[tuple[str, int], Any] = {}  # (page, account) -> what the page's own view answered, cut into pieces


def learn(page: str, account: int, text: str) -> None:
    """Keep the standing text of a page for one reader."""
    PIECES[page, account] = text


def masked(text: str) -> str:
    """Without tokens, which differ from answer to answer."""
    return TOKEN.sub(r"\1", text)


def people(request) -> HttpResponse:
    scope = request.scope
    text = PIECES["people", scope.account_id]
    rows = Person.objects.visible_to(scope)
    count = rows.count()
    list(SavedView.objects.visible_to(scope).filter(page="people:people").order_by("pk").values_list("name", "query"))
    page = placed(rows).order_by(*ORDER)[:50]
    fetched = list(page.values_list(  # type: ignore[misc]  # placed() adds work and home
        "pk", "name", "number", "work__unit__name", "work__title", "work__rank", "home__branch__name",
        "home__branch__path", "home__political_status", "home__status_words", "joined_on", "staff_kind",
    ))  # fmt: skip
    held = party_offices([row[0] for row in fetched])
    lock = found.group() if (found := LOCK.search(text)) else ""
    body = "".join(_person(row, held.get(row[0], []), scope, lock) for row in fetched)
    head, _ = TABLE.search(text).group().split("<tbody>", 1)  # type: ignore[union-attr]
    whole = TABLE.sub(lambda _: f"{head}<tbody>{body}</tbody></table>", text, count=1)
    return HttpResponse(_with_tokens(request, whole.replace("<b>0 人</b>", f"<b>{count:,} 人</b>")))


def _person(row: tuple, held: list, scope, lock: str) -> str:
    pk, name, number, unit, title, rank, branch, path, status, words, joined, kind = row
    none = '<span class="none" aria-label="空">—</span>'
    hidden = '<span class="none">不显示</span>'
    open_ = scope.sees_politics_of(path, pk)
    post = " · ".join(filter(None, (title, rank)))
    work = _quiet(unit) + (f'<span class="sub">{escape(post)}</span>' if post else "") if unit else none
    said = words or POLITICAL_STATUS.get(status or "", status or "")
    offices = "".join(
        f'<span class="office">{each.words}</span>'
        + (f'<span class="sub">{each.since:%Y-%m} 起</span>' if each.since else "")
        for each in (held if open_ else [])
    )
    cells = [
        ("机构与职务", "free", work),
        ("党组织", "free", (_quiet(branch) if branch else none) if open_ else hidden),
        ("政治面貌", "free corner", (escape(said) if said else none) if open_ else lock),
        ("党内职务", "free", offices or none),
        ("入党时间", "blank num", str(joined) if joined and open_ else none),
        ("类别", "blank", escape(STAFF_KINDS.get(kind, kind)) if kind else none),
    ]
    drawn = "".join(
        f'<td data-label="{label}" class="{css + " blank" if cell == none else css}">{cell}</td>'
        for label, css, cell in cells
    )
    tick = f'<td class="tick"><input type="checkbox" name="chosen" value="{pk}" aria-label="选 {escape(name)}"></td>'
    return (
        f'<tr>{tick}<th scope="row"><a href="/people/{pk}">{escape(name)}</a>'
        f'<span class="sub">{number}</span></th>{drawn}</tr>'
    )


def _quiet(name: str) -> str:
    house, mark, rest = name.partition("海关")
    return f"<i>{escape(house + mark)}</i>{escape(rest)}" if mark and rest else escape(name)


def board(request) -> HttpResponse:
    text = PIECES["board", request.scope.account_id]
    grid = grid_of(request.scope, "")
    table, facets = board_by_hand.table(grid), board_by_hand.facets(grid)
    stones = grid.stones()
    text = FACETS.sub(lambda _: facets, text, count=1)
    text = LEGEND.sub(lambda found: f"{found[1]}{stones[found[2]]} 处", text)
    return HttpResponse(_with_tokens(request, BOARD.sub(lambda _: table, text, count=1)))


def today(request) -> HttpResponse:
    text = PIECES["today", request.scope.account_id]
    scope, month = request.scope, Period.containing(business_day())
    groups = _groups(scope)
    found = marks(scope, month)
    counts = [sum(mark.count for mark in found if mark.strand == strand) for strand in ("party", "operations", "woven")]
    caption = "{}：党建 {} 项，业务 {} 项，融合 {} 项".format(month, *counts)
    found.sort(key=lambda mark: (mark.on < business_day(), mark.on, mark.words))
    token = get_token(request)
    lists = [_todos(rows, token, mine) if rows else "" for rows, mine in groups]
    text = STRIP.sub(lambda _: draw(month, found, business_day(), caption), text, count=1)
    near, far = "".join(map(_mark, found[:6])), "".join(map(_mark, found[6:]))
    text = MONTH.sub(lambda _: f'<div class="body"><ul class="rows">{near}</ul>', text, count=1)
    text = FAR.sub(lambda _: f'项</summary><ul class="rows">{far}</ul>', text, count=1)
    return HttpResponse(_with_tokens(request, TODOS.sub(lambda standing: lists.pop(0) or standing.group(), text)))


def _mark(mark) -> str:
    words = f'<a href="{escape(mark.url)}">{escape(mark.words)}</a>' if mark.url else escape(mark.words)
    return (
        f'<li><i class="strand {STRANDS[mark.strand][0]}" aria-hidden="true"></i><div>{words}'
        f"<small>{_day(mark.on)}，{escape(mark.note)}</small></div></li>"
    )


def _groups(scope) -> list[tuple[list, bool]]:
    """The lists of the page in its order; those under 再往后 and 等别人办 only where there are any."""
    day = business_day()
    now, week, later, waiting = [], [], [], []  # type: ignore[var-annotated]
    for todo in Todo.objects.open().on_desk_of(scope).order_by("due_on", "pk"):
        if not todo.is_owed_by(scope):
            waiting.append(todo)
        elif todo.due_on is None or todo.due_on <= day:
            now.append(todo)
        else:
            (week if (todo.due_on - day).days <= 7 else later).append(todo)
    return [(now, True), (week, True), *([(later, True)] if later else []), *([(waiting, False)] if waiting else [])]


def _todos(rows: list, token: str, mine: bool) -> str:
    return '<ul class="todo">' + "".join(_todo(each, token, mine) for each in rows[:12]) + "</ul>"


def _todo(todo, token: str, mine: bool) -> str:
    day, due = business_day(), ""
    if todo.due_on:
        due = until(todo.due_on) if todo.due_on < day else "今天到期" if todo.due_on == day else _day(todo.due_on)
    elif todo.minutes:
        due = f"约 {todo.minutes} 分钟"
    css, strand = STRANDS[todo.strand]
    title, context = escape(todo.title), escape(todo.context) + (f" · {escape(todo.source)}" if todo.source else "")
    aside = (
        f'<form method="post" action="/todos/{todo.pk}/set-aside" class="aside-form">'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
        f'<input type="hidden" name="once" value="{new_key()}">'
        f'<button class="link-button">收起<span class="sr">：{title}</span></button></form>'
    )
    go = f'<a class="btn secondary small" href="{escape(todo.url)}">{todo.verb}<span class="sr">：{title}</span></a>'
    return (
        f'<li><i class="strand {css}"><span class="sr">{strand}</span></i><div class="text">'
        f'<a class="title" href="{escape(todo.url)}">{title}</a><p>{context}</p>{aside if mine else ""}</div>'
        f'<span class="due">{due}</span>{go if mine else ""}</li>\n'
    )


def _day(day) -> str:
    return (
        f"{day.month} 月 {day.day} 日"
        if day.year == business_day().year
        else f"{day.year} 年 {day.month} 月 {day.day} 日"
    )


def _with_tokens(request, text: str) -> str:
    """Fresh tokens in the standing forms."""
    token = get_token(request)
    fresh = {"csrfmiddlewaretoken": lambda: token, "once": new_key}
    return re.sub(
        r'name="(csrfmiddlewaretoken|once)" value=""', lambda m: f'name="{m[1]}" value="{fresh[m[1]]()}"', text
    )
