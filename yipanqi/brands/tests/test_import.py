"""The workbook of brands and measures: joint brands, confirmations that do not count, work that is never undone."""

from datetime import date

import pytest

from tests.templates import ROOT
from yipanqi.brands.models import Brand, Measure
from yipanqi.brands.tests.books import book
from yipanqi.events.models import Event
from yipanqi.kit.workbook.importing import import_file

BRAND = {"编号": "PP009", "组织代码": "D0102", "品牌名称": "快线", "状态": "培育"}
MEASURE = {
    "品牌编号": "PP009", "措施编号": "PP009-1", "措施": "夜间一岗", "责任人工号": "1101", "目标指标代码": "B107",
    "基线": 80, "目标": 88, "期限": date(2026, 12, 31), "接收机构代码": "DY02", "对应业务重点编号": "ZD2026-01",
    "状态": "在做",
}  # fmt: skip
CONFIRMED = {"状态": "接收方已确认", "确认人工号": "1201", "确认日期": date(2026, 11, 2)}


@pytest.fixture
def enter(weave, tmp_path):
    """Import one brand and one measure with the cells changed as told; returns the outcome."""

    def run(brand: dict | None = None, **measure):
        path = book(tmp_path / "品牌.xlsx", 品牌=[BRAND | (brand or {})], 创建措施=[MEASURE | measure])
        return import_file("brands", path, by=weave.cast.account("administrator"))

    return run


def told(outcome) -> list[tuple[str, str]]:
    return [(each["column"], each["reason"]) for each in outcome.notes]


def faults(outcome) -> list[tuple[str, str]]:
    return [(each["column"], each["reason"]) for each in outcome.faulty]


def test_both_sheets_come_in_and_the_same_file_changes_nothing(enter):
    first, second = enter(), enter()

    assert (first.new, first.faulty, told(first)) == (2, [], [])
    assert (second.new, second.changed, second.same) == (0, 0, 2)
    measure = Measure.objects.get(code="PP009-1")
    assert (measure.brand.name, measure.owner.number, measure.priority.code, measure.target, measure.state) == (
        "快线", "1101", "ZD2026-01", 88.0, "doing",
    )  # fmt: skip


def test_one_import_leaves_one_event(enter):
    enter()

    assert list(Event.objects.exclude(kind="import.staged").values_list("kind", flat=True)) == ["brands.imported"]


def test_the_organisation_named_first_leads_a_joint_brand(enter):
    outcome, again = enter({"组织代码": "D0102、D0101"}), enter({"组织代码": "D0102、D0101"})

    brand = Brand.objects.get(code="PP009")
    assert (brand.organization.code, [each.code for each in brand.partners.all()]) == ("D0102", ["D0101"])
    assert (outcome.new, again.same) == (2, 2)


def test_the_leading_organisation_may_be_named_in_words(enter):
    enter({"组织代码": "查检二科党支部、查检一科党支部"})

    assert Brand.objects.get(code="PP009").organization.code == "D0102"


def test_a_sound_confirmation_comes_in(enter, weave):
    outcome = enter(**CONFIRMED)

    measure = Measure.objects.get(code="PP009-1")
    assert told(outcome) == []
    assert (measure.state, measure.confirmed_by, str(measure.confirmed_on)) == (
        "confirmed", weave.cast.persons["stranger"], "2026-11-02",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("brand", "measure", "reason"),
    [
        ({}, {"确认人工号": ""}, "没写确认人"),
        ({}, {"确认日期": ""}, "没写确认日期"),
        ({}, {"确认人工号": "1101"}, "确认人就是责任人，做的人不能自己确认"),
        ({}, {"确认人工号": "1102"}, "确认人是本支部的人，不能确认自己支部做的事"),
        ({"组织代码": "D0101"}, {"确认人工号": "1004"}, "确认人是本科的人，做的人不能自己确认"),
        ({"组织代码": "D0102、D0101"}, {"确认人工号": "1004"}, "确认人是本科的人，做的人不能自己确认"),
        ({}, {"确认人工号": "1001"}, "确认人不是接收机构的人"),
        ({}, {"接收机构代码": ""}, "没写接收机构，看不出确认人代表谁"),
    ],
)
def test_a_confirmation_that_does_not_count_is_set_aside(enter, brand, measure, reason):
    outcome = enter(brand, **{**CONFIRMED, **measure})

    row = Measure.objects.get(code="PP009-1")
    assert told(outcome) == [("状态", f"{reason}，这次确认不算数，先按“已报完成”导入")]
    assert (row.state, row.confirmed_by, row.confirmed_on) == ("reported", None, None)


