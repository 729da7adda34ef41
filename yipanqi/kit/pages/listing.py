"""A list page: filters in the address, count, table, real page numbers, export of what is shown."""

from collections.abc import Container
from functools import cached_property
from math import ceil
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.views import View

from yipanqi.kit.filters import Filter
from yipanqi.kit.pager import pager
from yipanqi.kit.pages.export import spreadsheet
from yipanqi.kit.request import Request
from yipanqi.kit.saved_views import BuiltIn, views_of
from yipanqi.kit.tables import Column, Table

PER_PAGE = 50
MOST_COLUMNS = 7


class ListPage(View):
    """Declare ``model``, ``title``, ``columns``; override ``rows(scope)`` before anything else.

    ``order`` is the natural order (name, tree or due date: never a score, D1). ``empty`` is what stands there when
    nothing does, ``imported_as`` the kind of workbook that fills it; ``crumbs`` are (label, view name) pairs,
    ``export_name`` the file name of an export without ending. ``kept`` names further parameters that links of the
    page carry on. With ``views`` (built-in ones, perhaps none) people keep filters under a name; columns that are
    ``optional`` bring a chooser.
    """

    request: Request
    model: Any  # a model class whose manager has visible_to(scope)
    title = ""
    lead = ""
    columns: tuple[Column, ...] = ()
    filters: tuple[Filter, ...] = ()
    order: tuple[str, ...] = ("pk",)
    counted = "条"
    crumbs: tuple[tuple[str, str], ...] = ()
    empty = "这里还没有内容"
    imported_as = ""
    template = "kit/list.html"
    rows_template = "kit/list_rows.html"
    export_name = ""
    select = False
    kept: tuple[str, ...] = ()
    views: tuple[BuiltIn, ...] | None = None

    narrows = False  # whether the address asks for less than all there is

    def rows(self, scope):
        """What this person may see at all."""
        return self.model.objects.visible_to(scope)

    def table_columns(self, scope) -> tuple[Column, ...]:
        """All columns there are for this reader; asked once a request."""
        return self.columns

    @cached_property
    def _all_columns(self) -> tuple[Column, ...]:
        return self.table_columns(self.request.scope)

    def context(self, request) -> dict:
        """More for the template."""
        return {}

    def ordered(self, queryset, order: tuple[str, ...]):
        """The rows in order; what only sorting needs is annotated here, so that counting does not pay for it."""
        return queryset.order_by(*order, "pk")

    def page_rows(self, table: Table, queryset) -> list[tuple]:
        """The rows of one page or of an export chunk: a place to fetch in batch what cells need besides."""
        return table.rows(queryset)

    def ticked(self, request, rows: list[tuple]) -> Container[int]:
        """Keys of rows whose box is ticked when the page comes."""
        return ()

    def exported(self, request, queryset, columns) -> None:
        """Called before an export leaves: a place for traces."""

    def get(self, request: Request) -> HttpResponse:
        values = {each.name: request.GET.get(each.name, "").strip()[:100] for each in self.filters}
        queryset = self.narrowed(request, values)
        table = Table(self._columns(request), caption=self.title)
        sort = self._sort(request, table)
        if (ending := request.GET.get("export")) in ("xlsx", "csv") and self.export_name:
            return self._export(request, self.ordered(queryset, self._order(sort, table)), table, ending)
        return self._page(request, queryset, table, values, sort)

    def narrowed(self, request, values: dict[str, str]):
        self.narrows = any(values.values())
        queryset = self.rows(request.scope)
        for each in self.filters:
            if values[each.name]:
                queryset = each.narrow(queryset, values[each.name], request.scope)
        return queryset

    def _page(self, request, queryset, table, values, sort):
        count = queryset.count()
        pages = max(1, ceil(count / PER_PAGE))
        number = min(max(1, _whole(request.GET.get("page"))), pages)
        start = (number - 1) * PER_PAGE
        ordered = self.ordered(queryset, self._order(sort, table))
        rows = self.page_rows(table, ordered[start : start + PER_PAGE])
        state = self._state(request, values, sort)

        def address(**changes) -> str:
            return "?" + urlencode({k: v for k, v in {**state, **changes}.items() if v})

        context = {
            "page": self,
            "count": count,
            "table": table.draw(
                rows,
                sort=sort,
                address=lambda key: address(sort=key),
                select=self.select,
                chosen=self.ticked(request, rows) if self.select else (),
            ),
            "rows_shown": len(rows),
            "filters": [(each, each.draw(values[each.name])) for each in self.filters if not each.more],
            "more_filters": [(each, each.draw(values[each.name])) for each in self.filters if each.more],
            "more_open": any(values[each.name] for each in self.filters if each.more),
            "chosen": [
                (each.label, each.words(values[each.name]), address(**{each.name: ""}))
                for each in self.filters
                if values[each.name]
            ],
            "hidden": [(k, v) for k, v in state.items() if v and k not in values],
            "state": [(k, v) for k, v in state.items() if v],
            "column_choice": self._column_choice(request, table),
            "views": views_of(request, state, self.views) if self.views is not None else None,
            "pager": pager(
                number,
                pages,
                lambda n: address(page=n if n > 1 else ""),
                f"第 {start + 1:,}—{start + len(rows):,} {self.counted}，共 {count:,} {self.counted}",
            ),
            "export": {kind: address(export=kind) for kind in ("xlsx", "csv")} if self.export_name else None,
            **self.context(request),
        }
        if not _wants_rows(request):
            return render(request, self.template, context)
        # What stands outside the rows and speaks of the same filters (export, views) is swapped along with them.
        parts = (self.rows_template, "kit/list_beside.html")
        return HttpResponse("".join(render_to_string(part, {**context, "swapping": True}, request) for part in parts))

    def _export(self, request, queryset, table, ending):
        self.exported(request, queryset, table.columns)
        heads = [column.label for column in table.columns]
        rows = (table.exported(row) for row in self.page_rows(table, queryset))
        return spreadsheet(self.export_name, heads, rows, ending)

    def _state(self, request, values: dict[str, str], sort: str) -> dict[str, str]:
        """What the address says besides the page number."""
        kept = {name: request.GET.get(name, "")[:100] for name in self.kept}
        return {**values, "sort": sort, "cols": ",".join(self._asked_columns(request)), **kept}

    def _columns(self, request) -> tuple[Column, ...]:
        first, *rest = self._all_columns
        if asked := self._asked_columns(request):
            return (first, *[column for column in rest if column.key in asked][: MOST_COLUMNS - 1])
        return (first, *[column for column in rest if not column.optional])

    def _asked_columns(self, request) -> list[str]:
        asked = ",".join(request.GET.getlist("cols")).split(",")
        return [column.key for column in self._all_columns[1:] if column.key in asked]

    def _column_choice(self, request, table: Table) -> SafeString:
        """A tick box of every column but the first; empty where there is nothing to choose."""
        columns = self._all_columns
        if not any(column.optional for column in columns):
            return SafeString("")
        shown = {column.key for column in table.columns}
        return mark_safe(
            "".join(
                f'<label class="choice"><input type="checkbox" name="cols" value="{column.key}"'
                f"{' checked' if column.key in shown else ''}>{column.label}</label>"
                for column in columns[1:]
            )
        )

    def _sort(self, request, table) -> str:
        wanted = request.GET.get("sort", "")
        sortable = {column.key for column in table.columns if column.order}
        return wanted if wanted.removeprefix("-") in sortable else ""

    def _order(self, sort, table) -> tuple[str, ...]:
        for column in table.columns:
            if column.key == sort:
                return column.order
            if "-" + column.key == sort:
                return tuple(each[1:] if each.startswith("-") else "-" + each for each in column.order)
        return self.order


def _wants_rows(request) -> bool:
    """htmx names its target by tag and id: ``div#rows``."""
    return bool(request.htmx) and (request.htmx.target or "").rpartition("#")[2] == "rows"


def _whole(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 8 else 1
