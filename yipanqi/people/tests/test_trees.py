"""Both trees side by side: lazily, as of any day, narrowed and searched."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from yipanqi.organizations import tree
from yipanqi.organizations.models import Coverage, PartyOrganization, Unit
from yipanqi.people.models import Account, Appointment
from yipanqi.people.trees.asking import Asked
from yipanqi.people.trees.pairing import Fold
from yipanqi.people.trees.scene import build

DAY = date(2026, 11, 24)


def scene(**asked):
    return build(Asked(on=asked.pop("on", DAY), **asked))


def pairs(found):
    return [(pair.party.code if pair.party else "", [unit.code for unit in pair.units]) for pair in found.pairs()]


def blocks(found):
    return {
        key: [(line.party.code if line.party else "", line.unit.code if line.unit else "") for line in lines]
        for key, lines in found.blocks.items()
    }


def get(cast, address="", part="party_officer"):
    return cast.client(part).get(f"/people/trees{address}")


def test_committee_stands_beside_the_unit_its_branches_cover(cast):
    assert pairs(scene()) == [("D01", ["DY01"]), ("D02", ["DY02"])]


def test_coverage_of_the_committee_itself_decides_first(cast):
    here = cast.organizations
    Coverage.objects.create(party_organization_id=here["D01"].pk, unit_id=here["DY02"].pk)

    assert pairs(scene())[0] == ("D01", ["DY02"])


def test_unit_nobody_covers_stands_alone_at_the_end(cast):
    tree.place([Unit(code="DY03", name="新设处", kind="department")], {"DY03": cast.organizations["DY"]})

    found = scene()
    assert pairs(found)[-1] == ("", ["DY03"])
    assert isinstance(found.entries[-1], Fold) and found.entries[-1].label == "没有党组织对着 1 个"


def test_closed_trees_hold_nothing_inside(cast):
    found = scene()

    assert (found.blocks, found.within[cast.organizations["D01"].path].branches) == ({}, 2)


def test_opened_committee_shows_branches_beside_sections(cast):
    found = scene(open="D01")

    assert blocks(found) == {"D01": [("D0101", "DY0101"), ("D0102", "DY0102")]}
    assert found.crew.leader(cast.organizations["D0101"].pk) == "林岚"
    assert found.crew.members[cast.organizations["D0101"].pk] == {"full_member": 3, "probationary_member": 1}
    assert found.crew.staff[cast.organizations["DY0101"].pk] == 4


def test_direct_branches_open_together(cast):
    assert blocks(scene(open="branch")) == blocks(scene(open="D02")) == {"branch": [("", "DY02"), ("D02", "DY0201")]}


def test_only_what_has_no_branch(cast):
    Coverage.objects.filter(unit=cast.organizations["DY0102"].pk).update(until_on="2026-11-01")

    found = scene(only="uncovered")
    assert (blocks(found), found.bare, found.shown(list(found.pairs())[1])) == ({"D01": [("", "DY0102")]}, 1, False)


def test_only_joint_branches_stand_with_all_they_cover(cast):
    here = cast.organizations
    PartyOrganization.objects.filter(code="D0101").update(branch_type="joint")
    Coverage.objects.create(party_organization_id=here["D0101"].pk, unit_id=here["DY0201"].pk)

    found = scene(only="joint")
    assert (blocks(found), found.joint()) == ({"D01": [("D0101", "DY0101"), ("", "DY0201")]}, 1)


@pytest.mark.parametrize("words", ["查检二科", "DY0102", "D0102", "解放"])
def test_search_finds_names_codes_and_those_who_lead(cast, words):
    assert blocks(scene(q=words)) == {"D01": [("D0102", "DY0102")]}


def test_search_without_a_match_says_so(cast):
    assert "没有符合的" in get(cast, "?q=没有这样的").content.decode()


def test_day_shows_coverage_as_it_was(cast):
    coverage = Coverage.objects.get(unit=cast.organizations["DY0101"].pk)
    Coverage.objects.filter(pk=coverage.pk).update(until_on="2026-11-01")

    assert (scene(on=date(2026, 10, 31)).bare, scene(on=date(2026, 11, 1)).bare) == (0, 1)


def test_day_shows_an_organisation_where_it_stood(cast):
    tree.move(cast.organizations["D02"], PartyOrganization.objects.get(code="D01"), on=date(2026, 11, 1))

    assert pairs(scene(on=date(2026, 10, 31)))[1][0] == "D02"
    assert [code for code, _ in pairs(scene(on=date(2026, 11, 1)))] == ["D01"]
    assert [party for party, _ in blocks(scene(open="D01"))["D01"]] == ["D0101", "D0102", "D02"]


def test_day_before_anything_was_founded_is_empty(cast):
    response = get(cast, "?on=2020-01-01")

    assert (response.context["party_size"], response.context["unit_size"]) == (0, 0)
    assert "还没有党组织和机构" in response.content.decode()


@pytest.mark.parametrize("on", ["", "morgen", "2026-13-01", "2031-01-01"])
def test_day_that_is_none_or_to_come_is_today(on):
    assert Asked.of({"on": on}).on == DAY


def test_last_change_leads_back_in_time(cast):
    Coverage.objects.filter(unit=cast.organizations["DY0101"].pk).update(until_on="2026-10-08")
    context = get(cast).context

    assert (context["before"], context["before_url"]) == (date(2026, 10, 8), "?on=2026-10-08")


def test_chosen_branch_stands_on_a_card_and_in_its_row(cast):
    response = get(cast, "?open=D01&at=D0101")

    card, page = response.context["card"], response.content.decode()
    assert (card.member_count, [each["name"] for each in card.leaders], card.committee) == (
        4,
        ["林岚"],
        ["林岚", "陈默"],
    )
    assert page.count('class="inside chosen" aria-current="true"') == 1


def test_secretary_who_heads_no_section_is_marked_without_blame(cast):
    Appointment.objects.filter(person=cast.persons["secretary"], post__office="head").update(
        person=cast.persons["member"]
    )

    page = get(cast, "?open=D01&at=D0101").content.decode()
    key = f"secretary.heads_section%3A{cast.organizations['D0101'].pk}%3A{cast.persons['secretary'].pk}"
    assert page.count('<span class="tag line">不兼科长</span>') == 1
    assert f'href="/people/situation/reasons?chosen={key}"' in page


def test_gap_offers_a_way_to_mend_it_only_to_those_who_may(cast):
    Coverage.objects.filter(unit=cast.organizations["DY0101"].pk).update(until_on="2026-11-01")

    offered = {
        part: "3 名党员编在查检一科党支部，补上这一条覆盖" in get(cast, "?open=D01", part).content.decode()
        for part in ("party_officer", "reviewer", "secretary", "stranger")
    }
    assert offered == {"party_officer": True, "reviewer": True, "secretary": False, "stranger": False}


def test_names_are_written_as_text(cast):
    PartyOrganization.objects.filter(code="D0101").update(name="<b>一</b>支部")
    page = get(cast, "?open=D01&at=D0101").content.decode()

    assert ("<b>一</b>" in page, "&lt;b&gt;一&lt;/b&gt;支部" in page) == (False, True)


def test_fragment_holds_the_trees_alone(cast):
    page = cast.client("member").get("/people/trees?open=D01", headers={"HX-Request": "true", "HX-Target": "div#woven"})

    assert page.content.decode().startswith('<div id="woven"')


def test_file_holds_a_row_for_each_thread_and_for_what_has_none(cast):
    Coverage.objects.filter(unit=cast.organizations["DY0102"].pk).delete()
    response = get(cast, "?export=xlsx")

    _, *rows = CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert [(row[0], row[4], row[9]) for row in rows] == [
        ("D", "", "没有覆盖机构"), ("D01", "", "没有覆盖机构"), ("D0101", "DY0101", ""), ("D0102", "", "没有覆盖机构"),
        ("D02", "DY0201", ""), ("", "DY", "没有党组织覆盖"), ("", "DY01", "没有党组织覆盖"),
        ("", "DY0102", "没有党组织覆盖"), ("", "DY02", "没有党组织覆盖"),
    ]  # fmt: skip


def test_empty_district_invites_the_import(db):
    account = Account.objects.create(username="administrator", is_administrator=True)
    client = Client()
    client.force_login(account)

    assert "导入 01_行政机构 和 02_党组织" in client.get("/people/trees").content.decode()


def test_statements_are_as_many_for_few_rows_as_for_many(district):
    client = Client()
    client.force_login(Account.objects.get(username="party"))
    costs = {}
    for code in ("DYW13", "DYW10", "DYZ08"):
        client.get(f"/people/trees?open={code}")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/people/trees?open={code}")
        costs[code] = len(queries) - ("补上这一条覆盖" in client.get(f"/people/trees?open={code}").content.decode())

    assert set(costs.values()) == {10}


def test_card_of_a_branch_costs_six_statements_at_most(district):
    client = Client()
    client.force_login(Account.objects.get(username="party"))
    opened, chosen = "/people/trees?open=DYW10", "/people/trees?open=DYW10&at=DYB100"
    costs = {}
    for path in (opened, chosen):
        assert (path == chosen) == ('class="card dock"' in client.get(path).content.decode())
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        costs[path] = len(queries)

    assert costs[chosen] - costs[opened] in range(1, 7)


def test_headline_counts_the_district(district):
    client = Client()
    client.force_login(Account.objects.get(username="member"))
    context = client.get("/people/trees").context

    found = context["scene"]
    assert (context["party_size"], context["unit_size"], found.sections, found.bare, found.joint()) == (
        225, 261, 214, 7, 13,
    )  # fmt: skip
    assert [len(entry.pairs) for entry in found.entries if isinstance(entry, Fold)] == [10, 23]


def test_every_organisation_of_the_district_stands_on_the_page_of_its_committee(district):
    found = scene()
    drawn: set[str] = {pair.party.code for pair in found.pairs() if pair.party}
    drawn |= {unit.code for pair in found.pairs() for unit in pair.units} | {node.code for node in found.roots}
    for key in [pair.key for pair in found.pairs() if not pair.party.is_branch] + ["branch"]:
        for line in scene(open=key).lines():
            drawn |= {node.code for node in (line.party, line.unit) if node}

    everything = {
        *PartyOrganization.objects.values_list("code", flat=True),
        *Unit.objects.values_list("code", flat=True),
    }
    assert drawn == everything
