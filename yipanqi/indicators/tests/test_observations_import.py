"""Monthly figures from a workbook: what is refused, what becomes a revision, what a withdrawal takes back."""

import threading
from datetime import date

import pytest
from django.db import connection

from tests.imports.workbooks import workbook
from yipanqi.events.models import Event
from yipanqi.indicators.observations.models import Observation
from yipanqi.indicators.tests.figures import indicator
from yipanqi.kit.workbook import KINDS, withdrawing
from yipanqi.kit.workbook.importing import import_file
from yipanqi.kit.workbook.tracing import origin

HEADERS = ("期间", "机构代码", "指标代码", "指标名称", "分子", "分母", "数值", "单位")
ROW = {"期间": "2026-10", "机构代码": "DY0101", "指标代码": "B107", "指标名称": "即决率", "分子": 48, "分母": 183,
       "数值": 26.23, "单位": "%"}  # fmt: skip
WAIT = {"指标代码": "B103", "指标名称": "海关作业时间", "分子": "", "分母": 12, "数值": 3.5, "单位": "小时"}
MISSED = {"指标代码": "B205", "指标名称": "漏查案件数", "分子": 2, "分母": 9158, "数值": 2.18, "单位": "件/万票"}


@pytest.fixture
def enter(cast, tmp_path):
    indicator(cast, "B107", name="即决率", unit_of_measure="%", direction="up")
    indicator(cast)
    indicator(cast, "B205", name="漏查案件数", unit_of_measure="件/万票")

    def run(*rows: dict, name: str = "数"):
        path = workbook(tmp_path / f"{name}.xlsx", *({**ROW, **row} for row in rows), headers=HEADERS)
        return import_file("observations", path, by=cast.account("administrator"))

    return run


def faults(outcome) -> list[tuple[str, str]]:
    return [(each["column"], each["reason"]) for each in outcome.faulty]


def stored() -> list[tuple]:
    fields = ("indicator__code", "value", "numerator", "denominator", "revision", "is_current")
    return list(Observation.objects.order_by("indicator__code", "revision").values_list(*fields))


def test_rates_medians_and_counts_per_ten_thousand_come_in_as_they_stand(enter):
    outcome = enter({}, WAIT, MISSED)

    assert (outcome.new, outcome.faulty) == (3, [])
    assert stored() == [
        ("B103", 3.5, None, 12.0, 1, True),
        ("B107", 26.23, 48.0, 183.0, 1, True),
        ("B205", 2.18, 2.0, 9158.0, 1, True),
    ]


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"机构代码": "DY9999"}, "机构代码", "没有代码为 DY9999 的机构"),
        ({"指标代码": "B999"}, "指标代码", "没有代码为 B999 的指标"),
        ({"分子": 87, "分母": 80, "数值": 108.75}, "分子", "分子大于分母"),
        ({"数值": 85.35}, "数值", "数值不等于分子÷分母×100"),
        ({**MISSED, "数值": 218}, "数值", "数值不等于分子÷分母×10000"),
        ({"期间": "2026-13"}, "期间", "没有13月"),
        ({"期间": "2027-01"}, "期间", "这个月还没到"),
        ({"分母": "一百二十"}, "分母", "不是数字"),
        ({"分子": -3, "数值": -1.64}, "分子", "分子为负数"),
        ({"分子": 0, "分母": 0, "数值": 50}, "数值", "分母为 0，没有可测的，数值应空着"),
        ({**WAIT, "数值": ""}, "数值", "分母不是 0，数值不能空着"),
        ({"单位": "小时"}, "单位", "单位应为“%”"),
    ],
)
def test_a_row_that_does_not_hold_together_stays_behind_with_its_reason(enter, cells, column, reason):
    outcome = enter(cells)

    assert (faults(outcome), Observation.objects.count()) == ([(column, reason)], 0)


@pytest.mark.parametrize("value", [26.23, 26.2, 26])
def test_a_value_is_as_exact_as_it_is_written(enter, value):
    assert faults(enter({"数值": value})) == []


def test_an_empty_value_over_nothing_is_no_zero(enter):
    enter({"分子": 0, "分母": 0, "数值": ""})

    assert stored() == [("B107", None, 0.0, 0.0, 1, True)]


def test_an_empty_value_that_can_be_worked_out_is_worked_out_and_said(enter):
    outcome = enter({"数值": ""})

    assert stored() == [("B107", 26.23, 48.0, 183.0, 1, True)]
    assert [each["reason"] for each in outcome.notes] == ["数值空着，按分子÷分母×100算成 26.23"]


def test_another_name_beside_the_code_is_remarked_and_a_shorter_one_is_not(enter):
    outcome = enter({"指标名称": "查获率"}, {"指标名称": "决率", "期间": "2026-09"})

    assert [each["reason"] for each in outcome.notes] == ["字典里 B107 叫“即决率”，按代码收下"]


def test_the_same_workbook_twice_changes_nothing(enter):
    enter({}, WAIT)
    outcome = enter({}, WAIT, name="又一次")

    assert (outcome.new, outcome.changed, outcome.same, len(stored())) == (0, 0, 2, 2)


def test_a_changed_figure_is_a_new_revision_and_the_old_one_stays(enter):
    enter({})
    outcome = enter({"分子": 50, "数值": 27.32}, name="更正")

    assert outcome.changed == 1
    assert stored() == [("B107", 26.23, 48.0, 183.0, 1, False), ("B107", 27.32, 50.0, 183.0, 2, True)]


def test_withdrawing_a_correction_lets_the_first_figure_count_again(enter, cast):
    first = enter({})
    second = enter({"分子": 50, "数值": 27.32}, name="更正")

    withdrawing.withdraw(second.batch, by=cast.account("administrator"))
    assert stored() == [("B107", 26.23, 48.0, 183.0, 1, True)]

    withdrawing.withdraw(first.batch, by=cast.account("administrator"))
    assert stored() == []
    assert Event.objects.filter(kind="observations.withdrawn_batch").count() == 2


def test_a_figure_leads_back_to_its_row(enter):
    enter({}, WAIT)

    came = origin(KINDS["observations"], (date(2026, 10, 1), "DY0101", "B103"))

    assert (came.file, came.row, dict(came.cells)["数值"]) == ("数.xlsx", 3, "3.5")
    assert Observation.objects.get(indicator__code="B103").row_number == 3


def test_somebody_else_can_write_while_figures_come_in(own_district, tmp_path):
    """Whoever writes during the import waits its turn and succeeds."""
    rows = [
        {**ROW, "期间": f"20{year}-{month:02}", "机构代码": "DY2409"} for year in (21, 22) for month in range(1, 13)
    ]
    path = workbook(tmp_path / "旧年.xlsx", *rows, headers=HEADERS)
    done = threading.Event()
    wrong: list[str] = []
    written: list[int] = []

    def write():
        while not done.is_set():
            try:
                Event.objects.create(kind="test.ticked")
                written.append(1)
            except Exception as error:
                wrong.append(repr(error))
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        outcome = import_file("observations", path)
    finally:
        done.set()
        writer.join()

    assert (outcome.new, outcome.faulty, wrong, bool(written)) == (24, [], [], True)
