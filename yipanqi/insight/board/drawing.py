"""The board as one table: threads are drawn by the stylesheet, stones are links in the order of the tree."""

from collections.abc import Callable
from dataclasses import replace
from html import escape

from django.utils.safestring import SafeString, mark_safe

from yipanqi.insight.board.columns import Column
from yipanqi.insight.board.grid import STONE_WORDS, Grid, Row
from yipanqi.kit.icons import icon, stone
from yipanqi.kit.links import address

ROOM = 1.4  # characters of a group's name that one column of an opened committee has room for
ACROSS = 3  # characters that stand upright beside one row; a longer name of a lone row is written across


class Drawing:
    """Draws the chosen ``rows`` of a grid. ``link(**changes)`` gives this page's address with other choices; ``at`` is
    the chosen crossing as (priority code, column code). A column is bare when the whole grid leaves it so."""

    def __init__(self, grid: Grid, rows: list[Row], *, at: tuple[str, str], link: Callable[..., str]):
        self.grid, self.at, self.link = replace(grid, rows=rows), at, link
        self.warn = icon("warn")
        self.bare = {column.code for column in grid.empty_columns}
        self.runs = _runs(grid.columns)
        self.passed_chosen = False  # below the chosen stone its warp is an ordinary thread again

    def table(self) -> SafeString:
        parts = [
            '<table class="board">',
            f'<caption class="sr">棋盘：{len(self.grid.rows)} 项业务重点为横线，'
            f"{len(self.grid.columns)} 个党组织为竖线。"
            "点棋子看措施，点行名、列名看清单。</caption>",
            self._colgroup(),
            f"<thead>{self._groups()}{self._heads()}</thead>",
            *(self._unit(unit, rows) for unit, rows in self.grid.units),
            f"<tfoot>{self._feet()}</tfoot></table>",
        ]
        return mark_safe("".join(parts))

    def _colgroup(self) -> str:
        cells = ['<col class="col-unit"><col class="col-name">']
        for _, columns in self.runs:
            cells += ['<col class="open">' if column.opened_from else "<col>" for column in columns]
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
        if columns[0].opened_from:
            close = f'<a class="link" href="{escape(self.link(open="-", at=""))}">收起</a>'
            label = f"{label}，{len(columns)} 个支部"
            said = escape(label)
            if len(columns) * ROOM < len(label) + 3:  # 收起 needs its place too
                said = f'<span class="sr">{said}</span>'
            return f'<th scope="colgroup" colspan="{len(columns)}" class="open">{said} {close}</th>'
        words = f"{label} {len(columns)} 个" if len(columns) > 2 else f'<span class="sr">{label}</span>'
        return f'<th scope="colgroup" colspan="{len(columns)}">{words}</th>'

    def _heads(self) -> str:
        cells = []
        for _, columns in self.runs:
            cells += [self._head(column) for column in columns]
            cells.append("<td></td>")
        return f'<tr class="heads">{"".join(cells)}</tr>'

    def _head(self, column: Column) -> str:
        kind = " ".join(
            word for word, on in (("open", column.opened_from), ("bare-col", column.code in self.bare),
                                  ("chosen", column.code == self.at[1])) if on
        )  # fmt: skip
        target = self.link(open=column.code, at="") if column.opens else self._list(column)
        hint = "展开到支部" if column.opens else "打开"
        return (
            f'<th scope="col" class="{kind}"><a href="{escape(target)}" title="{escape(column.name)}">'
            f'<span>{escape(column.short)}</span><span class="sr">，{escape(column.name)}，{hint}</span></a></th>'
        )

    def _list(self, column: Column) -> str:
        return (
            address("organizations:organization", column.organization_id)
            if column.organization_id
            else self.link(at="")
        )

    def _unit(self, unit: str, rows: list[Row]) -> str:
        name = f'<span title="{escape(unit)}">{escape(rows[0].short or unit)}</span>'
        across = " across" if len(rows[0].short or unit) > ACROSS * len(rows) else ""
        head = f'<th scope="rowgroup" rowspan="{len(rows)}" class="unit{across}">{name}</th>'
        drawn = [self._row(row, head if number == 0 else "") for number, row in enumerate(rows)]
        gap = "".join(self._gap_cells())
        return f'<tbody>{"".join(drawn)}<tr class="spacer" aria-hidden="true"><td colspan="2"></td>{gap}</tr></tbody>'

    def _gap_cells(self):
        for _, columns in self.runs:
            for column in columns:
                yield f'<td class="{self._vertical(column)}"></td>'
            yield '<td class="skip-col"></td>'

    def _row(self, row: Row, head: str) -> str:
        chosen = row.code == self.at[0]
        kind = " ".join(word for word, on in (("nobody", row.is_empty and self.grid.whole), ("chosen", chosen)) if on)
        drawn = f'<tr class="{kind}">{head}{self._row_head(row)}{"".join(self._cells(row, chosen))}</tr>'
        self.passed_chosen = self.passed_chosen or chosen
        return drawn

    def _row_head(self, row: Row) -> str:
        due = f"<time>{_due(row)}</time>" if row.due_on else ""
        said = f"<small>{row.words() or '这里还没有措施'}</small>"
        if row.is_empty and self.grid.whole:
            said = f'<small class="say-warn">{self.warn}还没有人接</small>'
        target = address("objectives:priority", row.pk)
        return f'<th scope="row" class="row-head"><a href="{target}"><b>{escape(row.name)}</b>{due}{said}</a></th>'

    def _cells(self, row: Row, chosen: bool):
        passed = False
        first = True
        for _, columns in self.runs:
            for column in columns:
                here = chosen and column.code == self.at[1]
                kind = [self._vertical(column)]
                if here:
                    kind.append("here")
                elif chosen and not passed:
                    kind.append("weft")
                passed = passed or here
                invites = first and row.is_empty and self.grid.whole
                inside = self._stone(row, column) or (self._pill(row) if invites else "")
                first = False
                yield f'<td class="{" ".join(word for word in kind if word)}">{inside}</td>'
            yield f'<td class="skip-col{" weft" if chosen and not passed else ""}"></td>'

    def _vertical(self, column: Column) -> str:
        return " ".join(
            word for word, on in (("open", column.opened_from), ("bare-col", column.code in self.bare),
                                  ("warp", column.code == self.at[1] and not self.passed_chosen)) if on
        )  # fmt: skip

    def _stone(self, row: Row, column: Column) -> str:
        crossing = row.crossings.get(column.code)
        if crossing is None:
            return ""
        count = len(crossing.measures)
        current = ' aria-current="true"' if (row.code, column.code) == self.at else ""
        several = f"，{count} 项措施" if count > 1 else ""
        label = f"{row.name}，{column.name}：{STONE_WORDS[crossing.stone]}{several}"
        target = self.link(at=f"{row.code}:{column.code}") + "#dock"
        number = f"<em>{count}</em>" if count > 1 else ""
        return (
            f'<a class="at" href="{escape(target)}" aria-label="{escape(label)}"{current}>'
            f"{stone(crossing.stone)}"
            f'{number}<span class="name" aria-hidden="true">{escape(column.short)}</span></a>'
        )

    def _pill(self, row: Row) -> str:
        waiting = f"提出 {row.days_waiting} 天" if row.days_waiting is not None else "还没到起始日"
        ask = f"，可以问问{row.ask}" if row.ask else "，看这一项"
        return f'<a class="ask" href="{address("objectives:priority", row.pk)}">{escape(waiting + ask)}</a>'

    def _feet(self) -> str:
        cells = ['<th colspan="2" scope="row">每条竖线上落了几处</th>']
        for _, columns in self.runs:
            cells += [self._foot(column) for column in columns]
            cells.append("<td></td>")
        return f"<tr>{''.join(cells)}</tr>"

    def _foot(self, column: Column) -> str:
        count = sum(column.code in row.crossings for row in self.grid.rows)
        target = escape(self.link(open=column.code, at="") if column.opens else self._list(column))
        if column.code in self.bare:
            link = f'<a href="{target}" aria-label="{escape(column.name)}：没有落点">'
            return f'<td class="bare-col">{link}{self.warn}<span>没有落点</span></a></td>'
        label = f"{escape(column.name)}：{count} 处"
        return f'<td><a href="{target}" aria-label="{label}"><b>{count}</b><span>处</span></a></td>'


def _runs(columns: list[Column]) -> list[tuple[str, list[Column]]]:
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


def _due(row: Row) -> str:
    from yipanqi.kit.clock import today

    due = row.due_on
    return f"{due:%m-%d}" if due is not None and due.year == today().year else f"{due:%Y-%m}"
