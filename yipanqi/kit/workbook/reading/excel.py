"""Reading .xlsx and .xls: caps and everything beside values by our own pass first, then the values."""

from yipanqi.kit.workbook.reading import apart, biff, package, refusal
from yipanqi.kit.workbook.reading.archive import Archive
from yipanqi.kit.workbook.reading.limits import Limits
from yipanqi.kit.workbook.reading.sheet_xml import Scan
from yipanqi.kit.workbook.reading.sheets import Sheet


def read_xlsx(data: bytes, limits: Limits) -> list[Sheet]:
    archive = Archive(data, limits)
    return _sheets(data, package.scans(archive, limits))


def read_xls(data: bytes, limits: Limits) -> list[Sheet]:
    return _sheets(data, biff.scans(data, limits))


def _sheets(data: bytes, scans: dict[str, Scan]) -> list[Sheet]:
    """The values of every worksheet that a scan has passed."""
    try:
        values = apart.values_of(data, scans)
    except apart.Unreadable as wrong:
        raise (refusal.encrypted() if wrong.needs_password else refusal.broken()) from None
    return [_sheet(name, visible, rows, scans[name]) for name, visible, rows in values]


def _sheet(name: str, visible: bool, rows: list[list], scan: Scan) -> Sheet:
    sheet = Sheet(
        name=name.replace(apart.NUL, ""),
        rows=rows,
        visible=visible,
        hidden_rows=scan.hidden_rows,
        hidden_columns=scan.hidden_columns,
        formula_columns=scan.formula_columns,
        merges=scan.merges,
    )
    for (row, column), reason in scan.broken.items():
        sheet.put(row, column, reason)
    for (row, column), dress in scan.dressed.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = dress.show(rows[row][column])
    return sheet
