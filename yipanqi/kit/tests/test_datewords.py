"""Dates in the words people use, on a fixed business day."""

from datetime import UTC, date, datetime

import pytest

from yipanqi.kit import datewords


@pytest.fixture(autouse=True)
def the_24th_of_november(settings):
    settings.YIPANQI_TODAY = date(2026, 11, 24)


def test_the_year_is_said_only_where_it_differs():
    assert [datewords.day(date(2026, 11, 9)), datewords.day(date(2027, 3, 18)), datewords.day(None)] == [
        "11 月 9 日",
        "2027 年 3 月 18 日",
        "—",
    ]


def test_a_moment_is_told_in_the_districts_time():
    assert datewords.day_and_time(datetime(2026, 11, 9, 7, 30, tzinfo=UTC)) == "11 月 9 日 周一 15:30"


def test_a_moment_late_in_the_evening_elsewhere_is_the_next_day_here():
    assert datewords.short(datetime(2026, 11, 9, 17, 0, tzinfo=UTC)) == "11-10"


def test_tables_write_days_shortly():
    assert [datewords.short(date(2026, 11, 9)), datewords.short(date(2025, 11, 9))] == ["11-09", "2025-11-09"]


def test_how_far_a_day_is_away():
    days = [date(2026, 11, n) for n in (20, 24, 25, 27)] + [date(2026, 12, 6)]

    assert [datewords.until(day) for day in days] == ["过了 4 天", "今天", "明天", "周五", "还有 12 天"]


def test_a_due_day_that_has_passed_says_so():
    days = [date(2026, 9, 30), date(2026, 11, 24), date(2027, 3, 31), None]

    assert [datewords.due(day) for day in days] == [
        "9 月 30 日已到期",
        "11 月 24 日到期",
        "2027 年 3 月 31 日到期",
        "没写期限",
    ]
