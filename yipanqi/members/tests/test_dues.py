"""Dues as a workbook: sums to the fen, who sees them, what was not collected in full."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.templates import ROOT
from yipanqi.kit.workbook.importing import import_file
from yipanqi.members.models import DuesSummary

JANUARY = {"组织代码": "D0101", "月份": "2026-01", "应交人数": 3, "实交人数": 3, "应交金额": 300.1, "实交金额": 300.1}
ROWS = (
    JANUARY,
    JANUARY | {"月份": "2026-02", "实交人数": 2, "实交金额": 200.05},
    JANUARY | {"组织代码": "D0102", "应交金额": 1000.2, "实交金额": 1000.2},
)


@pytest.fixture
def dues(admission):
    admission.dues(*ROWS)
    return admission


def page(dues, part: str, **query) -> str:
    return dues.cast.client(part).get(reverse("members:dues"), query).content.decode()


def test_rows_come_in_to_the_fen_and_the_same_file_changes_nothing(dues):
    again = dues.dues(*ROWS)

    assert (again.new, again.changed, again.same) == (0, 0, 3)
    assert list(DuesSummary.objects.order_by("pk").values_list("organization__code", "month", "paid_amount")) == [
        ("D0101", date(2026, 1, 1), Decimal("300.10")),
        ("D0101", date(2026, 2, 1), Decimal("200.05")),
        ("D0102", date(2026, 1, 1), Decimal("1000.20")),
    ]


def test_corrected_row_changes_that_row_alone(dues):
    changed = dues.dues(*ROWS[:1], ROWS[1] | {"实交人数": 3, "实交金额": 300.1}, ROWS[2])

    assert (changed.changed, changed.same) == (1, 2)
    assert DuesSummary.objects.in_arrears().count() == 0


def test_more_than_due_is_noted_and_less_than_nothing_is_a_fault(dues):
    outcome = dues.dues(
        JANUARY | {"月份": "2026-03", "实交人数": 4, "实交金额": 301}, JANUARY | {"月份": "2026-04", "应交人数": -1}
    )

    assert [(each["column"], each["reason"]) for each in outcome.notes] == [
        ("实交人数", "实交人数比应交人数多"),
        ("实交金额", "实交金额比应交金额多，补交或预交另有说明的不用改"),
    ]
    assert [(each["column"], each["reason"]) for each in outcome.faulty] == [("应交人数", "不能小于 0")]


def test_sums_under_the_list_are_those_of_what_is_shown(dues):
    assert "<dd>1,600.40</dd>" in page(dues, "party_officer")
    assert "<dd>1,500.35</dd>" in page(dues, "party_officer")
    short = page(dues, "party_officer", paid="short")
    assert "<dd>300.10</dd>" in short and "<dd>200.05</dd>" in short and "100.05" in short


def test_branch_sees_its_own_and_a_stranger_nothing(dues):
    assert ">查检一科党支部</a>" in page(dues, "probationer") and "查检二科党支部" not in page(dues, "probationer")
    assert "还没有党费汇总" in page(dues, "stranger")


def test_organisation_tab_adds_up_what_lies_below(dues):
    address = dues.cast.organizations["D01"].get_absolute_url() + "?tab=members"
    committee = dues.cast.client("reviewer").get(address).content.decode()

    assert "1,600.40 元" in committee and "1,500.35 元" in committee and "2 个月" in committee


def test_workbook_with_headers_only_says_so_and_is_no_fault(db):
    outcome = import_file("dues", ROOT / "tests" / "fixtures" / "messy" / "18_党费_只有表头.xlsx")

    assert (outcome.refused, outcome.new, outcome.faulty) == (None, 0, [])
    assert [each["reason"] for each in outcome.notes] == ["没有数据行，只有表头"]
