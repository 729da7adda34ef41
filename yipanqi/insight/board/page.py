"""棋盘 as a page: the board or its tables, the part that is drawn, what stands above and below."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yipanqi.insight.board.choices import BARE, VIEWS, Choices, choices_in
from yipanqi.insight.board.dock import dock
from yipanqi.insight.board.drawing import Drawing
from yipanqi.insight.board.finding import MOST_FOUND, Found, find
from yipanqi.insight.board.grid import Grid, Row
from yipanqi.insight.board.listing import by_column, by_priority
from yipanqi.insight.board.queries import board
from yipanqi.insight.board.sentences import sentences
from yipanqi.insight.board.windows import Window, column_window, row_window
from yipanqi.kit.clock import today
from yipanqi.kit.pager import pager
from yipanqi.kit.request import Request


def board_view(request: Request) -> HttpResponse:
    """业务重点 x 党组织, for one person, as the choices in the address say."""
    choices = choices_in(request.GET)
    found = find(choices.find)
    if found and not choices.start:
        choices = replace(choices, open=found[0].open or choices.open, start=found[0].code)
    grid = board(request.scope, choices.open)
    rows = grid.rows_for("" if choices.only == BARE else choices.only)
    columns = column_window(grid.columns, choices.start, choices.at[1], choices.open, _own(grid, request.scope))
    if not columns.is_part:
        choices = replace(choices, start="")
    shown = _tables(grid, rows, choices) if choices.view else _drawn(grid, rows, columns, choices)
    at = dock(grid, choices.at, request.scope) if choices.at[0] else None
    context = {
        **shown,
        "grid": grid,
        "drawn": len(rows) if choices.only not in ("", BARE) else None,
        "choices": _only_chips(grid, choices),
        "dock": at,
        "found": _found(found, grid, choices) if columns.is_part else [],
        "found_more": len(found) == MOST_FOUND,
        **_words(grid, columns, choices),
    }
    return render(request, "insight/board.html", context)


def _own(grid: Grid, scope) -> str:
    """Where a reader of a part begins: at the own branch. Who sees the whole begins at its beginning."""
    if grid.whole:
        return ""
    return next((each.code for each in grid.columns if scope.branch_path in each.places), "")


def _words(grid: Grid, columns: Window, choices: Choices) -> dict[str, Any]:
    plain = replace(choices, by="", only="") if choices.by else choices
    bare = choices.link(view="table", by="columns", only=BARE, page="", at="")
    return {
        "title": "全关棋盘" if grid.whole else "棋盘",
        "views": [(words, plain.link(view=key, page="", at=""), key == choices.view) for key, words in VIEWS.items()],
        "by_columns": bool(choices.by),
        "find": choices.find,
        "only": choices.only,
        "bare": bare,
        "sentences": sentences(grid, bare),
        "stones": grid.stones(),
        "opens": any(column.opens for column in grid.columns),
        "all_rows": choices.link(only="", page="", at=""),
        "close": choices.link(at=""),
        "priorities": reverse("objectives:priorities"),
    }


def _drawn(grid: Grid, rows: list[Row], columns: Window, choices: Choices) -> dict[str, Any]:
    part = row_window(rows, choices.page, choices.at[0])
    at = choices.at if choices.at[0] else ("", choices.start if choices.find else "")  # what was found stands out
    drawing = Drawing(grid, part.shown, columns.shown, counted=rows, at=at, link=choices.link)

    def there(number: int) -> str:
        return choices.link(at="", **{"from": columns.parts[number - 1][0].code})

    return {
        "table": drawing.table() if rows else "",
        "across": _turns(columns, there, "个党组织", noun="段", label="党组织分段", keys=("ArrowLeft", "ArrowRight")),
        "down": _turns(part, _pages(choices), "项重点", label="业务重点分页", keys=("ArrowUp", "ArrowDown")),
    }


def _tables(grid: Grid, rows: list[Row], choices: Choices) -> dict[str, Any]:
    """By priority or by organisation, each a page at a time."""
    kinds = [("按业务重点", "", not choices.by), ("按党组织", "columns", bool(choices.by))]
    listed: list = rows
    if choices.by:
        listed = grid.empty_columns if choices.only == BARE else grid.columns
    part = row_window(listed, choices.page)
    table = by_column(part.shown, rows, choices.link) if choices.by else by_priority(grid, part.shown, choices.link)
    return {
        "kinds": [(words, choices.link(by=by, only="", page="", at=""), now) for words, by, now in kinds],
        "table": table if listed else "",
        "down": _turns(part, _pages(choices), "个党组织" if choices.by else "项重点"),
    }


def _pages(choices: Choices) -> Callable[[int], str]:
    return lambda number: choices.link(at="", page=str(number))


def _turns(part: Window, address: Callable[[int], str], counted: str, **words: Any) -> str:
    """The numbers of the parts; nothing where everything is drawn."""
    said = f"第 {part.first:,}—{part.last:,} {counted}，共 {part.total:,} {counted[0]}"
    return pager(part.number + 1, len(part.parts), address, said, **words)


def _only_chips(grid: Grid, choices: Choices) -> list[tuple[str, str, bool]]:
    month = f"{today():%Y-%m}"
    if choices.by:
        kinds = [("全部", ""), ("没有落点", BARE)]
    else:
        kinds = [
            ("全部", ""),
            ("没人接" if grid.whole else "这里还没有措施", "empty"),
            (f"{today().month} 月底前到期", month),
        ]
    return [(words, choices.link(only=only, page="", at=""), only == choices.only) for words, only in kinds]


def _found(found: list[Found], grid: Grid, choices: Choices) -> list[tuple[str, str, bool]]:
    """Each leads to where it stands, the first is what is drawn. Who sees a part finds only what stands there."""
    known = {code for each in grid.columns for code in (each.code, each.opened_from)}
    return [
        (each.name, choices.link(open=each.open, page="", at="", **{"from": each.code}), each.code == choices.start)
        for each in found
        if grid.whole or each.code in known or (each.open and each.open in known)
    ]
