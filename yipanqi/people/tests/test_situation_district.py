"""What a careful officer finds in the workbooks of the example district, counted here from the files alone."""

from collections import Counter
from datetime import date

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from tests.templates import ROOT
from yipanqi.people.models import Account
from yipanqi.people.scope import scope_of
from yipanqi.people.situation.findings import find

FOLDER = ROOT / "examples" / "district"
TODAY, HALF_A_YEAR_ON, THREE_MONTHS_AGO = date(2026, 11, 24), date(2027, 5, 24), date(2026, 8, 24)
MEMBERS = ("中共党员", "中共预备党员")


def rows(name: str) -> list[dict]:
    head, *body = CalamineWorkbook.from_path(FOLDER / name).get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, head), row, strict=True)) for row in body]


@pytest.fixture(scope="module")
def units():
    return rows("01_行政机构.xlsx")


@pytest.fixture(scope="module")
def organizations():
    found = rows("02_党组织.xlsx")
    for row in found:
        row["覆盖"] = [code for code in row["覆盖机构代码"].split("、") if code]
    return found


@pytest.fixture(scope="module")
def people():
    return rows("03_人员花名册.xlsx")


@pytest.fixture(scope="module")
def secretaries():
    """Organisation code -> appointments of secretaries."""
    found: dict[str, list[dict]] = {}
    for row in rows("04_党内任职.xlsx"):
        if row["党内职务"] == "书记":
            found.setdefault(row["组织代码"], []).append(row)
    return found


@pytest.fixture
def codes(district):
    """Group -> codes of the subjects the page shows to the officer of the district."""

    def of(group: str) -> set[str]:
        findings = find(scope_of(Account.objects.get(username="party")), TODAY)
        return {case.facts["number"] if group == "loose" else case.subject.code for case in findings.of(group)}

    return of


def test_terms_over_and_soon_over(codes, organizations):
    over = {row["组织代码"] for row in organizations if row["届满日期"] and row["届满日期"] <= TODAY}
    soon = {row["组织代码"] for row in organizations if row["届满日期"] and TODAY < row["届满日期"] <= HALF_A_YEAR_ON}

    assert (codes("over"), codes("soon"), codes("unrecorded")) == (over, soon, set())
    assert (len(over), len(soon)) == (9, 14)


def test_secretary_posts_vacant_for_three_months(codes, organizations, secretaries):
    vacant = {
        row["组织代码"]
        for row in organizations
        if (held := secretaries.get(row["组织代码"], [])) is not None
        and all(each["免职日期"] for each in held)
        and max((each["免职日期"] for each in held), default=date.min) < THREE_MONTHS_AGO
    }

    assert codes("vacant") == vacant == {"DYB050", "DYB173"}


def test_secretaries_who_head_none_of_the_sections(codes, organizations, secretaries, units):
    heads = {row["机构代码"]: row["负责人工号"] for row in units}
    apart = set()
    for row in organizations:
        leading = {each["工号"] for each in secretaries.get(row["组织代码"], []) if not each["免职日期"]}
        headed = {heads[unit] for unit in row["覆盖"] if heads[unit]}
        if row["组织类型"] == "党支部" and leading and headed and not leading & headed:
            apart.add(row["组织代码"])

    assert codes("not_head") == apart
    assert len(apart) == 12


def test_heads_outside_the_party_explain_it_by_themselves(district, organizations, secretaries, units, people):
    status = {row["工号"]: row["政治面貌"] for row in people}
    heads = {row["机构代码"]: row["负责人工号"] for row in units}
    covered = {row["组织代码"]: row["覆盖"] for row in organizations}
    findings = find(scope_of(Account.objects.get(username="party")), TODAY)

    explained = {case.subject.code for case in findings.of("not_head") if case.automatic}
    assert explained == {
        case.subject.code
        for case in findings.of("not_head")
        if all(status[heads[unit]] != "中共党员" for unit in covered[case.subject.code])
    }


def test_sections_without_a_branch(codes, organizations, units):
    covered = {unit for row in organizations if row["组织类型"] == "党支部" for unit in row["覆盖"]}
    bare = {row["机构代码"] for row in units if row["层级"] == "科"} - covered

    assert codes("uncovered") == bare
    assert len(bare) == 7


def test_members_without_a_branch(codes, people):
    loose = {row["工号"] for row in people if row["政治面貌"] in MEMBERS and not row["所在党组织代码"]}

    assert codes("loose") == loose == {"DY00745", "DY01350", "DY01848"}


def test_branches_too_large_too_small_and_joint_past_five(codes, organizations, people):
    members = Counter(row["所在党组织代码"] for row in people if row["政治面貌"] in MEMBERS)
    full = Counter(row["所在党组织代码"] for row in people if row["政治面貌"] == "中共党员")
    branches = [row for row in organizations if row["组织类型"] == "党支部"]
    size = {row["组织代码"] for row in branches if members[row["组织代码"]] > 50 or full[row["组织代码"]] < 3}
    joint = {row["组织代码"] for row in branches if row["支部类型"] == "联合" and len(row["覆盖"]) > 5}

    assert (codes("size"), codes("joint")) == (size, joint)
    assert size == {"DYB021", "DYB115", "DYB065", "DYB083"} and joint == {"DYB123"}


def test_page_says_the_same_in_words(district):
    client = Client()
    client.force_login(Account.objects.get(username="party"))
    context = client.get("/people/situation").context

    assert (context["findings"].total, context["summary"]) == (
        52,
        {"over": 9, "vacant": 2, "soon": 14, "uncovered": 7, "enough": 4, "not_heads": 12, "explained": 2},
    )


def test_page_stays_small(district):
    client = Client()
    client.force_login(Account.objects.get(username="party"))

    assert len(client.get("/people/situation").content) <= 60_000
