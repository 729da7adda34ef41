"""What offices do in their workbooks that no form foresees, and what becomes of it."""

from tests.imports.workbooks import kept, roster, workbook
from yipanqi.kit.workbook.importing import Outcome, import_file
from yipanqi.kit.workbook.models import Batch, Trace
from yipanqi.organizations.models import Organization
from yipanqi.people.models import Employment, Person

IDENTITY = "999105199005010023"
DUES = ("组织代码", "月份", "应交人数", "实交人数", "应交金额", "实交金额")
UNITS = ("机构代码", "机构名称", "上级代码", "层级")


def told(outcome: Outcome) -> list[tuple]:
    return [(each["row"], each["column"], each["reason"]) for each in outcome.faulty]


def parent_of(code: str) -> str | None:
    lineage = Organization.objects.get(tree="unit", code=code).lineage.open().get()
    return lineage.parent.code if lineage.parent else None


def test_identity_number_in_the_wrong_column_is_refused_and_kept_nowhere(cast, tmp_path):
    path = roster(tmp_path / "a.xlsx", {"工号": IDENTITY}, {"工号": "N2", "职务": f"身份证 {IDENTITY}"})

    outcome = import_file("people", path)

    assert told(outcome) == [(2, "工号", "填的是公民身份号码，请改填工号；身份号码不保存")]
    assert [each["reason"] for each in outcome.notes] == ["里面的公民身份号码不保存"]
    assert Employment.objects.get(person__number="N2").title == "身份证 999*************23"
    left = [str(row.cells) for row in kept(outcome).faulty.all()] + [str(trace.rows) for trace in Trace.objects.all()]
    assert [text for text in left if IDENTITY in text] == []


def test_subtotals_means_and_numbered_columns_are_no_rows(cast, tmp_path):
    rows = [
        dict(zip(DUES, map(str, range(1, 7)), strict=True)),
        {
            "组织代码": "D0101",
            "月份": "2026-01",
            "应交人数": 3,
            "实交人数": 3,
            "应交金额": "30元",
            "实交金额": "￥30.00",
        },
        {"组织代码": "D0101小计", "应交人数": 3},
        {
            "组织代码": "D0102",
            "月份": "2026年1月",
            "应交人数": "3人",
            "实交人数": "三",
            "应交金额": 30,
            "实交金额": "/",
        },
        {"组织代码": "D0102", "月份": "合计", "应交人数": 3},
        {"月份": "平均", "应交人数": 3},
    ]

    outcome = import_file("dues", workbook(tmp_path / "a.xlsx", *rows, headers=DUES))

    assert (outcome.new, told(outcome), kept(outcome).sheets[0]["skipped"]) == (
        2,
        [],
        [1 + place for place in (1, 3, 5, 6)],
    )


def test_columns_that_nobody_reads_are_named(cast, tmp_path):
    headers = ("序号", "工号", "姓名", "单位", "所在机构代码", "血型")
    path = workbook(
        tmp_path / "a.xlsx", {"工号": "N1", "姓名": "苏禾", "单位": "综合科", "所在机构代码": "DY0101"}, headers=headers
    )

    outcome = import_file("people", path)

    assert Employment.objects.get(person__number="N1").unit.code == "DY0101"
    assert [each["reason"] for each in outcome.notes] == [
        "“血型”1 列没有对应的内容，没有读", "“单位”和“所在机构代码”是同一内容，只读了“所在机构代码”",
    ]  # fmt: skip


def test_roster_without_branches_brings_political_status_all_the_same(cast, tmp_path):
    path = roster(tmp_path / "a.xlsx", {"政治面貌": "群众"}, headers=("工号", "姓名", "政治面貌"))

    assert import_file("people", path).new == 1
    assert Person.objects.get(number="N1").affiliations.get().political_status == "non_member"


def test_two_units_may_change_places_in_one_workbook(cast, tmp_path):
    rows = [
        {"机构代码": "DY01", "机构名称": "查检处", "上级代码": "DY0101", "层级": "机关处室"},
        {"机构代码": "DY0101", "机构名称": "查检一科", "上级代码": "DY", "层级": "科室"},
    ]
    path = workbook(tmp_path / "a.xlsx", *rows, headers=UNITS)

    first, again = import_file("units", path), import_file("units", path)

    assert (first.changed, told(first), again.same) == (2, [], 2)
    assert [parent_of(code) for code in ("DY01", "DY0101", "DY0102")] == ["DY0101", "DY", "DY01"]


def test_circle_that_closes_over_units_the_workbook_does_not_name_is_kept_back(cast, tmp_path):
    rows = [
        {"机构代码": "DY01", "机构名称": "查检处", "上级代码": "DY0201", "层级": "机关处室"},
        {"机构代码": "DY02", "机构名称": "综合处", "上级代码": "DY0101", "层级": "机关处室"},
    ]

    outcome = import_file("units", workbook(tmp_path / "a.xlsx", *rows, headers=UNITS))

    assert told(outcome) == [(2, "上级代码", "上级关系绕成了一圈"), (3, "上级代码", "上级关系绕成了一圈")]
    assert [parent_of(code) for code in ("DY01", "DY02")] == ["DY", "DY"]


def test_large_roster_is_written_in_pieces_and_leaves_one_trace_of_each_row(cast, tmp_path):
    rows = [{"工号": f"N{place}", "手机": ""} for place in range(4100)]
    path = roster(tmp_path / "a.xlsx", *rows)

    first = import_file("people", path)
    changed = roster(tmp_path / "b.xlsx", *rows[:2], {**rows[2], "职务": "组长"}, {"工号": "N9000", "手机": ""})
    second, again = import_file("people", changed), import_file("people", changed)

    traces = {text: entry["outcome"] for trace in kept(second).traces.all() for text, entry in trace.rows.items()}
    assert (first.new, sum(len(trace.rows) for trace in kept(first).traces.all())) == (4100, 4100)
    assert (second.new, second.changed, second.same, traces) == (1, 1, 2, {"N2": "changed", "N9000": "new"})
    assert (again.same, kept(again).traces.count(), Batch.objects.filter(state="applied").count()) == (4, 0, 3)


def test_nothing_is_set_up_below_a_branch(cast, tmp_path):
    rows = [
        {"组织代码": "D0109", "组织名称": "查检九科党支部", "组织类型": "党支部", "上级组织代码": "D0101"},
        {"组织代码": "D09", "组织名称": "综合处党总支", "组织类型": "党总支", "上级组织代码": "D"},
        {"组织代码": "D0901", "组织名称": "综合一科党支部", "组织类型": "党支部", "上级组织代码": "D09"},
        {"组织代码": "D090101", "组织名称": "综合一科第二党支部", "组织类型": "党支部", "上级组织代码": "D0901"},
    ]

    outcome = import_file("organizations", workbook(tmp_path / "a.xlsx", *rows, headers=[*rows[0]]))

    assert (outcome.new, told(outcome)) == (
        2,
        [
            (2, "上级组织代码", "D0101 是党支部，支部下面不再设党组织；写它的上级"),
            (5, "上级组织代码", "D0901 是党支部，支部下面不再设党组织；写它的上级"),
        ],
    )
