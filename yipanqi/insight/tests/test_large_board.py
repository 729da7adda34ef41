"""A district too wide to draw: parts in the order of the tree, words that hold for the whole, ways to any column."""

import re
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yipanqi.brands.models import Brand, Measure
from yipanqi.insight.board.columns import Column
from yipanqi.insight.board.windows import column_window, row_window
from yipanqi.insight.month import MOST_NAMED, marks
from yipanqi.kit.period import Period
from yipanqi.objectives.models import Priority
from yipanqi.organizations import tree
from yipanqi.organizations.models import PartyOrganization, Term

COMMITTEES = [f"W{n:02}" for n in range(60)]


@dataclass
class Wide:
    """The cast's district with sixty more committees of one branch each; the first has seventy."""

    cast: object
    organizations: dict

    def priority(self, code: str, **more) -> Priority:
        return Priority.objects.create(
            code=code, name=f"重点 {code}", raised_by_id=self.cast.organizations["DY02"].pk, **more
        )

    def measure(self, organization: str, priority: Priority, state: str = "doing") -> Measure:
        brand = Brand.objects.create(
            code=f"PP{Brand.objects.count()}", name="先锋岗", organization_id=self.organizations[organization].pk
        )
        return Measure.objects.create(code=f"{brand.code}-1", brand=brand, name="措施", priority=priority, state=state)

    def page(self, query: str = "", part: str = "party_officer"):
        return self.cast.client(part).get(f"/board/{query}")

    def text(self, query: str = "") -> str:
        return self.page(query).content.decode()


@pytest.fixture
def wide(cast) -> Wide:
    rows = [(code, f"第{code[1:]}分关党委", "committee", "D") for code in COMMITTEES]
    rows += [(f"{code}A", f"第{code[1:]}分关业务科党支部", "branch", code) for code in COMMITTEES]
    rows += [(f"W00B{n:02}", f"第00分关{n}科党支部", "branch", "W00") for n in range(69)]
    grown = {code: PartyOrganization(code=code, name=name, kind=kind) for code, name, kind, _ in rows}
    known = cast.organizations | grown
    tree.place(grown.values(), {code: known[parent] for code, _, _, parent in rows})
    return Wide(cast, known)


def heads(text: str) -> list[str]:
    return re.findall(r'<span class="sr" id="c\d+">([^<]*)<', text)


def ways(text: str, label: str) -> list[str]:
    """Addresses in the pager of that name, as its numbers stand."""
    pager = re.search(rf'<nav class="pager" aria-label="{label}">.*?</nav>', text, re.S)[0]
    return [href.replace("&amp;", "&") for href, _ in re.findall(r'<a href="([^"]*)"[^>]*>(\d+)</a>', pager)]


def test_the_parts_hold_every_column_once_in_the_order_of_the_tree(wide):
    wide.priority("ZD1")
    parts = [heads(wide.text(way)) for way in ways(wide.text(), "党组织分段")]

    committees = ["中共查检处委员会", *(f"第{code[1:]}分关党委" for code in COMMITTEES)]
    assert [name for part in parts for name in part] == [*committees, "1 个直属党支部"]
    assert [len(part) for part in parts] == [21, 21, 20]


def test_words_speak_of_the_whole_board_and_not_of_the_part(wide):
    far, nobody = wide.priority("ZD1"), wide.priority("ZD2")
    wide.measure("W59A", far)

    text = wide.text()

    assert "2 项重点里 1 项没人接，62 个党组织里" in text and ">61 个没有落点</a>" in text
    assert "1 在做" in text and text.count("还没有人接") == 1
    assert f'href="/weave/{nobody.pk}">' in text
    assert '<b id="s-doing">在做</b>1 处' in text
    assert text.count('<a class="at"') == 0


def test_the_list_of_organisations_where_nothing_stands_is_whole(wide):
    wide.measure("W59A", wide.priority("ZD1"))
    bare = re.search(r'<a href="([^"]*)">61 个没有落点', wide.text())[1].replace("&amp;", "&")

    found = [re.findall(r'<th scope="row"><a href="([^"]*)">([^<]*)', wide.text(bare))]

    assert len(found[0]) == 61
    assert "第59分关党委" not in [name for _, name in found[0]]
    way, name = found[0][40]
    assert name in heads(wide.text(way.replace("&amp;", "&")))


def test_a_committee_is_found_where_it_stands_and_a_branch_inside_its_committee(wide):
    wide.priority("ZD1")

    assert "第58分关党委" in heads(wide.text("?find=第58分关党委"))
    inside = heads(wide.text("?find=第58分关业务科党支部 W58A"))
    assert "第58分关业务科党支部" in inside and "第58分关党委" not in inside
    assert "没有叫“无名”的党组织" in wide.text("?find=无名")
    assert "只列了前 12 个" in wide.text("?find=分关")


