"""The board's table and the sentences above it in plain f-strings, for a reader who chose nothing.

What `insight.board.drawing` is held to.
"""

from collections import Counter
from html import escape
from itertools import groupby

from yipanqi.insight.board.grid import LEAST_FIRST, Grid, Row
from yipanqi.insight.board.sentences import Sentence, sentences
from yipanqi.insight.board.windows import column_window
from yipanqi.kit.clock import today
from yipanqi.kit.icons import icon, stone

ALL_BARE = "?view=table&only=bare&by=columns"
STONES = [stone(each) for each in LEAST_FIRST]
CORNER = (
    '<tr class="groups"><td colspan="2" rowspan="2" class="corner"><span class="over"><i class="strand party"></i>'
    '党组织为经</span><span><i class="strand biz"></i>业务重点为纬</span><span class="last">到期</span></td>'
)


def table(grid: Grid) -> str:
    columns = column_window(grid.columns).shown
    counts = Counter(code for row in grid.rows for code in row.crossings)
    runs = [(key, list(run)) for key, run in groupby(columns, key=lambda each: (each.group, each.opened_from))]
    last = {run[-1].code for _, run in runs}
    cells = [
        (f"<td{css('bare-col' * (not counts[each.code]))}>", '<td class="skip-col">' * (each.code in last))
        for each in columns
    ]
    several = sorted({n for row in grid.rows for _, n in row.crossings.values() if n > 1})
    words = "".join(f'<span hidden id="n{n}">{n} 项措施</span>' for n in several)
    cols = "".join(f"<col{css('open' * bool(o))}>" * len(run) + '<col class="col-gap">' for (_, o), run in runs)
    groups = "".join(group(grid, columns, name, opened, run) + "<td></td>" for (name, opened), run in runs)
    feet_cells = feet(columns, counts, last)
    size = f"{len(grid.rows)} 项业务重点为横线，{len(columns)} 个党组织为竖线。"
    return (
        f'<table class="board"><caption class="sr">棋盘：{size}'
        f"点棋子看措施，点行名、列名看清单。{words}</caption>"
        f'<colgroup><col class="col-unit"><col class="col-name">{cols}</colgroup><thead>{CORNER}{groups}</tr>'
        f'<tr class="heads">{heads(columns, counts, last)}</tr></thead>{bodies(grid, columns, cells)}'
        f'<tfoot><tr><th colspan="2" scope="row">每条竖线上落了几处</th>{feet_cells}</tr></tfoot></table>'
    )


def facets(grid: Grid) -> str:
    return '<ul class="facets three">\n' + "".join(map(facet, sentences(grid, ALL_BARE))) + "\n</ul>"


def facet(each: Sentence) -> str:
    names = f"<b>{escape(each.names)}</b>" if each.names else ""
    return (
        f'\n<li><span class="mark {each.mark}">{icon(each.icon)}</span><div><h2>{each.title}</h2><p>{names}'
        f'{escape(each.words)} <a class="link" href="{escape(each.link)}">{each.link_words}</a></p></div></li>\n'
    )


def css(kinds: str) -> str:
    return f' class="{kinds}"' if kinds else ""


def target(column) -> str:
    if column.opens:
        return f"?open={column.code}"
    return f"/organizations/{column.organization_id}" if column.organization_id else "?"


def group(grid: Grid, columns, name: str, opened: str, run: list) -> str:
    if opened:
        branches = sum(each.opened_from == opened and each.code != opened for each in grid.columns)
        said = f"{escape(name)}，{branches} 个支部" if branches else f"{escape(name)}，还没有支部"
        if len(run) * 1.4 < len(said) + 3:
            said = f'<span class="sr">{said}</span>'
        close = f'<a class="link" href="?open=-&amp;from={opened}">收起</a>'
        return f'<th scope="colgroup" colspan="{len(run)}" class="open">{said} {close}</th>'
    total, shown = (sum(e.group == name and not e.opened_from for e in some) for some in (grid.columns, columns))
    said = escape(f"{name} {len(run)} 个" if total == shown else f"{name} {total} 个中的 {len(run)} 个")
    if len(run) < 3:
        said = f'<span class="sr">{said}</span>'
    return f'<th scope="colgroup" colspan="{len(run)}">{said}</th>'


