"""Handing out a workbook."""

from urllib.parse import quote

from django.http import HttpResponse

from yipanqi.kit.pages.export import TYPES


def workbook(name: str, content: bytes) -> HttpResponse:
    """An attachment called ``name.xlsx``, never opened in the page and never kept by a cache."""
    response = HttpResponse(content, content_type=TYPES["xlsx"])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.xlsx')}"
    response["Cache-Control"] = "no-store"
    return response
