"""Days are read as people type them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from yipanqi.kit.dayfield import DayField


@pytest.mark.parametrize(
    "typed", ["2026-11-9", "2026.11.09", "2026年11月9日", "11.9", "11-9", "11月9日", "1109", " ２０２６-１１-９ "]
)
def test_day_is_read_as_typed(typed):
    assert DayField().clean(typed) == date(2026, 11, 9)


@pytest.mark.parametrize("typed", ["2026-11-31", "1350", "昨天", "11"])
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(ValidationError):
        DayField().clean(typed)


def test_day_to_come_is_refused_where_it_cannot_be():
    with pytest.raises(ValidationError, match="不能晚于今天"):
        DayField(latest_today=True).clean("2026-11-25")


def test_day_left_out_is_none_where_it_may_be():
    assert DayField(required=False).clean("") is None
