"""A list page: filters in the address, count, table, real page numbers, export of what is shown."""

from math import ceil
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from yipanqi.kit.filters import Filter
from yipanqi.kit.pages.export import spreadsheet
from yipanqi.kit.tables import Column, Table

PER_PAGE = 50


class ListPage(View):
    """Declare ``model``, ``title``, ``columns``; override ``rows(scope)`` before anything else.

    ``order`` is the natural order (name, tree or due date: never a score, D1). ``empty`` is what stands there when
    nothing does, ``crumbs`` are (label, view name) pairs, ``export_name`` the file name of an export without ending.
    """

    model: type
    title = ""
    lead = ""
    columns: tuple[Column, ...] = ()
    filters: tuple[Filter, ...] = ()
    order: tuple[str, ...] = ("pk",)
    counted = "条"
    crumbs: tuple[tuple[str, str], ...] = ()
    empty = "这里还没有内容"
    template = "kit/list.html"
    rows_template = "kit/list_rows.html"
    export_name = ""
    select = False

    def rows(self, scope):
        """What this person may see at all."""
        return self.model.objects.visible_to(scope)

    def table_columns(self, scope) -> tuple[Column, ...]:
        return self.columns

    def context(self, request) -> dict:
        """More for the template."""
        return {}

    def exported(self, request, queryset, columns) -> None:
        """Called before an export leaves: a place for traces."""

    def get(self, request: HttpRequest) -> HttpResponse:
        values = {each.name: request.GET.get(each.name, "").strip()[:100] for each in self.filters}
        queryset = self.narrowed(request, values)
        table = Table(self.table_columns(request.scope), caption=self.title)
        sort = self._sort(request, table)
        queryset = queryset.order_by(*self._order(sort, table), "pk")
        if (ending := request.GET.get("export")) in ("xlsx", "csv") and self.export_name:
            return self._export(request, queryset, table, ending)
        return self._page(request, queryset, table, values, sort)

    def narrowed(self, request, values: dict[str, str]):
        queryset = self.rows(request.scope)
        for each in self.filters:
            if values[each.name]:
                queryset = each.narrow(queryset, values[each.name], request.scope)
        return queryset

    def _page(self, request, queryset, table, values, sort):
        count = queryset.order_by().count()
        pages = max(1, ceil(count / PER_PAGE))
        number = min(max(1, _whole(request.GET.get("page"))), pages)
        start = (number - 1) * PER_PAGE
        rows = table.rows(queryset[start : start + PER_PAGE])

        def address(**changes) -> str:
            query = {**{k: v for k, v in values.items() if v}, "sort": sort, **changes}
            return "?" + urlencode({k: v for k, v in query.items() if v})

        context = {
            "page": self,
            "count": count,
            "table": table.draw(rows, sort=sort, address=lambda key: address(sort=key), select=self.select),
            "rows_shown": len(rows),
            "filters": [(each, each.draw(values[each.name])) for each in self.filters if not each.more],
            "more_filters": [(each, each.draw(values[each.name])) for each in self.filters if each.more],
            "more_open": any(values[each.name] for each in self.filters if each.more),
            "chosen": [
                (each.label, each.words(values[each.name]), address(**{each.name: ""}))
                for each in self.filters
                if values[each.name]
            ],
            "sort": sort,
            "pages": _numbers(number, pages, lambda n: address(page=n if n > 1 else "")),
            "first": start + 1 if rows else 0,
            "last": start + len(rows),
            "export": {kind: address(export=kind) for kind in ("xlsx", "csv")} if self.export_name else None,
            **self.context(request),
        }
        return render(request, self.rows_template if _wants_rows(request) else self.template, context)

    def _export(self, request, queryset, table, ending):
        self.exported(request, queryset, table.columns)
        heads = [column.label for column in table.columns]
        rows = (table.exported(row) for row in queryset.values_list(*table.fields).iterator(chunk_size=2000))
        return spreadsheet(self.export_name, heads, rows, ending)

    def _sort(self, request, table) -> str:
        wanted = request.GET.get("sort", "")
        sortable = {column.key for column in table.columns if column.order}
        return wanted if wanted.removeprefix("-") in sortable else ""

    def _order(self, sort, table) -> tuple[str, ...]:
        for column in table.columns:
            if column.key == sort:
                return column.order
            if "-" + column.key == sort:
                return tuple("-" + each for each in column.order)
        return self.order


def _wants_rows(request) -> bool:
    return bool(request.htmx) and request.htmx.target == "rows"


def _whole(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 8 else 1


def _numbers(number: int, pages: int, address) -> dict:
    """Page numbers around the present one, first and last always; a gap is None."""
    near = sorted({1, pages, *range(max(1, number - 2), min(pages, number + 2) + 1)})
    shown: list[dict | None] = []
    for before, n in zip([0, *near], near, strict=False):
        if before and n - before > 1:
            shown.append(None)
        shown.append({"number": n, "address": address(n), "current": n == number})
    return {
        "shown": shown if pages > 1 else [],
        "previous": address(number - 1) if number > 1 else None,
        "following": address(number + 1) if number < pages else None,
    }
