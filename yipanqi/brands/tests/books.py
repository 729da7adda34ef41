"""Small workbooks for import tests: a sheet is a list of rows, a row maps headers to cells."""

from datetime import date
from pathlib import Path

import xlsxwriter


def book(path: Path, **sheets: list[dict[str, object]]) -> Path:
    """Write the sheets in the order given; the headers are those of all rows, in order."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"}) as written:
        for name, rows in sheets.items():
            sheet = written.add_worksheet(name)
            headers = list(dict.fromkeys(header for row in rows for header in row))
            sheet.write_row(0, 0, headers)
            for number, row in enumerate(rows, start=1):
                for column, header in enumerate(headers):
                    cell = row.get(header, "")
                    write = sheet.write_datetime if isinstance(cell, date) else sheet.write
                    write(number, column, cell)
    return path
