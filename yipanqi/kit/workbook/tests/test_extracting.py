"""What is data below a header, and what is not."""

from yipanqi.kit.workbook import headers
from yipanqi.kit.workbook.extracting import extract
from yipanqi.kit.workbook.reading import Sheet
from yipanqi.kit.workbook.tests.crew import Crew

HEADER = ["编号", "姓名", "船", "航次"]


def extracted(*rows, merges=(), decided=None, header=HEADER):
    sheet = Sheet("船员", [header, *map(list, rows)], merges=list(merges))
    found = headers.best_match(Crew(), sheet)
    assert found is not None
    return extract(headers.rename(found, decided or {}))


def test_rows_keep_the_numbers_the_spreadsheet_shows():
    data = extracted(["A", "甲", "S1", 3.0], [], ["", "", "", ""], ["B", "乙", "S2", 4.0])

    assert [number for number, _ in data.rows] == [2, 5]


def test_totals_signatures_and_remarks_are_skipped():
    data = extracted(
        ["A", "甲", "S1", 3.0],
        ["小计", "", "", 3.0],
        ["B", "乙", "S2", 4.0],
        ["合 计", "2人", "", 7.0],
        ["", "总计：", "", 7.0],
        ["填表人：内勤岗    审核人：组织委员", "", "", ""],
        ["", "", "", "日期：2026年11月"],
        ["以下空白", "", "", ""],
        ["注：航次含备勤", "", "", ""],
    )

    assert ([number for number, _ in data.rows], data.skipped) == ([2, 4], [3, 5, 6, 7, 8, 9, 10])


def test_row_that_lacks_cells_is_no_remark():
    data = extracted(["A", "", "", ""], ["", "丙", "", ""], ["B", "合计", "", ""])

    assert ([number for number, _ in data.rows], data.skipped) == ([2, 3, 4], [])


def test_header_printed_again_on_a_new_page_is_skipped():
    data = extracted(["A", "甲", "S1", 3.0], HEADER, ["B", "乙", "S2", 4.0])

    assert ([number for number, _ in data.rows], data.skipped) == ([2, 4], [3])


def test_merged_cell_belongs_to_every_row_it_covers():
    data = extracted(["A", "甲", "S1", 3.0], ["B", "乙", "", ""], ["C", "丙", "", 5.0], merges=[((1, 2), (3, 2))])

    assert [(raw["ship"], raw["voyages"]) for _, raw in data.rows] == [("S1", 3.0), ("S1", ""), ("S1", 5.0)]


def test_merged_cell_below_the_last_data_row_makes_no_row():
    data = extracted(["A", "甲", "S1", 3.0], ["", "", "", ""], merges=[((1, 2), (2, 2))])

    assert [number for number, _ in data.rows] == [2]


def test_columns_put_into_the_remarks_follow_what_stands_there():
    header = [*HEADER, "备注", "工牌", "班次"]
    data = extracted(
        ["A", "甲", "S1", 3.0, "老船员", "K1", ""],
        ["B", "乙", "S1", 3.0, "", "K2", "夜"],
        header=header,
        decided={"工牌": "+", "班次": "+"},
    )

    assert [raw["remark"] for _, raw in data.rows] == ["老船员；工牌：K1", "工牌：K2；班次：夜"]
