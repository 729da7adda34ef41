"""Citizen identity numbers after GB 11643-1999. The sample of the standard is used; it belongs to nobody."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipanqi.kit.workbook import identity
from yipanqi.kit.workbook.unreadable import Unreadable

SAMPLE = "11010519491231002X"  # GB 11643-1999, annex A


@pytest.mark.parametrize(
    "cell",
    [SAMPLE, SAMPLE.lower(), "１１０１０５１９４９１２３１００２Ｘ", "110105 19491231 002X", "'11010519491231002X"],
)
def test_number_is_read_however_it_is_typed(cell):
    assert identity.identity_number_of(cell) == SAMPLE


def test_number_tells_birth_date_and_sex():
    assert (identity.birth_date(SAMPLE), identity.is_male(SAMPLE)) == (date(1949, 12, 31), False)


@pytest.mark.parametrize(
    ("cell", "reason", "suggestion"),
    [
        ("110105194912310029", "末位校验码不对，应为X", SAMPLE),
        ("1101051949123100", "只有16位", None),
        ("1101051949123100222", "有19位，应为18位", None),
        ("110105194913310021", "第7至14位不是日期", None),
        ("11010519491231O02X", "含有数字以外的字", None),
        (1.10105194912310e17, "单元格是数字，末几位已丢失，请改为文本重填", None),
        ("1.10105E+17", "单元格是数字，末几位已丢失，请改为文本重填", None),
        (110105491231002.0, "只有15位", None),
    ],
)
def test_number_that_cannot_be_says_why(cell, reason, suggestion):
    with pytest.raises(Unreadable) as wrong:
        identity.identity_number_of(cell)

    assert (wrong.value.reason, wrong.value.suggestion) == (reason, suggestion)


@given(
    st.integers(100000, 999999),
    st.dates(date(1900, 1, 1), date(2026, 1, 1)),
    st.integers(0, 999),
    st.integers(0, 16),
    st.integers(1, 9),
)
def test_check_character_finds_every_single_mistyped_digit(region, born, sequence, place, more):
    first = f"{region}{born:%Y%m%d}{sequence:03}"
    mistyped = first[:place] + str((int(first[place]) + more) % 10) + first[place + 1 :]

    assert identity.check_character(first) != identity.check_character(mistyped)


def test_masked_number_shows_neither_birth_date_nor_sequence():
    assert identity.masked(SAMPLE) == "110*************2X"