def heads(columns, counts, last) -> str:
    drawn = []
    for at, each in enumerate(columns):
        kinds = " ".join(["open"] * bool(each.opened_from) + ["bare-col"] * (not counts[each.code]))
        name, expanded = escape(each.name), ' aria-expanded="false"' if each.opens else ""
        drawn.append(
            f'<th scope="col"{css(kinds)}><a href="{target(each)}" title="{name}"{expanded}>'
            f'<span>{escape(each.short)}</span><span class="sr" id="c{at}">{name}</span></a></th>'
            + "<td></td>"
            * (each.code in last)
        )
    return "".join(drawn)


def feet(columns, counts, last) -> str:
    drawn = []
    for at, each in enumerate(columns):
        count = counts[each.code]
        said = f"<b>{count}</b><span>处</span>" if count else f"{icon('warn')}<span>没有落点</span>"
        drawn.append(
            f'<td{css("bare-col" * (not count))}><a id="f{at}" href="{target(each)}" aria-labelledby="c{at} f{at}">'
            f"{said}</a></td>" + "<td></td>" * (each.code in last)
        )
    return "".join(drawn)


def bodies(grid: Grid, columns, cells: list[tuple[str, str]]) -> str:
    place = {each.code: (at, escape(each.short)) for at, each in enumerate(columns)}
    empty = [opening + skip for opening, skip in cells]
    spacer = f'<tr class="spacer" aria-hidden="true"><td colspan="2"></td>{"".join(empty)}</tr></tbody>'
    drawn = []
    for unit, rows in groupby(grid.rows, key=lambda row: row.unit):
        together = list(rows)
        short = together[0].short or unit
        across = " across" if len(short) > 3 * len(together) else ""
        head = (
            f'<th scope="rowgroup" rowspan="{len(together)}" class="unit{across}">'
            f'<span title="{escape(unit)}">{escape(short)}</span></th>'
        )
        drawn.append("<tbody>")
        for each in together:
            drawn.append(row(each, head, each.is_empty and grid.whole, place, cells, list(empty)))
            head = ""
        drawn.append(spacer)
    return "".join(drawn)


def row(found: Row, head: str, nobody: bool, place, cells: list[tuple[str, str]], drawn: list[str]) -> str:
    for code, (rank, count) in found.crossings.items():
        if code in place:
            at, short = place[code]
            opening, skip = cells[at]
            several, number = (f" n{count}", f"<em>{count}</em>") if count > 1 else ("", "")
            drawn[at] = (
                f'{opening}<a class="at" href="?at={found.code}:{code}#dock" aria-labelledby="r{found.pk} c{at}'
                f' s-{LEAST_FIRST[rank]}{several}">{STONES[rank]}{number}<span class="name">{short}</span></a>{skip}'
            )
    said = f"<small>{found.words() or '这里还没有措施'}</small>"
    if nobody:
        said = f'<small class="say-warn">{icon("warn")}还没有人接</small>'
        waiting = f"提出 {found.days_waiting} 天" if found.days_waiting is not None else "还没到起始日"
        ask = f"，可以问问{found.ask}" if found.ask else "，看这一项"
        pill = f'<a class="ask" href="/weave/{found.pk}">{escape(waiting + ask)}</a>'
        drawn[0] = f"{cells[0][0]}{pill}{cells[0][1]}"
    due = found.due_on
    day = "" if due is None else f"<time>{due:{'%m-%d' if due.year == today().year else '%Y-%m'}}</time>"
    return (
        f'<tr{css("nobody" * nobody)}>{head}<th scope="row" class="row-head"><a href="/weave/{found.pk}">'
        f'<b id="r{found.pk}">{escape(found.name)}</b>{day}{said}</a></th>{"".join(drawn)}</tr>'
    )
