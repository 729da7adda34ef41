"""The messy workbooks of a real office, each handled as its entry in expected.json says.

The district's own workbooks are in the database already. A file of a kind that is not built yet is tested with the
issue that builds it; that it is turned away as a file is tested here for all of them.
"""

import json
from pathlib import Path

import pytest

from tests.imports.workbooks import kept
from yipanqi.kit.workbook import KINDS, staging
from yipanqi.kit.workbook.headers import matches
from yipanqi.kit.workbook.importing import Outcome, import_file
from yipanqi.kit.workbook.models import Trace
from yipanqi.kit.workbook.reading import FileRefused, read

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "messy"
EXPECTED = {
    name: entry
    for name, entry in json.loads((FOLDER / "expected.json").read_text("utf-8")).items()
    if not name.startswith("_")
}
IMPORTABLE = [name for name, entry in EXPECTED.items() if entry["kind"] in KINDS and not entry["expected"]["refused"]]
REFUSED = [name for name, entry in EXPECTED.items() if entry["expected"]["refused"]]
IN_OTHER_WORDS = {  # expected.json allows other words; these are ours
    ("09_人员_表头别名.xlsx", 7): "“查验一科”对应多个机构，请写全称或代码",
}


def imported(name: str) -> Outcome:
    return import_file(EXPECTED[name]["kind"], FOLDER / name)


@pytest.mark.parametrize("name", IMPORTABLE)
def test_messy_file_is_imported_as_expected(district, name):
    expected = EXPECTED[name]["expected"]

    outcome = imported(name)

    assert outcome.refused is None
    assert outcome.new + outcome.changed + outcome.same == expected["ok"]
    assert [(each["row"], each["column"], each["reason"]) for each in outcome.faulty] == [
        (each["row"], each["column"], IN_OTHER_WORDS.get((name, each["row"]), each["reason_zh"]))
        for each in expected["faulty"]
    ]


@pytest.mark.parametrize("name", [name for name in IMPORTABLE if "values" in EXPECTED[name]["expected"]])
def test_messy_cells_become_the_values_expected(district, name):
    kind = KINDS[EXPECTED[name]["kind"]]
    batch = staging.stage(staging.receive([(FOLDER / name).read_bytes()], name, kind, by=None))
    sheet = batch.sheets[0]
    fields = {column["header"].strip(): column["field"] for column in sheet["columns"]}
    staged = {row[0]: row for pack in batch.staged.all() for row in pack.rows}
    table = kind.by_slug[sheet["table"]]

    became = {}
    for each in EXPECTED[name]["expected"]["values"]:
        field = fields[each["column"]]
        _, cells, values, *_ = staged[each["row"]]
        read_again = table.fields[field].read
        became[each["row"], each["column"]] = values[field] if field in values else read_again(cells[field])

    assert became == {(each["row"], each["column"]): each["value"] for each in EXPECTED[name]["expected"]["values"]}


@pytest.mark.parametrize("name", REFUSED)
def test_messy_file_that_cannot_be_read_is_turned_away_and_leaves_nothing(district, name):
    kind = EXPECTED[name]["kind"] if EXPECTED[name]["kind"] in KINDS else "people"
    traces = Trace.objects.count()

    outcome = import_file(kind, FOLDER / name)

    assert outcome.refused
    assert (kept(outcome).state, kept(outcome).staged.count(), kept(outcome).faulty.count()) == ("refused", 0, 0)
    assert Trace.objects.count() == traces


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("12_人员_加密.xlsx", "文件设有打开密码，请去掉密码后再上传"),
        ("13_组织生活_截断.xlsx", "文件损坏或不完整，请重新导出后再上传"),
        ("14_人员_压缩炸弹.xlsx", "文件解压后超过允许的大小，没有打开；请只留要导入的数据，另存后再上传"),
        ("15_业务指标_二十万行.xlsx", "超过单次导入的行数上限（100,000 行），请按年或按机构分开"),
        ("17_空文件.xlsx", "文件是空的，请选有内容的文件"),
    ],
)
def test_messy_file_is_refused_in_one_sentence(name, sentence):
    with pytest.raises(FileRefused) as refusal:
        read((FOLDER / name).read_bytes(), name)

    assert str(refusal.value) == sentence


def test_titles_totals_and_signatures_are_told_as_skipped(district):
    name = "01_人员名册_标题行与合并单元格.xlsx"

    outcome = imported(name)

    assert kept(outcome).sheets[0]["skipped"] == EXPECTED[name]["expected"]["skipped"]
    assert kept(outcome).notes == ["第16、17行是合计、签字或说明，跳过了"]


def test_hidden_rows_and_columns_come_in_with_a_note(district):
    outcome = imported("10_人员_两张表与隐藏行列.xlsx")

    assert [sheet["name"] for sheet in kept(outcome).sheets] == ["数据"]
    assert kept(outcome).notes == ["第5、8行是隐藏的，照样读入", "“民族”“学历”2 列是隐藏的，照样读入"]


def test_headers_by_other_names_are_known(district):
    outcome = imported("09_人员_表头别名.xlsx")

    columns = kept(outcome).sheets[0]["columns"]
    assert {column["header"]: KINDS["people"].fields[column["field"]].header for column in columns} == {
        "人员编号": "工号", "姓名": "姓名", "性别": "性别", "出生年月": "出生日期", "身份证号": "公民身份号码",
        "单位": "所在机构代码", "党支部": "所在党组织代码", "政治面貌": "政治面貌", "入党日期": "入党时间",
        "联系电话": "手机",
    }  # fmt: skip


def test_second_import_of_a_messy_file_changes_nothing(district):
    first = imported("06_人员_全角与空格.xlsx")
    again = imported("06_人员_全角与空格.xlsx")

    assert (first.new, again.new, again.changed, again.same) == (10, 0, 0, 10)


def test_workbook_with_a_header_only_is_no_error():
    """Its kind comes with a later issue; that its sheet has no row to offer is a matter of reading."""
    book = read((FOLDER / "18_党费_只有表头.xlsx").read_bytes(), "18.xlsx")

    assert [len(sheet.rows) for sheet in book.sheets] == [1]
    assert matches(KINDS["people"], book.sheets, {}) == []
