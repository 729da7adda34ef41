"""Organisations are found by what people type, and a text that means several says so."""

import pytest

from yipanqi.organizations import naming
from yipanqi.organizations.filters import by_unit, within
from yipanqi.organizations.models import PARTY, UNIT, Unit
from yipanqi.organizations.tree import place


def codes(text, tree):
    return [each.code for each in naming.meant(text, tree)]


@pytest.fixture
def namesake(cast):
    """A second 查检一科, below the general department."""
    place([Unit(code="DY0202", name="查检一科", kind="section")], {"DY0202": cast.organizations["DY02"]})


@pytest.mark.parametrize("text", ["DY0101", "dy0101", "查检一科", "查检一科 DY0101", "  查检一科   DY0101 "])
def test_text_that_names_one_unit_means_it(cast, text):
    assert codes(text, UNIT) == ["DY0101"]


def test_name_used_twice_means_both_and_asks_for_the_code(cast, namesake):
    found = naming.meant("查检一科", UNIT)

    assert naming.complaint("查检一科", UNIT, found) == "有 2 个机构叫“查检一科”，写代码区分：DY0101、DY0202"


def test_code_beside_the_name_tells_namesakes_apart(cast, namesake):
    assert codes("查检一科 DY0202", UNIT) == ["DY0202"]


def test_name_of_the_other_tree_means_nothing(cast):
    assert naming.complaint("查检一科", PARTY, naming.meant("查检一科", PARTY)) == "没有叫“查检一科”的党组织"


def test_dissolved_organisation_answers_only_when_nobody_else_does(cast, namesake):
    Unit.objects.filter(code="DY0202").update(dissolved_on="2026-01-01")

    assert codes("查检一科", UNIT) == ["DY0101"]


def test_suggestions_begin_with_what_begins_so(cast):
    response = cast.client("member").get("/organizations/suggest/party", {"q": "查检"})

    assert response.json() == [
        {"value": "查检一科党支部 D0101", "label": "查检一科党支部", "note": "党支部 D0101"},
        {"value": "查检二科党支部 D0102", "label": "查检二科党支部", "note": "党支部 D0102"},
        {"value": "中共查检处委员会 D01", "label": "中共查检处委员会", "note": "二级机关党委 D01"},
    ]


def test_suggestions_for_nothing_are_none(cast):
    assert cast.client("member").get("/organizations/suggest/unit", {"q": " "}).json() == []


def test_filter_keeps_an_organisation_and_all_below(cast):
    rows = by_unit("unit", "机构", "path").narrow(Unit.objects.all(), "查检处", None)

    assert list(rows.values_list("code", flat=True)) == ["DY01", "DY0101", "DY0102"]


def test_filter_by_a_shared_name_keeps_both_and_says_so(cast, namesake):
    chosen = by_unit("unit", "机构", "path")
    rows = chosen.narrow(Unit.objects.all(), "查检一科", None)

    assert list(rows.values_list("code", flat=True)) == ["DY0101", "DY0202"]
    assert chosen.words("查检一科") == "有 2 个机构叫“查检一科”，写代码区分：DY0101、DY0202"


def test_filter_by_an_unknown_name_keeps_nothing(cast):
    chosen = by_unit("unit", "机构", "path")

    assert (list(chosen.narrow(Unit.objects.all(), "没有的科", None)), within("没有的科", UNIT)) == ([], [])
    assert chosen.words("没有的科") == "没有叫“没有的科”的机构"
