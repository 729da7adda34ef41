"""The workbook of priorities."""

from datetime import date

import pytest

from tests.templates import ROOT
from yipanqi.brands.tests.books import book
from yipanqi.indicators.models import Indicator
from yipanqi.kit.workbook.importing import import_file
from yipanqi.objectives.models import Priority
from yipanqi.tasks.models import Todo

ROW = {
    "编号": "ZD2026-01", "名称": "窗口提速", "提出机构代码": "DY02", "责任人工号": "1201", "对应指标代码": "B107",
    "基线": 80, "目标": 90, "起": date(2026, 1, 1), "止": date(2026, 12, 31), "状态": "进行中", "说明": "",
    "类型": "指标", "来源": "东关发〔2026〕6号 第1条", "交付物": "", "接收机构代码": "DY02",
}  # fmt: skip
SHOWN = "B201 查获率只展示，不能作目标：执法结果和低可控的指标不设任务（D19）"
NEWER = ("类型", "来源", "交付物", "接收机构代码")


@pytest.fixture
def enter(cast, tmp_path):
    Indicator.objects.create(code="B107", name="即决率", side="operations", direction="up")
    Indicator.objects.create(code="B201", name="查获率", side="operations", direction="up", use="shown")

    def run(**changes):
        path = book(tmp_path / "重点.xlsx", 业务重点=[ROW | changes])
        return import_file("priorities", path, by=cast.account("administrator"))

    return run


def told(outcome, which: str = "faulty") -> list[tuple[str, str]]:
    return [(each["column"], each["reason"]) for each in getattr(outcome, which)]


def test_a_priority_comes_in_and_the_same_file_changes_nothing(enter):
    first, second = enter(), enter()

    priority = Priority.objects.get()
    assert (first.new, told(first), told(first, "notes"), second.same) == (1, [], [], 1)
    assert (priority.raised_by.code, priority.owner.number, priority.target, priority.state, priority.version) == (
        "DY02", "1201", 90.0, "active", 1,
    )  # fmt: skip


def test_a_changed_row_gains_one_version(enter):
    enter()

    outcome = enter(目标=92)

    priority = Priority.objects.get()
    assert (outcome.changed, priority.target, priority.version) == (1, 92.0, 2)


def test_units_and_people_may_be_named_in_words(enter):
    enter(提出机构代码="综合处", 责任人工号="任远")

    priority = Priority.objects.get()
    assert (priority.raised_by.code, priority.owner.number) == ("DY02", "1201")


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"止": date(2025, 12, 31)}, "止", "止不能早于起"),
        (
            {"对应指标代码": "B201"},
            "对应指标代码",
            "B201 查获率只展示，不能作目标：执法结果和低可控的指标不设任务（D19）",
        ),
        ({"提出机构代码": ""}, "提出机构代码", "提出机构代码为空"),
        ({"对应指标代码": "B999"}, "对应指标代码", "没有代码为 B999 的指标"),
        ({"状态": "办着呢"}, "状态", "没有“办着呢”这一种，可填未启动、进行中、暂缓、已完成"),
    ],
)
def test_a_faulty_row_waits_with_its_reason(enter, changes, column, reason):
    outcome = enter(**changes)

    assert told(outcome) == [(column, reason)]
    assert Priority.objects.count() == 0


def test_a_row_without_its_half_comes_in_and_deserves_a_look(enter):
    outcome = enter(类型="任务", 对应指标代码="", 基线="", 目标="", 接收机构代码="")

    assert told(outcome, "notes") == [
        ("交付物", "任务没写交付物，验收时没有东西可看"),
        ("接收机构代码", "没写接收机构，完成后没有人验收"),
    ]


def test_a_workbook_without_the_newer_columns_reads_as_indicators(enter, cast, tmp_path):
    short = {header: cell for header, cell in ROW.items() if header not in NEWER}
    path = book(tmp_path / "旧.xlsx", 业务重点=[short])

    first, second = (import_file("priorities", path, by=cast.account("administrator")) for _ in range(2))

    priority = Priority.objects.get()
    assert (first.new, second.same) == (1, 1)
    assert (priority.kind, priority.accepting_unit.code) == ("indicator", "DY02")


def test_an_import_asks_the_units_whose_priorities_nobody_carries(enter, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        enter()

    waiting = Todo.objects.open().filter(kind="objectives.nobody_carries")
    assert list(waiting.values_list("title", flat=True)) == ["请人来接：窗口提速"]


def test_the_example_priorities_twice_change_nothing(district):
    outcome = import_file("priorities", ROOT / "examples" / "district" / "07_业务重点.xlsx")

    assert (outcome.new, outcome.changed, outcome.same, outcome.faulty, outcome.notes) == (0, 0, 46, [], [])
