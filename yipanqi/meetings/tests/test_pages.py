"""Who sees which records, on the list, on an organisation's tab, on a priority's page and on the month."""

import re
from datetime import date

import pytest
from django.urls import reverse

from yipanqi.insight.month import marks
from yipanqi.kit.figures import FIGURES
from yipanqi.kit.period import Period
from yipanqi.kit.periodfilter import read, written
from yipanqi.meetings import queries
from yipanqi.meetings.models import Meeting

YEAR = Period(date(2026, 1, 1), "year")


@pytest.fixture
def filled(ledger):
    ledger.enter(
        {"主题": "甲", "关联业务重点编号": "ZD2026-01"}, {"主题": "乙"},
        {"主题": "丙", "组织代码": "D0102", "类型": "党课", "关联业务重点编号": "ZD2026-01、ZD2026-02"},
        {"主题": "丁", "组织代码": "D02", "日期": "2026-03-09", "录入时间": ""},
    )  # fmt: skip
    return ledger


def seen(ledger, part: str, query: str = "") -> list[str]:
    page = ledger.cast.client(part).get(reverse("meetings:meetings") + query).content.decode()
    return [title for title in "甲乙丙丁" if f">{title}</a>" in page]


def test_everybody_sees_the_own_branch_and_officers_their_subtree(filled):
    parts = ("secretary", "probationer", "reviewer", "party_officer", "leader", "officer", "stranger")

    assert {part: "".join(seen(filled, part)) for part in parts} == {
        "secretary": "甲乙", "probationer": "甲乙", "reviewer": "甲乙丙", "party_officer": "甲乙丙丁",
        "leader": "甲乙丙丁", "officer": "", "stranger": "丁",
    }  # fmt: skip


def test_record_of_another_branch_does_not_exist_for_a_secretary(filled):
    other = Meeting.objects.get(title="丙")

    assert filled.cast.client("secretary").get(other.get_absolute_url()).status_code == 404
    assert filled.cast.client("reviewer").get(other.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?linked=yes", "甲丙"), ("?linked=no", "乙丁"), ("?linked=apart", ""), ("?linked=what", ""),
        ("?kind=party_lecture", "丙"), ("?period=2026-03", "丁"), ("?period=2026Q4", "甲乙丙"), ("?period=2025", ""),
        ("?period=soon", ""), ("?branch=D01", "甲乙丙"), ("?priority=ZD2026-02", "丙"),
        ("?q=排队", "甲乙丙丁"), ("?q=乙", "乙"),
    ],
)  # fmt: skip
def test_filters_narrow_the_list(filled, query, titles):
    assert "".join(seen(filled, "party_officer", query)) == titles


def test_record_page_shows_its_row_in_the_workbook(filled):
    page = filled.cast.client("party_officer").get(Meeting.objects.get(title="丙").get_absolute_url()).content.decode()

    assert "台账.xlsx，组织生活台账，第 4 行" in page
    assert "窗口提速" in page and "公文减量" in page


def test_organisation_tab_counts_by_kind_for_those_who_see_it(filled):
    organizations = filled.cast.organizations

    def tab(part: str, code: str) -> str:
        address = organizations[code].get_absolute_url() + "?tab=life"
        return filled.cast.client(part).get(address).content.decode()

    committee = tab("reviewer", "D01")
    assert ">3 次</a>" in committee and ">2 次</a>对着业务重点" in committee
    assert re.findall(r'<dt>([^<]+)</dt><dd class="num">(\d+)</dd>', committee) == [("党课", "1"), ("主题党日", "2")]
    assert ">2 次</a>" in tab("member", "D0101")
    assert "tab=life" not in tab("stranger", "D0101")


def test_priority_page_says_how_many_to_everybody_and_which_to_those_who_may_see(filled):
    def page(part: str) -> str:
        return filled.cast.client(part).get(filled.near.get_absolute_url()).content.decode()

    assert "2 次" in page("stranger") and ">丙</a>" not in page("stranger")
    assert [title for title in "甲丙" if f">{title}</a>" in page("secretary")] == ["甲"]
    assert [title for title in "甲丙" if f">{title}</a>" in page("reviewer")] == ["甲", "丙"]


def test_month_strip_weaves_linked_records_of_the_own_branch(filled):
    found = marks(filled.cast.scope("secretary"), Period(date(2026, 10, 1)))

    assert sorted((mark.words, mark.strand) for mark in found) == [("乙", "party"), ("甲", "woven")]


def test_figures_count_what_their_rows_hold(filled):
    organizations = list(filled.cast.organizations.values())
    day, numbers = date(2026, 11, 24), {}
    for name in ("meetings.records", "meetings.linked"):
        values = FIGURES[name].values(organizations, day)
        assert sum(d for _, d in values.values()) == FIGURES[name].compute(organizations, day).rows.count()
        numbers[name] = {each.code: values[each.pk] for each in organizations if each.pk in values}

    assert numbers == {
        "meetings.records": {"D0101": (2, 2), "D0102": (1, 1), "D02": (1, 1)},
        "meetings.linked": {"D0101": (1, 2), "D0102": (1, 1), "D02": (0, 1)},
    }


def test_batch_queries_answer_by_organisation_and_by_priority(filled, django_assert_num_queries):
    ids = {code: each.pk for code, each in filled.cast.organizations.items()}
    with django_assert_num_queries(2):
        everywhere = queries.unlinked_by_organization(None, YEAR)
        spoken = queries.records_by_priority([filled.near.pk, filled.far.pk], YEAR)

    assert everywhere == {ids["D0101"]: 1, ids["D02"]: 1}
    assert queries.unlinked_by_organization([ids["D02"]], YEAR) == {ids["D02"]: 1}
    assert spoken == {filled.near.pk: 2, filled.far.pk: 1}


@pytest.mark.parametrize("text", ["2026-10", "2026Q4", "2026"])
def test_periods_in_addresses_read_back(text):
    assert written(read(text)) == text


@pytest.mark.parametrize("text", ["", "2026-13", "2026Q5", "1999", "十月"])
def test_other_texts_are_no_period(text):
    assert read(text) is None
