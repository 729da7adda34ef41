"""One probationary member of the standing cast, whose admission went by the book, as a workbook tells it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from tests.books import sheet
from tests.cast import Cast
from yipanqi.kit.workbook.importing import Outcome, import_file
from yipanqi.members.models import AdmissionCase

ROW = {
    "序号": 1, "工号": "1003", "姓名": "周舟", "所在党组织代码": "D0101", "当前阶段": "预备党员",
    "递交申请书日期": date(2024, 1, 10), "派人谈话日期": date(2024, 2, 1), "确定积极分子日期": date(2024, 9, 2),
    "培养联系人工号": "1001、1002", "确定发展对象日期": date(2025, 10, 9), "入党介绍人工号": "1001、1002",
    "政治审查日期": date(2025, 11, 3), "集中培训日期": date(2025, 11, 20), "集中培训学时": 24,
    "党委预审日期": date(2025, 12, 1), "支部大会接收日期": date(2025, 12, 26), "党委审批日期": date(2026, 1, 20),
    "预备期满日期": date(2026, 12, 26), "延长预备期至": "", "转正大会日期": "", "备注": "",
}  # fmt: skip


@dataclass
class Admission:
    cast: Cast
    folder: Path

    def enter(self, *rows: dict, **cells) -> Outcome:
        """Import one row with the cells changed as told, or several of them."""
        path = sheet(self.folder / "发展党员.xlsx", [ROW | row for row in rows] or [ROW | cells], "发展党员")
        return import_file("admissions", path, by=self.cast.account("administrator"))

    def case(self, **cells) -> AdmissionCase:
        self.enter(**cells)
        return AdmissionCase.objects.get(person__number=cells.get("工号", "1003"))

    def dues(self, *rows: dict) -> Outcome:
        path = sheet(self.folder / "党费.xlsx", rows, "党费")
        return import_file("dues", path, by=self.cast.account("administrator"))


@pytest.fixture
def admission(cast: Cast, tmp_path: Path) -> Admission:
    return Admission(cast, tmp_path)
