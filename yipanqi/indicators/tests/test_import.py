"""The workbook of the dictionary."""

import pytest

from tests.templates import ROOT
from yipanqi.brands.tests.books import book
from yipanqi.indicators.models import Indicator, IndicatorVersion
from yipanqi.kit.workbook.importing import import_file

ROW = {
    "代码": "B107", "名称": "即决率", "侧": "业务", "定义": "当日办结 / 受理", "公式": "分子÷分母×100", "单位": "%",
    "方向": "↑", "可控性": "高", "频次": "月度", "配对守护指标": "", "目标下限": 75, "目标值": 92, "来源": "窗口系统",
    "用途": "计分", "敏感级别": "公开", "数据责任部门": "综合处",
}  # fmt: skip


@pytest.fixture
def enter(cast, tmp_path):
    def run(*rows: dict):
        path = book(tmp_path / "字典.xlsx", 指标字典=[ROW | row for row in rows or [{}]])
        return import_file("indicators", path, by=cast.account("administrator"))

    return run


def faults(outcome) -> list[tuple[str, str]]:
    return [(each["column"], each["reason"]) for each in outcome.faulty]


def test_the_dictionary_comes_in_with_a_first_version_from_ever(enter):
    outcome = enter()

    indicator = Indicator.objects.get()
    assert (outcome.new, outcome.faulty, indicator.data_owner.code, indicator.target) == (1, [], "DY02", 92.0)
    assert list(IndicatorVersion.objects.values_list("from_on", "until_on")) == [(None, None)]


def test_the_same_file_changes_nothing(enter):
    enter()

    outcome = enter()

    assert (outcome.new, outcome.changed, outcome.same) == (0, 0, 1)
    assert IndicatorVersion.objects.count() == 1


def test_guards_may_stand_in_the_same_workbook(enter):
    outcome = enter({"配对守护指标": "B504"}, {"代码": "B504", "名称": "差评整改率"})

    assert (outcome.new, outcome.faulty) == (2, [])
    assert [each.code for each in Indicator.objects.get(code="B107").guards.all()] == ["B504"]


def test_a_changed_row_keeps_the_old_wording(enter):
    enter()

    outcome = enter({"目标值": 93})

    assert outcome.changed == 1
    rows = IndicatorVersion.objects.order_by("pk").values_list("until_on", "text__target")
    assert [(str(until), target) for until, target in rows] == [("2026-11-24", 92.0), ("None", 93.0)]


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ({"名称": "人均学时"}, "名称", "D6"),
        ({"公式": "查获票 / 查验票"}, "公式", "D19"),
        ({"可控性": "低"}, "用途", "可控性低"),
        ({"敏感级别": "工作秘密"}, "敏感级别", "D19"),
        ({"配对守护指标": "B107"}, "配对守护指标", "不能给自己守护"),
        ({"方向": "→"}, "方向", "没有“→”这一种"),
    ],
)
def test_a_row_that_breaks_a_rule_waits_with_the_rule_named(enter, row, column, words):
    [(found, reason)] = faults(enter(row))

    assert (found, words in reason, Indicator.objects.count()) == (column, True, 0)


def test_enforcement_outcomes_come_in_as_shown(enter):
    outcome = enter({"名称": "查获率", "公式": "查获票 / 查验票", "用途": "只展示"})

    assert (outcome.new, outcome.faulty) == (1, [])


def test_a_workbook_without_the_optional_columns_reads_as_scored_and_internal(cast, tmp_path):
    short = {header: cell for header, cell in ROW.items() if header not in ("用途", "敏感级别", "数据责任部门")}

    outcome = import_file("indicators", book(tmp_path / "旧.xlsx", 字典=[short]), by=cast.account("administrator"))

    indicator = Indicator.objects.get()
    assert outcome.faulty == []
    assert (indicator.use, indicator.sensitivity, indicator.data_owner) == ("scored", "internal", None)


def test_the_example_dictionary_twice_changes_nothing(district):
    outcome = import_file("indicators", ROOT / "examples" / "district" / "06_指标字典.xlsx")

    assert (outcome.new, outcome.changed, outcome.same, outcome.faulty, outcome.notes) == (0, 0, 56, [], [])
