"""The board as one table: threads are drawn by the stylesheet, stones are links in the order of the tree.

What many cells share stands once: an empty cell is a finished piece of text, a stone borrows its spoken name from the
heads of its row and column and from the legend (`aria-labelledby`), and the address of a stone is cut in two.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from html import escape
from urllib.parse import quote

from django.utils.safestring import SafeString, mark_safe

from yipanqi.insight.board.columns import Column
from yipanqi.insight.board.grid import LEAST_FIRST, Crossing, Grid, Row
from yipanqi.kit.clock import today
from yipanqi.kit.icons import icon, stone
from yipanqi.kit.links import address

ROOM = 1.4  # characters of a group's name that one column of an opened committee has room for
ACROSS = 3  # characters that stand upright beside one row; a longer name of a lone row is written across


class Drawing:
    """Draws ``rows`` x ``columns``, a window of the grid. ``link(**changes)`` gives this page's address with other
    choices; ``at`` is the chosen crossing as (priority code, column code). ``counted`` are the rows the feet count, all
    that were chosen even where only some are drawn. A column is bare when the whole grid leaves it so."""

    def __init__(
        self,
        grid: Grid,
        rows: Sequence[Row],
        columns: Sequence[Column],
        *,
        counted: Sequence[Row] | None = None,
        at: tuple[str, str],
        link: Callable[..., str],
    ):
        self.grid, self.rows, self.columns, self.at, self.link = grid, rows, columns, at, link
        self.counted = rows if counted is None else counted
        self.warn = icon("warn")
        self.stones = [stone(each) for each in LEAST_FIRST]
        bare = {column.code for column in grid.empty_columns}
        self.bare = [column.code in bare for column in columns]
        self.runs = _runs(columns)
        self.index = {column.code: at for at, column in enumerate(columns)}
        self.targets = [escape(self._target(column)) for column in columns]
        self.before_stone = _before_stone(link(at="", page="", **{"from": ""}))
        self.after_row = [f"{quote(column.code)}#dock" for column in columns]
        self._lay_threads()

    def table(self) -> SafeString:
        bodies = [self._unit(unit, rows) for unit, rows in _by_unit(self.rows)]
        parts = [
            f'<table class="board"><caption class="sr">{self._caption()}</caption>',
            self._colgroup(),
            f"<thead>{self._groups()}{self._heads()}</thead>",
            *bodies,
            f"<tfoot>{self._feet()}</tfoot></table>",
        ]
        return mark_safe("".join(parts))

    def _caption(self) -> str:
        """Also the words for several measures at one crossing, which the names of stones borrow."""
        several = {measures for row in self.rows for _, measures in row.crossings.values() if measures > 1}
        words = "".join(f'<span hidden id="n{count}">{count} 项措施</span>' for count in sorted(several))
        size = f"{len(self.rows)} 项业务重点为横线，{len(self.columns)} 个党组织为竖线。"
        return f"棋盘：{size}点棋子看措施，点行名、列名看清单。{words}"

    def _lay_threads(self) -> None:
        """How each cell opens in a plain row and above the chosen stone, and what follows it. Cells are closed by the
        next one, as HTML allows: there are thousands of them."""
        chosen = self.index.get(self.at[1]) if any(row.code == self.at[0] for row in self.rows) else None
        kinds = [["bare-col"] * bare for bare in self.bare]
        last = {id(run[-1]) for _, run in self.runs}
        self.plain = [_cell(kind) for kind in kinds]
        self.warped = [_cell([*kind, "warp"] if at == chosen else kind) for at, kind in enumerate(kinds)]
        self.ends = ['<td class="skip-col">' if id(each) in last else "" for each in self.columns]
        self.kinds, self.chosen_column, self.passed_chosen = kinds, chosen, chosen is None
        self.empty = [cell + end for cell, end in zip(self.plain, self.ends, strict=True)]
        self.empty_warped = [cell + end for cell, end in zip(self.warped, self.ends, strict=True)]

    def _colgroup(self) -> str:
        cells = ['<col class="col-unit"><col class="col-name">']
        for _, columns in self.runs:
            cells.append(('<col class="open">' if columns[0].opened_from else "<col>") * len(columns))
            cells.append('<col class="col-gap">')
        return f"<colgroup>{''.join(cells)}</colgroup>"

    def _groups(self) -> str:
        corner = (
            '<td colspan="2" rowspan="2" class="corner">'
            '<span class="over"><i class="strand party"></i>党组织为经</span>'
            '<span><i class="strand biz"></i>业务重点为纬</span><span class="last">到期</span></td>'
        )
        cells = [self._group(label, columns) + "<td></td>" for label, columns in self.runs]
        return f'<tr class="groups">{corner}{"".join(cells)}</tr>'

    def _group(self, label: str, columns: list[Column]) -> str:
        if opened := columns[0].opened_from:
            return self._opened_group(label, columns, opened)
        total = _of_group(label, self.grid.columns)
        size = f"{len(columns)} 个" if total == _of_group(label, self.columns) else f"{total} 个中的 {len(columns)} 个"
        words = escape(f"{label} {size}")
        if len(columns) < 3:
            words = f'<span class="sr">{words}</span>'
        return f'<th scope="colgroup" colspan="{len(columns)}">{words}</th>'

    def _opened_group(self, label: str, columns: list[Column], opened: str) -> str:
        """The name of the committee that was opened, as far as there is room, and the way back."""
        close = f'<a class="link" href="{escape(self.link(open="-", at="", **{"from": opened}))}">收起</a>'
        branches = sum(each.code != opened for each in self.grid.columns if each.opened_from == opened)
        said = escape(f"{label}，{branches} 个支部" if branches else f"{label}，还没有支部")
        if len(columns) * ROOM < len(said) + 3:  # 收起 needs its place too
            said = f'<span class="sr">{said}</span>'
        return f'<th scope="colgroup" colspan="{len(columns)}" class="open">{said} {close}</th>'

    def _heads(self) -> str:
        cells = [self._head(at, column) for at, column in enumerate(self.columns)]
        for at, end in enumerate(self.ends):
            if end:
                cells[at] += "<td></td>"
        return f'<tr class="heads">{"".join(cells)}</tr>'

    def _head(self, at: int, column: Column) -> str:
        kind = ["open"] * bool(column.opened_from) + self.kinds[at] + ["chosen"] * (column.code == self.at[1])
        css = f' class="{" ".join(kind)}"' if kind else ""
        opens = ' aria-expanded="false"' if column.opens else ""
        name = escape(column.name)
        return (
            f'<th scope="col"{css}><a href="{self.targets[at]}" title="{name}"{opens}>'
            f'<span>{escape(column.short)}</span><span class="sr" id="c{at}">{name}</span></a></th>'
        )

    def _target(self, column: Column) -> str:
        if column.opens:
            return self.link(open=column.code, at="", **{"from": ""})
        return address("organizations:organization", column.organization_id) if column.organization_id else "?"

    def _unit(self, unit: str, rows: list[Row]) -> str:
        short = rows[0].short or unit
        across = " across" if len(short) > ACROSS * len(rows) else ""
        head = (
            f'<th scope="rowgroup" rowspan="{len(rows)}" class="unit{across}">'
            f'<span title="{escape(unit)}">{escape(short)}</span></th>'
        )
        drawn = [self._row(row, "" if number else head) for number, row in enumerate(rows)]
        gap = "".join(self.empty if self.passed_chosen else self.empty_warped)
        spacer = f'<tr class="spacer" aria-hidden="true"><td colspan="2"></td>{gap}</tr>'
        return f"<tbody>{''.join(drawn)}{spacer}</tbody>"

    def _row(self, row: Row, head: str) -> str:
        nobody = row.is_empty and self.grid.whole
        if chosen := row.code == self.at[0]:
            tags, cells = self._chosen_cells()
        else:
            tags = self.plain if self.passed_chosen else self.warped
            cells = list(self.empty if self.passed_chosen else self.empty_warped)
        before = f"{self.before_stone}{quote(row.code)}:"
        for code, crossing in row.crossings.items():
            if (at := self.index.get(code)) is not None:
                cells[at] = f"{tags[at]}{self._stone(before, row, at, crossing)}{self.ends[at]}"
        if nobody and cells:
            cells[0] = f"{tags[0]}{self._pill(row)}{self.ends[0]}"
        self.passed_chosen = self.passed_chosen or chosen
        kind = " ".join(["nobody"] * nobody + ["chosen"] * chosen)
        opening = f'<tr class="{kind}">' if kind else "<tr>"
        return f"{opening}{head}{self._row_head(row, nobody)}{''.join(cells)}</tr>"

    def _chosen_cells(self) -> tuple[list[str], list[str]]:
        """The weft runs from the head of the row to the chosen stone, or all through where that is in another part."""
        until = len(self.columns) if self.chosen_column is None else self.chosen_column
        tags = [
            _cell([*kind, *["weft"] * (at < until), *["warp", "here"] * (at == until)])
            for at, kind in enumerate(self.kinds)
        ]
        cells = [tag + end for tag, end in zip(tags, self.ends, strict=True)]
        for at in range(until):
            cells[at] = cells[at].replace('"skip-col"', '"skip-col weft"')
        return tags, cells

    def _row_head(self, row: Row, nobody: bool) -> str:
        due = f"<time>{_due(row)}</time>" if row.due_on else ""
        said = f"<small>{row.words() or '这里还没有措施'}</small>"
        if nobody:
            said = f'<small class="say-warn">{self.warn}还没有人接</small>'
        target = address("objectives:priority", row.pk)
        name = f'<b id="r{row.pk}">{escape(row.name)}</b>'
        return f'<th scope="row" class="row-head"><a href="{target}">{name}{due}{said}</a></th>'

    def _stone(self, before: str, row: Row, at: int, crossing: Crossing) -> str:
        """Named by its row, its column, its state and, with several measures, their number."""
        rank, count = crossing
        several, number = (f" n{count}", f"<em>{count}</em>") if count > 1 else ("", "")
        current = ' aria-current="true"' if (row.code, self.columns[at].code) == self.at else ""
        return (
            f'<a class="at" href="{before}{self.after_row[at]}"'
            f' aria-labelledby="r{row.pk} c{at} s-{LEAST_FIRST[rank]}{several}"{current}>'
            f'{self.stones[rank]}{number}<span class="name">{escape(self.columns[at].short)}</span></a>'
        )

    def _pill(self, row: Row) -> str:
        waiting = f"提出 {row.days_waiting} 天" if row.days_waiting is not None else "还没到起始日"
        ask = f"，可以问问{row.ask}" if row.ask else "，看这一项"
        return f'<a class="ask" href="{address("objectives:priority", row.pk)}">{escape(waiting + ask)}</a>'

    def _feet(self) -> str:
        counts = Counter(code for row in self.counted for code in row.crossings)
        cells = [self._foot(at, counts[column.code]) for at, column in enumerate(self.columns)]
        for at, end in enumerate(self.ends):
            if end:
                cells[at] += "<td></td>"
        return f'<tr><th colspan="2" scope="row">每条竖线上落了几处</th>{"".join(cells)}</tr>'

    def _foot(self, at: int, count: int) -> str:
        link = f'<a id="f{at}" href="{self.targets[at]}" aria-labelledby="c{at} f{at}">'
        if self.bare[at]:
            return f'<td class="bare-col">{link}{self.warn}<span>没有落点</span></a></td>'
        return f"<td>{link}<b>{count}</b><span>处</span></a></td>"


def _cell(kinds: list[str]) -> str:
    return f'<td class="{" ".join(kinds)}">' if kinds else "<td>"


def _before_stone(link: str) -> str:
    """Everything of a stone's address up to the code of its row; the stone itself says which part to draw."""
    return escape(link if link == "?" else f"{link}&") + "at="


def _by_unit(rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Rows grouped by the unit that raised them, in the order of the rows."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row.unit].append(row)
    yield from grouped.items()


def _runs(columns: Sequence[Column]) -> list[tuple[str, list[Column]]]:
    """Neighbouring columns of one group; an opened committee's branches make a run of their own."""
    runs: list[tuple[str, list[Column]]] = []
    last = None
    for column in columns:
        mark = (column.group, column.opened_from)
        if mark != last:
            runs.append((column.group, []))
            last = mark
        runs[-1][1].append(column)
    return runs


def _of_group(group: str, columns: Sequence[Column]) -> int:
    """How many closed columns of one group there are."""
    return sum(each.group == group and not each.opened_from for each in columns)


def _due(row: Row) -> str:
    due = row.due_on
    return f"{due:%m-%d}" if due is not None and due.year == today().year else f"{due:%Y-%m}"
