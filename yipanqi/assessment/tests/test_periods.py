"""Which periods may be reckoned: whole months that ended fifteen working days ago or earlier."""

from datetime import date

import pytest

from yipanqi.assessment.periods import answered_until, spans, working_days


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 11, 24), date(2026, 11, 1)),
        (date(2026, 11, 20), date(2026, 10, 1)),  # fourteen working days of November are over
        (date(2026, 11, 21), date(2026, 11, 1)),
        (date(2026, 10, 23), date(2026, 9, 1)),  # the holidays of October do not count
        (date(2026, 1, 10), date(2025, 12, 1)),
    ],
)
def test_a_month_is_reckoned_once_its_branches_had_time_to_answer(day, end):
    assert answered_until(day, 15) == end


def test_the_year_so_far_comes_first_then_whole_quarters():
    found = [(each.words, each.start, each.end) for each in spans(date(2026, 11, 24), 15)]

    assert found == [
        ("2026 年 1—10 月", date(2026, 1, 1), date(2026, 11, 1)),
        ("2026 年三季度", date(2026, 7, 1), date(2026, 10, 1)),
        ("2026 年二季度", date(2026, 4, 1), date(2026, 7, 1)),
        ("2026 年一季度", date(2026, 1, 1), date(2026, 4, 1)),
        ("2025 年四季度", date(2025, 10, 1), date(2026, 1, 1)),
    ]


def test_years_whose_holidays_nobody_announced_yet_count_monday_to_friday():
    assert working_days(date(2099, 6, 1), date(2099, 6, 8)) == 5
