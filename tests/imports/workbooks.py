"""Small workbooks for import tests."""

from collections.abc import Mapping
from pathlib import Path

import xlsxwriter

from yipanqi.kit.workbook.importing import Outcome, import_file
from yipanqi.kit.workbook.models import Batch

ROSTER = ("工号", "姓名", "性别", "出生日期", "所在机构代码", "职务", "政治面貌", "所在党组织代码", "入党时间", "手机")
NEW = {
    "工号": "N1", "姓名": "苏禾", "性别": "女", "出生日期": "1990-05-01", "所在机构代码": "DY0101", "职务": "查验岗",
    "政治面貌": "中共党员", "所在党组织代码": "D0101", "入党时间": "2015-07-01", "手机": "10012345678",
}  # fmt: skip


def workbook(path: Path, *rows: Mapping[str, object], headers: tuple[str, ...] = ROSTER, name: str = "名册") -> Path:
    """One sheet with these rows under these headers; a header a row does not have stays blank there."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, headers)
        for number, row in enumerate(rows, start=1):
            for column, header in enumerate(headers):
                sheet.write(number, column, row.get(header, ""))
    return path


def roster(path: Path, *rows: Mapping[str, object], **more) -> Path:
    """A roster of people like `NEW`, each with what differs."""
    return workbook(path, *({**NEW, **row} for row in rows), **more)


def kept(outcome: Outcome) -> Batch:
    """The batch an import has left."""
    assert outcome.batch is not None
    return outcome.batch


def imported(kind: str, path: Path) -> Batch:
    """A workbook brought in; the batch it came in by."""
    return kept(import_file(kind, path))
