"""The business day, months and periods."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipanqi.kit.clock import add_months, is_fixed, today
from yipanqi.kit.period import MONTHS, Period

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def test_a_fixed_business_day_is_said_to_be_fixed(settings):
    settings.YIPANQI_TODAY = date(2026, 11, 24)

    assert (today(), is_fixed()) == (date(2026, 11, 24), True)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 8, 24), -9, date(2025, 11, 24)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
    ],
)
def test_adding_months_stays_within_the_month(day, months, expected):
    assert add_months(day, months) == expected


@given(days, st.sampled_from(sorted(MONTHS)))
def test_every_day_lies_in_exactly_one_period_of_a_grain(day, grain):
    period = Period.containing(day, grain)

    assert day in period
    assert day not in period.previous() and day not in period.following()
    assert period.following().previous() == period


def test_a_period_begins_where_its_grain_begins():
    with pytest.raises(ValueError, match="begins no quarter"):
        Period(date(2026, 2, 1), "quarter")


def test_periods_read_as_people_say_them():
    said = [str(Period.containing(date(2026, 11, 24), grain)) for grain in ("month", "quarter", "half", "year")]

    assert said == ["2026 年 11 月", "2026 年四季度", "2026 年下半年", "2026 年"]
