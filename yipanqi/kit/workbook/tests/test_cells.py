"""Cells without the accidents of typing."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from yipanqi.kit.workbook import cells
from yipanqi.kit.workbook.unreadable import Unreadable


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  热线\u00a0先锋 ", "热线 先锋"),
        ("\t=cmd|'/c calc'!A1", "=cmd|'/c calc'!A1"),
        ("'=1+1", "=1+1"),
        ("零\u200b宽\ufeff", "零宽"),
        (3.0, "3"),
        (26.23, "26.23"),
        (True, "是"),
        (None, ""),
        (date(2026, 3, 9), "2026-03-09"),
        (datetime(2026, 3, 9, 14, 30), "2026-03-09 14:30"),
        (time(8, 5), "08:05"),
    ],
)
def test_text_keeps_what_was_meant(cell, text):
    assert cells.text_of(cell) == text


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("王 芳", "王芳"),
        ("黎\u3000博", "黎博"),
        ("吴逊辰  ", "吴逊辰"),
        ("孔 𬍛", "孔𬍛"),
        ("阿依古丽 • 买买提", "阿依古丽·买买提"),
        ("John  Smith", "John Smith"),
    ],
)
def test_name_loses_the_spaces_between_characters_only(typed, name):
    assert cells.name_of(typed) == name


@pytest.mark.parametrize("typed", ["DY3304", "\u00a0dy3304 ", "ＤＹ３３０４", "DY 3304", "'DY3304"])
def test_code_is_the_same_however_it_is_typed(typed):
    assert cells.code_of(typed) == "DY3304"


def test_code_of_a_number_cell_has_no_decimals():
    assert cells.code_of(1001.0) == "1001"


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (82.0, "82"), (26.23, "26.23"), ("1,234.5", "1234.5"), ("１２", "12"), ("12.5%", "12.5"), ("-3", "-3"),
        ("＋3", "3"), ("1.5e3", "1500"), (".5", "0.5"), (7, "7"),
    ],
)  # fmt: skip
def test_number_is_exactly_what_was_written(cell, number):
    assert cells.number_of(cell) == Decimal(number)


@pytest.mark.parametrize("cell", ["一百二十", "", "1,23", "5.", "1e", "--3", float("nan"), float("inf"), True, "0x10"])
def test_number_that_is_none_says_so(cell):
    with pytest.raises(Unreadable, match="不是数字"):
        cells.number_of(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "14:30", "14：30", "14:30:00", "14时30分", "下午2点30分", 0.6041666667, time(14, 30),
        timedelta(hours=14, minutes=30),
    ],
)  # fmt: skip
def test_time_of_day_is_read_in_every_form(cell):
    assert cells.time_of(cell) == "14:30"


@pytest.mark.parametrize("cell", ["25:00", "9:75", "下午", 1.5, "三点"])
def test_time_that_cannot_be_says_how_to_write_it(cell):
    with pytest.raises(Unreadable, match="请写成 14:30 的样子"):
        cells.time_of(cell)


@pytest.mark.parametrize("cell", [None, "", "  ", "\u3000", "\u00a0", "\u200b"])
def test_cell_without_anything_to_see_is_blank(cell):
    assert cells.is_blank(cell)


@pytest.mark.parametrize("cell", [0, 0.0, False, "0", "-"])
def test_zero_is_not_blank(cell):
    assert not cells.is_blank(cell)


@pytest.mark.parametrize(
    ("cell", "counted_in", "number"),
    [
        ("5人", ("人",), 5), ("三年", ("年",), 3), ("二十一", ("人",), 21), ("￥1,234.50", ("元",), Decimal("1234.50")),
        ("30元", ("元",), 30), ("１２ 件", ("件",), 12),
    ],
)  # fmt: skip
def test_number_may_be_followed_by_what_its_column_counts_in(cell, counted_in, number):
    assert cells.number_of(cell, counted_in) == number


@pytest.mark.parametrize(("cell", "suggestion"), [("约60", "60"), ("≥95", "95"), ("35小时", "35"), ("617/1000", None)])
def test_number_among_other_words_is_suggested_and_not_taken(cell, suggestion):
    with pytest.raises(Unreadable) as wrong:
        cells.number_of(cell)

    assert wrong.value.suggestion == suggestion
