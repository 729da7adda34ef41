"""Which row is the header, and which column is which field."""

import pytest

from yipanqi.kit.workbook import Code, Kind, Table, Text, headers
from yipanqi.kit.workbook.reading import Sheet
from yipanqi.kit.workbook.tests.crew import Crew


class Ships(Kind):
    slug = "ships"
    label = "船舶"
    key = ("code",)
    code = Code("船代码", required=True)
    name = Text("船名", required=True)
    port = Text("母港")
    length = Text("船长")

    def existing(self, keys):
        return {}

    def apply(self, rows, *, by, batch):
        """Nothing is applied here: only headers are looked at."""


def match(*rows, merges=(), remembered=None):
    found = headers.best_match(
        Crew(), Sheet("船员", [list(row) for row in rows], merges=list(merges)), remembered or {}
    )
    assert found is not None
    return found


@pytest.mark.parametrize(
    "typed",
    ["编号", " 编 号 ", "编号*", "编号（必填）", "编号\n(八位)", "【编号】", "编号：", "船员编号", "\u3000编号"],
)
def test_header_is_known_however_it_is_decorated(typed):
    assert match([typed, "姓名"]).fields == {0: "number", 1: "name"}


def test_header_stands_below_titles():
    found = match(["东屿船员名册", "", ""], ["填报单位：船队", "", ""], ["编号", "姓名", "船"], ["A", "甲", "S1"])

    assert (found.row, found.fields, found.doubtful) == (2, {0: "number", 1: "name", 2: "ship"}, [])


def test_header_of_two_rows_is_read_at_its_lower_row():
    rows = [["编号", "姓名", "任职", ""], ["", "", "船代码", "上船日期"], ["A", "甲", "S1", "2020-01-01"]]
    merges = [((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (0, 3))]

    found = match(*rows, merges=merges)

    assert (found.row, found.fields) == (1, {0: "number", 1: "name", 2: "ship", 3: "joined_on"})


def test_unknown_column_is_left_out_until_somebody_decides():
    found = match(["编号", "姓名", "工牌"])

    assert (found.fields, found.doubtful, found.missing) == ({0: "number", 1: "name", 2: ""}, [2], [])


def test_second_column_of_the_same_field_is_left_out_and_the_one_called_as_we_call_it_is_read():
    assert match(["编号", "姓名", "船", "船代码"]).fields == {0: "number", 1: "name", 2: "", 3: "ship"}
    assert match(["编号", "姓名", "上船时间", "上船 时间"]).fields == {0: "number", 1: "name", 2: "joined_on", 3: ""}


@pytest.mark.parametrize(("typed", "field"), [("船编码", "ship"), ("船编号", "ship"), ("船员代码", "number")])
def test_header_is_known_by_words_that_mean_the_same(typed, field):
    assert match(["姓名", typed, "职级"]).fields[1] == field


def test_header_of_two_rows_is_read_without_merged_cells_too():
    found = match(["编号", "姓名", "任职", ""], ["", "", "船代码", "上船日期"], ["A", "甲", "S1", "2020-01-01"])

    assert (found.row, found.fields) == (1, {0: "number", 1: "name", 2: "ship", 3: "joined_on"})


def test_header_of_two_rows_may_name_its_groups_as_columns_are_named():
    found = match(["编号", "姓名", "船", ""], ["", "", "船代码", "上船日期"], ["A", "甲", "S1", "2020-01-01"])

    assert (found.row, found.fields) == (1, {0: "number", 1: "name", 2: "ship", 3: "joined_on"})


def test_remembered_header_is_known_at_once():
    found = match(["编号", "姓名", "工牌"], remembered={"工牌": "phone"})

    assert (found.fields[2], found.doubtful) == ("phone", [])


def test_decision_about_a_header_takes_the_field_from_another_column():
    found = headers.rename(match(["编号", "姓名", "船", "所在船"]), {"所在船": "ship"})

    assert (found.fields, found.doubtful) == ({0: "number", 1: "name", 2: "", 3: "ship"}, [])


def test_column_may_go_into_the_remarks_only_where_the_table_has_some():
    assert headers.rename(match(["编号", "姓名", "工牌"]), {"工牌": "+"}).fields[2] == "+"


def test_missing_key_is_told_by_its_header():
    assert match(["姓名", "船", "职级"]).missing == ["编号"]


def test_sheet_of_explanations_is_passed_over():
    sheets = [Sheet("填表说明", [["一、编号由船队统一编制。"]]), Sheet("Sheet2", [["编号", "姓名"], ["A", "甲"]])]

    assert [found.sheet.name for found in headers.matches(Crew(), sheets, {})] == ["Sheet2"]


def test_hidden_sheet_is_read_only_when_no_visible_one_has_the_table():
    old = Sheet("旧", [["编号", "姓名"]], visible=False)
    new = Sheet("新", [["编号", "姓名"]])

    assert [found.sheet.name for found in headers.matches(Crew(), [old, new], {})] == ["新"]
    assert [found.sheet.name for found in headers.matches(Crew(), [old], {})] == ["旧"]


def test_table_of_another_kind_is_recognised():
    sheets = [Sheet("船舶", [["船代码", "船名", "母港", "船长"], ["S9", "九号", "东屿", "30"]])]
    crew, ships = Crew(), Ships()

    own = headers.matches(crew, sheets, {})

    assert headers.likelier_kind(crew, [crew, ships], sheets, own) is ships
    assert headers.likelier_kind(ships, [crew, ships], sheets, headers.matches(ships, sheets, {})) is None


def test_field_may_not_take_a_word_of_the_engine():
    with pytest.raises(TypeError, match="label"):
        type("Wrong", (Table,), {"label": Text("标签")})
