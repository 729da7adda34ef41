"""Reading the people list as somebody in front of it does."""

import io
import re
from html import unescape

from python_calamine import CalamineWorkbook

ROW = re.compile(r"<tr(?: class=\"on\")?><td class=\"tick\">.*?</tr>")
NAME = re.compile(r'<th scope="row"><a href="/people/(\d+)">([^<]+)</a>')
CELL = re.compile(r'<td data-label="([^"]+)"[^>]*>(.*?)</td>')
TAG = re.compile(r"<[^>]+>")


def names(page) -> list[str]:
    """Names of the rows, in order."""
    return [name for _, name in NAME.findall(page.content.decode())]


def cells(page) -> dict[str, dict[str, str]]:
    """Name -> column -> text of the cell."""
    rows = {}
    for row in ROW.findall(page.content.decode()):
        name = NAME.findall(row)[0][1]
        rows[name] = {label: unescape(TAG.sub("", cell)) for label, cell in CELL.findall(row)}
    return rows


def ticked(page) -> list[str]:
    return [NAME.findall(row)[0][1] for row in ROW.findall(page.content.decode()) if " checked" in row]


def workbook(response) -> list[list]:
    """The rows of an exported workbook, heads first."""
    return CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