def test_an_opened_committee_comes_in_parts_of_its_own(wide):
    wide.priority("ZD1")
    text = wide.text("?open=W00")

    parts = [heads(wide.text(way)) for way in ways(text, "党组织分段")]

    assert [len(part) for part in parts[:4]] == [1, 24, 24, 22]
    assert heads(text) == parts[1]
    assert "，70 个支部" in text
    close = re.search(r'<a class="link" href="([^"]*)">收起', text)[1].replace("&amp;", "&")
    assert "第00分关党委" in heads(wide.text(close))


def test_what_a_committee_does_itself_keeps_its_place_when_it_is_opened(wide):
    priority = wide.priority("ZD1")
    wide.measure("W05", priority)
    wide.measure("D", priority)

    closed, opened = wide.page().context["grid"], wide.page("?open=W05").context["grid"]

    assert set(closed.rows[0].crossings) == {"D", "W05"}
    assert [(column.code, column.name) for column in opened.columns if column.code in opened.rows[0].crossings] == [
        ("D", "中共东屿海关直属机关委员会本级"),
        ("W05", "第05分关党委本级及其他"),
    ]
    assert wide.page("?open=W05&at=ZD1:W05").context["dock"]["measures"]


def test_a_chosen_stone_is_drawn_wherever_it_stands(wide):
    for number in range(130):
        last = wide.priority(f"ZD{number:03}")
    measure = wide.measure("W59A", last)

    text = wide.text("?at=ZD129:W59")

    assert re.findall(r'<a class="at" href="([^"]*)"[^>]* aria-current="true">', text) == ["?at=ZD129:W59#dock"]
    assert f"/brands/measures/{measure.pk}" in text
    assert text.count('class="row-head"') == 42


def test_many_rows_come_in_pages_and_their_feet_count_all_of_them(wide):
    priorities = [wide.priority(f"ZD{number:03}") for number in range(130)]
    wide.measure("W00A", priorities[0])
    wide.measure("W00A", priorities[129])

    pages = [wide.text(way) for way in ways(wide.text(), "业务重点分页")]

    drawn = [name for page in pages for name in re.findall(r'<b id="r\d+">([^<]*)', page)]
    assert drawn == [each.name for each in priorities]
    assert [page.count("<b>2</b><span>处</span>") for page in pages] == [1, 1, 1]


def test_the_cost_does_not_grow_with_the_district(wide):
    first = wide.priority("ZD000")
    wide.measure("W00A", first)
    small = statements(wide, "?at=ZD000:W00")
    for number in range(1, 50):
        priority = wide.priority(f"ZD{number:03}")
        for code in COMMITTEES[number % 7 :: 7]:
            wide.measure(f"{code}A", priority)

    assert statements(wide, "?at=ZD000:W00") == small
    assert statements(wide, "?open=W00&at=ZD001:W00A") <= 10
    assert len(wide.page().content) < 100_000


def statements(wide, query: str) -> int:
    client = wide.cast.client("party_officer")
    client.get(f"/board/{query}")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/board/{query}").status_code == 200
    return len(asked)


@pytest.mark.parametrize("query", ["?from=nobody", "?page=0", "?page=999999999", "?page=٣", "?open=D", "?at=:"])
def test_an_address_that_makes_no_sense_leads_to_the_first_part(wide, query):
    wide.priority("ZD1")

    assert heads(wide.text(query))[0] == "中共查检处委员会"


def test_a_district_that_fits_is_drawn_whole(cast):
    columns = [Column(f"C{n}", "", "", "", (str(n),)) for n in range(48)]

    assert (column_window(columns).is_part, column_window([*columns, columns[0]]).is_part) == (False, True)
    assert (row_window(columns, "2").is_part, row_window([], "1").total) == (False, 0)


def test_a_month_with_too_many_days_to_name_says_how_many_a_day(wide):
    branches = [code for code in wide.organizations if code.startswith("W") and len(code) > 3]
    due = {code: date(2026, 11, 5 + n % 2) for n, code in enumerate(branches[: MOST_NAMED + 1])}
    for code, day in due.items():
        Term.objects.create(organization_id=wide.organizations[code].pk, from_on=date(2023, 11, 1), until_on=day)

    found = marks(wide.cast.scope("party_officer"), Period(date(2026, 11, 1)))

    assert [(mark.on.day, mark.words, mark.count) for mark in found] == [(5, "21 个党组织", 21), (6, "20 个党组织", 20)]
    assert wide.cast.client("party_officer").get(found[0].url).status_code == 200
