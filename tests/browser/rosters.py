"""Workbooks that browser tests hand in, made from the example district's own roster."""

from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from tests.templates import ROOT

ROSTER = ROOT / "examples" / "district" / "03_人员花名册.xlsx"


def new_colleagues(path: Path, count: int, faults: dict[int, dict[str, str]]) -> Path:
    """A roster of people who are not there yet: like the first of the district, with numbers of their own.

    `faults` puts cells that cannot be right into some rows: row (1 = the first person) -> header -> text.
    """
    head, *body = CalamineWorkbook.from_path(ROSTER).get_sheet_by_index(0).to_python()
    headers = [str(header) for header in head]
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("花名册")
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, headers)
        for place, row in enumerate(body[:count], start=1):
            cells = dict(zip(headers, row, strict=True)) | {"工号": f"NEW{place:05}", "公民身份号码": ""}
            for column, header in enumerate(headers):
                sheet.write(
                    place, column, faults.get(place, {}).get(header, cells[header]), day_or_none(cells[header], day)
                )
    return path


def day_or_none(cell: object, day: object) -> object:
    return day if hasattr(cell, "year") else None
