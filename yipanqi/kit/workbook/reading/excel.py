"""Reading .xlsx and .xls: calamine for values, our own pass for the rest, caps before either."""

import io
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine as calamine

from yipanqi.kit.workbook.reading import biff, package, refusal
from yipanqi.kit.workbook.reading.archive import Archive
from yipanqi.kit.workbook.reading.limits import Limits
from yipanqi.kit.workbook.reading.sheet_xml import Scan
from yipanqi.kit.workbook.reading.sheets import Sheet

Value = str | int | float | bool | date | datetime | time | timedelta | None


def read_xlsx(data: bytes, limits: Limits) -> list[Sheet]:
    archive = Archive(data, limits)
    return _sheets(data, package.scans(archive, limits))


def read_xls(data: bytes, limits: Limits) -> list[Sheet]:
    return _sheets(data, biff.scans(data, limits))


def _sheets(data: bytes, scans: dict[str, Scan]) -> list[Sheet]:
    """Load the values of every worksheet that a scan has passed."""
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return [
                _sheet(book, each, scans[each.name])
                for each in book.sheets_metadata
                if each.name in scans and each.typ == calamine.SheetTypeEnum.WorkSheet
            ]
    except calamine.PasswordError:
        raise refusal.encrypted() from None
    except (calamine.CalamineError, OSError, ValueError):
        raise refusal.broken() from None
    except BaseException as wrong:
        if type(wrong).__name__ == "PanicException":  # how a parser written in Rust gives up on a broken file
            raise refusal.broken() from None
        raise


def _sheet(book: Any, meta: Any, scan: Scan) -> Sheet:
    loaded = book.get_sheet_by_name(meta.name)
    rows = loaded.to_python(skip_empty_area=False) if loaded.height else []
    sheet = Sheet(
        name=meta.name,
        rows=rows,
        visible=meta.visible == calamine.SheetVisibleEnum.Visible,
        hidden_rows=scan.hidden_rows,
        hidden_columns=scan.hidden_columns,
        formula_columns=scan.formula_columns,
        merges=scan.merges,
    )
    for (row, column), reason in scan.broken.items():
        sheet.put(row, column, reason)
    return sheet