def test_a_confirmation_set_aside_and_given_here_since_survives_the_same_file(enter, weave):
    enter(**{**CONFIRMED, "确认日期": ""})
    weave.measure = Measure.objects.get(code="PP009-1")
    weave.move("confirm", "stranger")

    outcome = enter(**{**CONFIRMED, "确认日期": ""})

    assert outcome.changed == 0
    assert weave.fresh().state == "confirmed"


def test_a_workbook_does_not_undo_a_confirmation_given_here(enter, weave):
    enter(状态="已报完成")
    weave.measure = Measure.objects.get(code="PP009-1")
    weave.move("confirm", "stranger")

    outcome = enter(状态="在做")

    assert told(outcome) == [("状态", "系统里接收方已确认，这一栏不改")]
    assert weave.fresh().state == "confirmed"


def test_an_accepting_unit_of_the_own_section_is_pointed_out(enter):
    outcome = enter(接收机构代码="DY0102")

    assert told(outcome) == [("接收机构代码", "接收机构就是本支部的科，没有人能确认，请改成别的单位")]
    assert Measure.objects.get(code="PP009-1").accepting_unit.code == "DY0102"


def test_blank_cells_do_not_undo_what_was_completed_here(enter, weave):
    bare = {
        "对应业务重点编号": "",
        "目标指标代码": "",
        "基线": "",
        "目标": "",
        "接收机构代码": "",
        "期限": date(2026, 12, 31),
    }
    enter(**bare)
    done = Measure.objects.filter(code="PP009-1")
    done.update(priority=weave.priority, indicator=weave.indicator, baseline=80, target=85)

    outcome = enter(**bare)

    assert outcome.same == 2
    assert (done.get().priority, done.get().indicator) == (weave.priority, weave.indicator)


def test_a_row_that_names_a_deliverable_lets_go_of_the_indicator(enter):
    enter()

    outcome = enter(目标指标代码="", 基线="", 目标="", 交付物="排班办法")

    measure = Measure.objects.get(code="PP009-1")
    assert outcome.changed == 1
    assert (measure.indicator, measure.baseline, measure.deliverable) == (None, None, "排班办法")


def test_a_row_with_both_bindings_is_faulty(enter):
    assert faults(enter(交付物="排班办法")) == [("交付物", "目标指标和交付物只能写一样")]


def test_what_is_only_shown_cannot_be_a_target(enter, weave):
    weave.indicator.use = "shown"
    weave.indicator.save()

    outcome = enter()

    assert faults(outcome) == [("目标指标代码", "B107 即决率只展示，不能作目标：执法结果和低可控的指标不设任务（D19）")]
    assert (outcome.new, Measure.objects.filter(code="PP009-1").count()) == (1, 0)


def test_a_measure_of_an_unknown_brand_waits(enter):
    [(column, reason)] = faults(enter(品牌编号="PP777"))

    assert (column, reason) == ("品牌编号", "没有编号为 PP777 的品牌")


def test_a_workbook_without_the_optional_columns_reads_as_before(weave, tmp_path):
    short = {
        key: MEASURE[key]
        for key in ("品牌编号", "措施编号", "措施", "责任人工号", "目标指标代码", "基线", "目标", "期限")
    }
    path = book(tmp_path / "旧.xlsx", 品牌=[BRAND], 创建措施=[short])

    outcome = import_file("brands", path, by=weave.cast.account("administrator"))

    measure = Measure.objects.get(code="PP009-1")
    assert (outcome.new, told(outcome)) == (2, [])
    assert (measure.state, measure.binding, measure.accepting_unit) == ("claimed", "indicator", None)


def test_the_example_district_sets_aside_five_confirmations(district):
    outcome = import_file("brands", ROOT / "examples" / "district" / "08_支部品牌.xlsx")

    said = [(each["row"], each["column"]) for each in outcome.notes]
    assert (outcome.new, outcome.changed, outcome.same, outcome.faulty) == (0, 0, 329, [])
    assert [row for row, column in said if column == "状态"] == [21, 99, 120, 169, 170]
    assert [row for row, column in said if column == "接收机构代码"] == [29, 30, 35, 36]
