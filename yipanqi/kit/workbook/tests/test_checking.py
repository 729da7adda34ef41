"""Raw cells become rows that are new, changed, unchanged or faulty."""

from datetime import date

from yipanqi.kit.workbook.checking import Context, Part, check
from yipanqi.kit.workbook.reading import Broken
from yipanqi.kit.workbook.tests.crew import Crew, known

TODAY = date(2026, 11, 24)


def checked(*cells, held=(), start=2, context=None):
    rows = [(number, dict(given)) for number, given in enumerate(cells, start)]
    return check([Part(Crew(held), "船员", rows)], context or Context())[0]


def faults(rows):
    return [(row.number, remark.field, remark.reason) for row in rows for remark in row.faults]


def test_rows_are_told_apart_by_what_is_there_already():
    rows = checked(
        {"number": "a", "name": "甲", "voyages": 3.0},
        {"number": "B", "name": "乙", "voyages": 4.0},
        {"number": "C", "name": "丙", "voyages": ""},
        held=[known("A", name="甲", voyages=3), known("B", name="乙", voyages=3)],
    )

    assert [(row.outcome, row.changed) for row in rows] == [("same", ()), ("changed", ("voyages",)), ("new", ())]


def test_column_the_workbook_lacks_changes_nothing():
    rows = checked({"number": "A", "voyages": 3.0}, held=[known("A", name="甲", voyages=3, remark="老船员")])

    assert (rows[0].outcome, "name" in rows[0]) == ("same", False)


def test_blank_cell_in_a_column_that_is_there_empties():
    rows = checked({"number": "A", "name": "甲", "remark": " "}, held=[known("A", name="甲", remark="老船员")])

    assert (rows[0].changed, rows[0].now("remark")) == (("remark",), "")


def test_new_row_needs_the_columns_a_known_one_does_not():
    rows = checked({"number": "A"}, {"number": "B"}, held=[known("A", name="甲")])

    assert faults(rows) == [(3, "name", "姓名为空，新增的行要有这一栏")]


def test_required_cell_without_text_is_faulty():
    assert faults(checked({"number": "", "name": "\u3000"})) == [(2, "number", "编号为空"), (2, "name", "姓名为空")]


def test_cell_without_a_value_keeps_the_row_back():
    rows = checked({"number": "A", "name": "甲", "voyages": Broken("公式结果是错误值 #DIV/0!")})

    assert faults(rows) == [(2, "voyages", "公式结果是错误值 #DIV/0!")]


def test_key_and_values_that_stand_once_may_not_come_twice():
    rows = checked(
        {"number": "A", "name": "甲", "phone": "10086"},
        {"number": "ａ", "name": "乙", "phone": "10010"},
        {"number": "B", "name": "丙", "phone": "10086"},
    )

    assert faults(rows) == [(3, "number", "与第2行编号重复"), (4, "phone", "与第2行电话重复")]
    assert rows[1].faults[0].hint == "那一行是甲，不替你猜"


def test_duplicate_on_another_sheet_names_the_sheet():
    first = Part(Crew(), "在船", [(2, {"number": "A", "name": "甲"})])
    second = Part(Crew(), "在岸", [(7, {"number": "A", "name": "甲"})])

    _, rows = check([first, second], Context())

    assert faults(rows) == [(7, "number", "与“在船”表第2行编号重复")]


def test_reference_is_found_by_code_by_name_and_by_what_neighbours_call_it():
    rows = checked(
        {"number": "A", "name": "甲", "ship": "s1"},
        {"number": "B", "name": "乙", "ship": "东屿查验一号"},
        {"number": "C", "name": "丙", "ship": "一号"},
    )

    assert [row["ship"] for row in rows] == ["S1", "S1", "S1"]
    assert [[note.reason for note in row.notes] for row in rows] == [[], [], ["“一号”认作东屿查验一号"]]


def test_reference_that_is_not_there_or_not_one_says_so():
    rows = checked(
        {"number": "A", "name": "甲", "ship": "S9"},
        {"number": "B", "name": "乙", "ship": "三号"},
        {"number": "C", "name": "丙", "ship": "查验船"},
    )

    assert faults(rows) == [
        (2, "ship", "没有代码为 S9 的船"),
        (3, "ship", "没有名为“三号”的船"),
        (4, "ship", "“查验船”对应多个船，请写全称或代码"),
    ]
    assert rows[2].faults[0].offers == (("S2", "东屿查验二号"), ("S3", "石帆查验二号"))


def test_ambiguous_reference_is_suggested_by_what_stands_beside_it():
    rows = checked({"number": "C", "name": "丙", "ship": "查验船", "captain": "石帆海关张三"})

    ambiguous = next(remark for remark in rows[0].faults if remark.field == "ship")
    assert (ambiguous.suggestion, ambiguous.hint) == ("石帆查验二号", "这一行的船长编号是石帆海关张三")


def test_row_may_refer_to_a_later_row_of_the_same_workbook():
    rows = checked({"number": "B", "name": "乙", "captain": "Z"}, {"number": "Z", "name": "子"})

    assert [(row.outcome, row.get("captain")) for row in rows] == [("new", "Z"), ("new", None)]


def test_row_waits_with_the_faulty_row_it_refers_to_and_so_does_what_refers_to_that():
    rows = checked(
        {"number": "C", "name": "丙", "captain": "B"},
        {"number": "B", "name": "乙", "captain": "Z"},
        {"number": "Z", "name": ""},
    )

    assert faults(rows) == [
        (2, "captain", "第3行的“B”有误，先改好那一行"),
        (3, "captain", "第4行的“Z”有误，先改好那一行"),
        (4, "name", "姓名为空"),
    ]


def test_reference_to_something_already_there_does_not_wait_for_its_faulty_row():
    rows = checked({"number": "B", "name": "乙", "captain": "A"}, {"number": "A", "name": ""})

    assert faults(rows) == [(3, "name", "姓名为空")]


def test_word_outside_a_closed_list_is_suggested_the_nearest():
    remark = checked({"number": "A", "name": "甲", "rank": "水 首"})[0].faults[0]

    assert (remark.reason, remark.suggestion) == ("没有“水首”这一种，可填水手、船长", "水手")


def test_note_lets_the_row_in():
    row = checked({"number": "A", "name": "甲", "rank": "船长", "captain": "A"}, held=[known("A", name="甲")])[0]

    assert (row.outcome, [note.reason for note in row.notes]) == ("changed", ["船长不用再填船长"])


def test_day_after_today_is_faulty_where_it_lies_in_the_past(settings):
    settings.YIPANQI_TODAY = TODAY

    rows = checked({"number": "A", "name": "甲", "joined_on": "2026-11-25"})

    assert faults(rows) == [(2, "joined_on", "上船日期不能晚于今天")]


def test_a_dash_stands_for_nothing_where_a_day_or_a_number_belongs():
    row = checked({"number": "A", "name": "甲", "joined_on": "/", "voyages": "—"})[0]

    assert (row.faults, row["joined_on"], row["voyages"]) == ([], None, None)
