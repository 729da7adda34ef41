"""Tables drawn in Python from ``values_list``: one string a cell, no template and no model instance in the loop."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

DASH = '<span class="none" aria-label="空">—</span>'


def text(value: Any) -> str:
    """A value as people read it: escaped, dates as 2026-11-09, nothing as a dash."""
    return DASH if value is None or value == "" else escape(str(value))


def link(href: str, words: Any) -> str:
    return f'<a href="{escape(href)}">{escape(str(words))}</a>'


def small(value: Any) -> str:
    """A second, quiet line in a cell."""
    return f'<span class="sub">{escape(str(value))}</span>' if value not in (None, "") else ""


@dataclass(frozen=True)
class Column:
    """One column. ``cell(*values)`` gets the values of ``fields`` and returns HTML; ``plain(*values)`` what an export
    writes (the first value unless given). ``order`` makes the head a sort link; ``key`` names it in addresses.
    ``css`` are classes of its cells; an ``optional`` column is shown only to those who choose it."""

    key: str
    label: str
    fields: tuple[str, ...]
    cell: Callable[..., str] = text
    plain: Callable[..., Any] | None = None
    order: tuple[str, ...] = ()
    numeric: bool = False
    optional: bool = False
    css: str = ""

    @property
    def classes(self) -> str:
        return f"{self.css} num".strip() if self.numeric else self.css

    def exported(self, values: Sequence) -> Any:
        return self.plain(*values) if self.plain else values[0]


class Table:
    """Columns over a queryset: says which fields to fetch, and draws or exports the rows."""

    def __init__(self, columns: Sequence[Column], *, caption: str, key: str = "pk"):
        self.columns = tuple(columns)
        self.caption = caption
        self.fields = list(dict.fromkeys([key, *(name for column in self.columns for name in column.fields)]))
        self.places = [[self.fields.index(name) for name in column.fields] for column in self.columns]

    def rows(self, queryset) -> list[tuple]:
        return list(queryset.values_list(*self.fields))

    def draw(self, rows: Iterable[tuple], *, sort: str = "", address: Callable[[str], str] | None = None,
             select: bool = False, chosen: Container[int] = ()) -> SafeString:  # fmt: skip
        """The whole ``<table>``. ``address(sort)`` gives the link of a sortable head; ``select`` adds tick boxes,
        those of the keys in ``chosen`` ticked."""
        head = self._head(sort, address, select)
        body = "".join(self._row(row, select, row[0] in chosen) for row in rows)
        return mark_safe(
            f'<table class="list"><caption class="sr">{escape(self.caption)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )

    def _head(self, sort, address, select) -> str:
        ticks = '<th scope="col" class="tick"><span class="sr">选</span></th>' if select else ""
        return ticks + "".join(self._head_cell(column, sort, address) for column in self.columns)

    @staticmethod
    def _head_cell(column: Column, sort: str, address) -> str:
        kind = ' class="num"' if column.numeric else ""
        if not (column.order and address):
            return f'<th scope="col"{kind}>{escape(column.label)}</th>'
        down = sort == column.key
        now = "ascending" if down else "descending" if sort == "-" + column.key else "none"
        arrow = {"ascending": " ↑", "descending": " ↓", "none": ""}[now]
        target = escape(address("-" + column.key if down else column.key))
        return (
            f'<th scope="col" aria-sort="{now}"{kind}><a href="{target}">{escape(column.label)}'
            f'<span aria-hidden="true">{arrow}</span></a></th>'
        )

    def _row(self, row: tuple, select: bool, ticked: bool) -> str:
        head, place = self.columns[0], self.places[0]
        on, tick = "", ""
        if select:
            on = ' class="on"' if ticked else ""
            tick = (
                f'<td class="tick"><input type="checkbox" name="chosen" value="{row[0]}"'
                f' aria-label="选 {escape(str(row[place[0]]))}"{" checked" if ticked else ""}></td>'
            )
        cells = [f'<tr{on}>{tick}<th scope="row">{head.cell(*[row[at] for at in place])}</th>']
        for draw, places, opening, blank in self._others:
            cell = draw(*[row[at] for at in places])
            cells.append(f"{blank if cell == DASH else opening}{cell}</td>")
        return "".join(cells) + "</tr>"

    @cached_property
    def _others(self) -> list[tuple[Callable[..., str], list[int], str, str]]:
        """Of every column but the first: how and of what it is drawn, and what opens its cells, full and blank.

        On phones a blank cell is left out: a card says only what there is.
        """
        return [
            (column.cell, places, _opening(column, column.classes), _opening(column, f"{column.classes} blank".strip()))
            for column, places in zip(self.columns[1:], self.places[1:], strict=True)
        ]

    def exported(self, row: tuple) -> list:
        return [
            column.exported([row[at] for at in place]) for column, place in zip(self.columns, self.places, strict=True)
        ]


def _opening(column: Column, classes: str) -> str:
    kind = f' class="{classes}"' if classes else ""
    return f'<td data-label="{column.label}"{kind}>'
