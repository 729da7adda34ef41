"""The second view of the board. ``period``, ``open``, ``at``, ``table`` and ``corner`` are choices in the address."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yipanqi.assessment import rules
from yipanqi.assessment.pages.runs import degree
from yipanqi.insight.board.windows import Window
from yipanqi.insight.harmony import queries
from yipanqi.insight.harmony.dock import dock
from yipanqi.insight.harmony.drawing import bars, draw
from yipanqi.insight.harmony.picture import CORNERS, Picture, Place
from yipanqi.insight.harmony.sentences import sentences
from yipanqi.kit.links import address
from yipanqi.kit.pager import pager
from yipanqi.kit.request import Request
from yipanqi.kit.tables import Column, Table, text
from yipanqi.kit.tables import link as anchor

PER_PAGE = 100
CORNER_WORDS = {corner.key: corner.action for corner in CORNERS} | {"lack": "数据不足"}
TABLE = Table(
    (
        Column("name", "支部", ("name", "pk"), lambda name, pk: anchor(address("assessment:result", pk), name)),
        Column("party", "党建", ("party",), text, numeric=True),
        Column("operations", "业务", ("operations",), text, numeric=True),
        Column("coordination", "协调度 D", ("coordination",), text, numeric=True),
        Column("reason", "说明", ("reason",), text),
    ),
    caption="协同图的表格，按组织树排",
)  # fmt: skip


def harmony(request: Request, views: Callable[[str], list]) -> HttpResponse:
    """``views(table)`` gives the switch between the views of the board; ``table`` is where 表格 leads from here."""
    runs = queries.runs_in_force()
    if not runs:
        return _off(request, views)
    run = next((each for each in runs if str(each.pk) == request.GET.get("period")), runs[0])
    at, start = request.GET.get("at", "")[:30], request.GET.get("from", "")[:30]
    picture = queries.picture(request.scope, runs, run, request.GET.get("open", "")[:30], at, start)
    choices = {
        "view": "harmony", "period": "" if run == runs[0] else str(run.pk),
        "open": picture.opened.code if picture.opened else "", "at": at,
        "from": start if picture.window.is_part else "",
        "table": "1" if request.GET.get("table") else "",
        "corner": request.GET.get("corner", "") if request.GET.get("corner") in CORNER_WORDS else "",
    }  # fmt: skip

    def link(**changes) -> str:
        return "?" + urlencode({key: value for key, value in {**choices, **changes}.items() if value})

    return render(request, "insight/harmony.html", _context(request, picture, runs, choices, link, views))


def _context(request, picture: Picture, runs, choices: dict[str, str], link, views) -> dict[str, Any]:
    in_table = bool(choices["table"])
    shown = dock(picture, choices["at"], request.scope) if choices["at"] and not in_table else None
    return {
        "title": "全关协同图" if request.scope.sees_everybody else "协同图",
        "views": views(link(table="1", at="")),
        "in_table": in_table,
        "picture": picture,
        "periods": [(each.period_words, link(period=str(each.pk), at=""), each == picture.run) for each in runs],
        "corners": _corner_chips(choices["corner"], link) if in_table else [],
        **(_table(request, picture, choices["corner"], link) if in_table else {}),
        "drawn": "" if in_table else _drawn(picture, choices["at"], link),
        "turn": "" if in_table else _turn(picture.window, link),
        "bars": bars(picture.tally.spread()),
        "sentences": sentences(picture, link) if picture.tally.scored > 1 else [],
        "dock": shown,
        "degree": degree(shown["place"].coordination) if shown else "",
        "opens": link(open=shown["place"].code, at="", **{"from": ""}) if shown and shown["place"].branches else "",
        "close": link(at=""),
        "fold": link(open="", at="") if picture.opened else "",
        "unsaid": picture.tally.lacking - sum(each.count for each in picture.lacking),
        "all_lacking": link(table="1", corner="lack", at=""),
    }


def _drawn(picture: Picture, at: str, link) -> str:
    return draw(picture, at=at, root=settings.YIPANQI_DISTRICT, link=lambda place: link(at=place.code) + "#dock")


def _turn(window: Window[Place], link) -> str:
    """The numbers of the parts, where there are too many stones to read at once."""
    said = f"第 {window.first:,}—{window.last:,} 个，共 {window.total:,} 个，按组织树排"

    def address(number: int) -> str:
        return link(at="", **{"from": window.parts[number - 1][0].code})

    return pager(
        window.number + 1, len(window.parts), address, said,
        noun="段", label="棋子分段", keys=("ArrowLeft", "ArrowRight"),
    )  # fmt: skip


def _corner_chips(chosen: str, link) -> list[tuple[str, str, bool]]:
    chips = [("全部", link(corner=""), not chosen)]
    return chips + [(words, link(corner=key), key == chosen) for key, words in CORNER_WORDS.items()]


def _table(request: Request, picture: Picture, corner: str, link) -> dict[str, Any]:
    """Branches in the order of the tree, as the corner narrows them, a page at a time."""
    tally, inside = picture.tally, picture.opened.path if picture.opened else ""
    count = tally.lacking if corner == "lack" else tally.corners[corner] if corner else tally.total
    last = max(1, -(-count // PER_PAGE))
    wanted = request.GET.get("page", "")[:6]
    page = max(1, min(int(wanted), last)) if wanted.isascii() and wanted.isdecimal() else 1
    rows = queries.in_corner(request.scope, picture.run, picture.line, corner, inside)
    places = queries.places(rows[(page - 1) * PER_PAGE : page * PER_PAGE])
    return {
        "table": TABLE.draw([_row(each) for each in places]),
        "count": count,
        "turn_table": pager(page, last, lambda number: link(page=str(number)), f"共 {count:,} 个支部"),
    }


def _row(place: Place) -> tuple:
    """In the order of ``TABLE.fields``."""
    if not place.is_scored:
        return (place.pk, place.name, _side(place.party), _side(place.operations), "", place.reason)
    return (place.pk, place.name, f"{place.y:.1f}", f"{place.x:.1f}", degree(place.coordination), "")


def _side(value: int | None) -> str:
    return "" if value is None else f"{value / 10_000_000:.1f}"


def _off(request: Request, views) -> HttpResponse:
    """Nothing to draw: no scheme, or no run yet. Said, with who can change it."""
    adoption = queries.in_force()
    context = {
        "title": "协同图",
        "views": views("?view=table"),
        "adoption": adoption,
        "may_order": rules.may_order(request.scope) is None,
        "scheme": reverse("assessment:scheme"),
    }
    return render(request, "insight/harmony_off.html", context)
