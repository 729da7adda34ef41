"""What is shown, as a file: a workbook or a csv that no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from urllib.parse import quote

from django.http import HttpResponse

TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def neutral(value):
    """For csv: text that a spreadsheet would run as a formula gets an apostrophe in front; numbers and dates stay."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value


def spreadsheet(name: str, heads: list[str], rows: Iterable[list], ending: str) -> HttpResponse:
    """An attachment called ``name.ending``; ``rows`` are lists of plain values."""
    content = _workbook(heads, rows) if ending == "xlsx" else _csv(heads, rows)
    response = HttpResponse(content, content_type=TYPES[ending])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.{ending}')}"
    return response


def _workbook(heads, rows) -> bytes:
    import xlsxwriter  # only an export needs it

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "constant_memory": False}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        sheet = workbook.add_worksheet()
        bold, day = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, heads, bold)
        sheet.freeze_panes(1, 0)
        # A string cell is never run; the quote prefix keeps it one when somebody edits the cell later.
        quoted = workbook.add_format({"quote_prefix": True})
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _write(sheet, number, column, value, day, quoted)
    return buffer.getvalue()


def _write(sheet, row, column, value, day, quoted) -> None:
    if isinstance(value, date | datetime):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
    elif value not in (None, ""):
        words = str(value)
        sheet.write_string(row, column, words, quoted if words.startswith(FORMULA_STARTS) else None)


def _csv(heads, rows) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(heads)
    writer.writerows([neutral("" if value is None else value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()
