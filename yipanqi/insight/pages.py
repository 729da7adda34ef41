"""Pages of insight: read-only, from what other rooms hold."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yipanqi.insight.board.dock import dock
from yipanqi.insight.board.drawing import Drawing
from yipanqi.insight.board.grid import LEAST_FIRST, STONE_WORDS, Grid, Row
from yipanqi.insight.board.queries import board
from yipanqi.insight.board.sentences import sentences
from yipanqi.insight.harmony.page import harmony
from yipanqi.kit.clock import today
from yipanqi.kit.request import Request

VIEWS = {"": "棋盘", "harmony": "协同图", "table": "表格"}


def board_page(request: Request) -> HttpResponse:
    """棋盘: 业务重点 x 党组织. ``?view=table``, ``open``, ``only`` and ``at`` are choices in the address."""
    view = request.GET.get("view", "") if request.GET.get("view") in VIEWS else ""
    if view == "harmony":
        return harmony(request, views_from_harmony)
    only = _only(request.GET.get("only", ""))
    wanted = request.GET.get("open", "")[:30]
    grid = board(request.scope, wanted)
    rows = grid.rows_for(only)
    at = _crossing(request.GET.get("at", ""))

    def link(**changes) -> str:
        choices = {"view": view, "only": only, "open": wanted, "at": ":".join(at) if at[0] else "", **changes}
        return "?" + urlencode({key: value for key, value in choices.items() if value})

    drawing = Drawing(grid, rows, at=at, link=link)
    context = {
        "table_rows": _lines(grid, rows, link) if view == "table" else [],
        "grid": grid,
        "views": [(words, link(view=key, at=""), key == view) for key, words in VIEWS.items()],
        "is_table": view == "table",
        "table": drawing.table() if not view else "",
        "sentences": sentences(grid),
        "stones": grid.stones(),
        "opens": any(column.opens for column in grid.columns),
        "choices": _choices(link, only, grid.whole),
        "drawn": len(rows) if only else None,
        "all_rows": link(only="", at=""),
        "dock": dock(grid, at, request.scope) if at[0] else None,
        "close": link(at=""),
        "title": "全关棋盘" if grid.whole else "棋盘",
        "priorities": reverse("objectives:priorities"),
    }
    return render(request, "insight/board.html", context)


def views_from_harmony(table: str) -> list[tuple[str, str, bool]]:
    """The switch as the second view shows it: 表格 there is the picture's own."""
    return [("棋盘", "?", False), ("协同图", "?view=harmony", True), ("表格", table, False)]


def _lines(grid: Grid, rows: list[Row], link) -> list[dict]:
    """The same board as rows of words: for each state, which column with how many measures."""
    lines = []
    for row in rows:
        cells: dict[str, list[tuple[str, str, int]]] = {stone: [] for stone in LEAST_FIRST}
        for column in grid.columns:
            if crossing := row.crossings.get(column.code):
                target = link(view="", at=f"{row.code}:{column.code}") + "#dock"
                cells[crossing.stone].append((column.short, target, len(crossing.measures)))
        lines.append({"row": row, "stones": [(STONE_WORDS[stone], found) for stone, found in cells.items()]})
    return lines


def _choices(link, only: str, whole: bool) -> list[tuple[str, str, bool]]:
    month = f"{today():%Y-%m}"
    return [
        ("全部", link(only="", at=""), not only),
        ("没人接" if whole else "这里还没有措施", link(only="empty", at=""), only == "empty"),
        (f"{today().month} 月底前到期", link(only=month, at=""), only == month),
    ]


def _only(value: str) -> str:
    return value if value == "empty" or (len(value) == 7 and value[:4].isdecimal() and value[5:].isdecimal()) else ""


def _crossing(value: str) -> tuple[str, str]:
    row, _, column = value[:60].partition(":")
    return (row, column) if column else ("", "")
