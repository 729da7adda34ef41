"""A ledger for the branch of the standing cast, and two priorities it may speak of.

查检处 raised 窗口提速, 综合处 raised 公文减量: the first is near to 查检一科党支部, which covers a section of 查检处.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.books import sheet
from tests.cast import Cast
from yipanqi.kit.workbook.importing import Outcome, import_file
from yipanqi.meetings.models import AgendaItem, Meeting
from yipanqi.objectives.models import Priority

ROW = {
    "序号": 1, "组织代码": "D0101", "类型": "主题党日", "日期": date(2026, 10, 9), "开始时间": "15:00",
    "时长分钟": 90, "地点": "支部活动室", "主题": "到窗口跟班", "主持人工号": "1001", "主讲人工号": "",
    "应到": 4, "实到": 3, "请假": 1, "关联业务重点编号": "", "纪要": "看了排队，议了分工。",
    "录入时间": datetime(2026, 10, 10, 9, 30),
}  # fmt: skip


@dataclass
class Ledger:
    cast: Cast
    near: Priority
    far: Priority
    folder: Path

    def enter(self, *rows: dict, name: str = "台账.xlsx", **cells) -> Outcome:
        """Import one row with the cells changed as told, or several of them."""
        written = [ROW | row for row in rows] or [ROW | cells]
        path = sheet(self.folder / name, written, "组织生活台账")
        return import_file("records", path, by=self.cast.account("administrator"))

    def record(self, **cells) -> Meeting:
        self.enter(**cells)
        return Meeting.objects.get(title=cells.get("主题", ROW["主题"]))

    def served(self, meeting: Meeting) -> list[str | None]:
        return list(meeting.items.order_by("position").values_list("priority__code", flat=True))

    def item(self, meeting: Meeting) -> AgendaItem:
        return AgendaItem.objects.select_related("meeting__organization", "priority").get(meeting=meeting)


@pytest.fixture
def ledger(cast: Cast, tmp_path: Path) -> Ledger:
    near = Priority.objects.create(code="ZD2026-01", name="窗口提速", raised_by_id=cast.organizations["DY01"].pk)
    far = Priority.objects.create(code="ZD2026-02", name="公文减量", raised_by_id=cast.organizations["DY02"].pk)
    return Ledger(cast, near, far, tmp_path)
