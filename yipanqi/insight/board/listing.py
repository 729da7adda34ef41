"""The board as tables of words: by priority, and by Party organisation."""

from collections.abc import Callable, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from yipanqi.insight.board.columns import Column
from yipanqi.insight.board.grid import LEAST_FIRST, STONE_WORDS, Grid, Row
from yipanqi.kit.datewords import short
from yipanqi.kit.links import address
from yipanqi.kit.tables import DASH, Table, link
from yipanqi.kit.tables import Column as Listed

MOST_NAMES = 12  # in one cell; the priority's own page lists everybody
Link = Callable[..., str]
BY_COLUMN = Table(
    (
        Listed("name", "党组织", ("name", "where"), lambda name, where: link(where, name)),
        Listed("group", "在哪一组", ("group",)),
        *(Listed(stone, words, (stone,), numeric=True) for stone, words in STONE_WORDS.items()),
    ),
    caption="棋盘的表格，按党组织",
    key="code",
)


def by_priority(grid: Grid, rows: Sequence[Row], link_to: Link) -> SafeString:
    """For each state, in which columns with how many measures; a name leads to its stone on the board."""
    order = {column.code: (at, column.short) for at, column in enumerate(grid.columns)}
    heads = ("业务重点", "提出单位", "到期", *(STONE_WORDS[each] for each in LEAST_FIRST))
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    lines = "".join(_line(row, order, link_to) for row in rows)
    return mark_safe(
        '<table class="list"><caption class="sr">棋盘的表格</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"
    )


def _line(row: Row, order: dict[str, tuple[int, str]], link_to: Link) -> str:
    cells: list[list[tuple[int, str, str, int]]] = [[] for _ in LEAST_FIRST]
    for code, (rank, count) in row.crossings.items():
        if code in order:
            cells[rank].append((*order[code], code, count))
    where = address("objectives:priority", row.pk)
    stones = "".join(
        f'<td data-label="{STONE_WORDS[stone]}">{_names(row, sorted(found), where, link_to)}</td>'
        for stone, found in zip(LEAST_FIRST, cells, strict=True)
    )
    return (
        f'<tr><td data-label="业务重点">{link(where, row.name)}<span class="sub">{escape(row.code)}</span></td>'
        f'<td data-label="提出单位">{escape(row.unit)}</td>'
        f'<td data-label="到期" class="nowrap">{short(row.due_on) if row.due_on else ""}</td>{stones}</tr>'
    )


def _names(row: Row, found: list[tuple[int, str, str, int]], where: str, link_to: Link) -> str:
    if not found:
        return DASH
    named = [
        f'<a class="link" href="{escape(_stone(row.code, code, link_to))}">'
        f"{escape(short_name)}{f' {count} 项' if count > 1 else ''}</a>"
        for _, short_name, code, count in found[:MOST_NAMES]
    ]
    if len(found) > MOST_NAMES:
        named.append(f'<a class="link" href="{where}">还有 {len(found) - MOST_NAMES} 处</a>')
    return "、".join(named)


def _stone(row: str, column: str, link_to: Link) -> str:
    return link_to(view="", by="", page="", at=f"{row}:{column}") + "#dock"


def by_column(columns: Sequence[Column], rows: Sequence[Row], link_to: Link) -> SafeString:
    """How many stones of each state stand with a Party organisation; its name leads to where it stands on the board."""
    counts = {column.code: [0] * len(LEAST_FIRST) for column in columns}
    for row in rows:
        for code, (rank, _) in row.crossings.items():
            if code in counts:
                counts[code][rank] += 1

    def where(code: str) -> str:
        return link_to(view="", by="", only="", page="", at="", **{"from": code})

    lines = [
        (each.code, each.name, where(each.code), each.group, *(n or "" for n in counts[each.code])) for each in columns
    ]
    return BY_COLUMN.draw(lines)
