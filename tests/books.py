"""Small workbooks for import tests: a sheet is a list of rows, a row maps headers to cells."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter


def sheet(path: Path, rows: Sequence[Mapping[str, object]], name: str = "表") -> Path:
    """Write one sheet; the headers are those of all rows, in order."""
    headers = list(dict.fromkeys(header for row in rows for header in row))
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"}) as book:
        written = book.add_worksheet(name)
        written.write_row(0, 0, headers)
        for number, row in enumerate(rows, start=1):
            for column, header in enumerate(headers):
                cell = row.get(header, "")
                write = written.write_datetime if isinstance(cell, date | datetime) else written.write
                write(number, column, cell)
    return path
