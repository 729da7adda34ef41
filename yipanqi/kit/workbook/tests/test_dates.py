"""Days and months in the forms people type them."""

from datetime import date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from yipanqi.kit.workbook import dates
from yipanqi.kit.workbook.unreadable import Unreadable

NINTH = date(2026, 3, 9)


@pytest.mark.parametrize(
    "cell",
    [
        "2026.3.9", "2026年3月9日", "2026年3月9号", "20260309", "2026/3/9", "46090", 46090.0, 46090.6, 20260309.0,
        "２０２６－３－９", "2026-3-9 14:30", "2026-03-09T14:30:00+08:00", "二〇二六年三月九日", "二零二六年三月九日",
        " 2026-03-09 ", "\u00a02026-03-09\u3000", "2026 年 3 月 9 日", "2026年3月9日星期一", "2026-03-09（周一）",
        "2026年3月9日 周一 14时30分",
        "9-Mar-2026", "Mar 9, 2026", "'2026-03-09", "2026、3、9", "2026。3。9", "2026·3·9", "2026_03_09", "2026\\3\\9",
        "2026.03.09.", "2026年3月9日上午", "\u200b2026-03-09", "26/3/9", "26年3月9日",
        date(2026, 3, 9), datetime(2026, 3, 9, 23, 59),
    ],
)  # fmt: skip
def test_day_is_read_in_every_form(cell):
    assert dates.day_of(cell) == NINTH


@pytest.mark.parametrize(
    ("cell", "reason", "suggestion"),
    [
        ("3/9", "日期缺少年份，请写成 2026-03-09 的样子", "2026-03-09"),
        ("12.9", "日期缺少年份，请写成 2026-03-09 的样子", "2025-12-09"),
        ("2.30", "日期缺少年份，请写成 2026-03-09 的样子", None),
        ("2026年3月9日（补）", "日期旁边还有别的字，只写日期，如 2026-03-09", "2026-03-09"),
        ("2026-03-09至2026-03-10", "写了不止一个日期，只写一个，如 2026-03-09", None),
        ("民国115年3月9日", "是民国纪年，请写成公历，如 2026-03-09", "2026-03-09"),
        ("2026年", "只有年份，请写成 2026-03-09 的样子", None),
        ("31/3/2026", "看不出哪个是月哪个是日，请写成 2026-03-09 的样子", "2026-03-31"),
        ("9/3/2026", "看不出哪个是月哪个是日，请写成 2026-03-09 的样子", None),
        ("2026-02-30", "2026年2月没有30日", None),
        ("2026年2月29日", "2026年2月没有29日", None),
        ("2026.13.5", "没有13月", None),
        ("2026年3月", "日期缺少日，请写成 2026-03-09 的样子", None),
        ("0000-00-00", "年份 0 不像真的", None),
        ("三月上旬", "不是日期", None),
        ("12345", "不是日期", None),
        (3.9, "不是日期", None),
        (True, "不是日期", None),
    ],
)
def test_day_that_cannot_be_says_how_to_write_it(settings, cell, reason, suggestion):
    settings.YIPANQI_TODAY = date(2026, 11, 24)

    with pytest.raises(Unreadable) as wrong:
        dates.day_of(cell)

    assert (wrong.value.reason, wrong.value.suggestion) == (reason, suggestion)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-10", "2026年10月", "2026年10月份", "202610", 202610.0, "2026/10", "２０２６－１０", "二〇二六年十月",
        "26年10月", "2026-10-17", NINTH.replace(month=10),
    ],
)  # fmt: skip
def test_month_is_read_as_its_first_day(cell):
    assert dates.month_of(cell) == date(2026, 10, 1)


@pytest.mark.parametrize(("cell", "year"), [("36.3.9", 2036), ("37.3.9", 1937), ("72/3/9", 1972), ("00-3-9", 2000)])
def test_year_of_two_digits_lies_at_most_ten_years_ahead(settings, cell, year):
    settings.YIPANQI_TODAY = date(2026, 11, 24)

    assert dates.day_of(cell) == NINTH.replace(year=year)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("2026-13", "没有13月"),
        ("10月", "月份缺少年份，请写成 2026-03 的样子"),
        (2026.1, "单元格是数字 2026.1，看不出是1月还是10月，请写成 2026-10 的样子"),
        (2026.5, "单元格是数字，不是月份，请写成 2026-03 的样子"),
        ("十月", "月份缺少年份，请写成 2026-03 的样子"),
        ("2026", "只有年份，请写成 2026-03 的样子"),
        ("2026年3季度", "写的是季度，这里要按月填，请写成 2026-03 的样子"),
        ("开年", "不是月份，请写成 2026-03 的样子"),
    ],
)
def test_month_that_cannot_be_says_how_to_write_it(cell, reason):
    with pytest.raises(Unreadable) as wrong:
        dates.month_of(cell)

    assert wrong.value.reason == reason


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_day_survives_every_way_of_writing_it(day):
    year = str(day.year).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))
    forms = [
        day.isoformat(), f"{day.year}.{day.month}.{day.day}", f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日",
        float((day - dates.SERIAL_ORIGIN).days), f"{year}年{_han(day.month)}月{_han(day.day)}日",
    ]  # fmt: skip

    assert [dates.day_of(form) for form in forms] == [day] * len(forms)


@example(float("nan"))
@example(float("inf"))
@given(st.text(max_size=30) | st.floats(allow_nan=True) | st.integers())
def test_anything_is_a_day_or_says_why_not(cell):
    try:
        read = dates.day_of(cell)
    except Unreadable as wrong:
        assert wrong.reason
    else:
        assert isinstance(read, date)


def _han(number: int) -> str:
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[ones] if ones else "")
