"""What this room adds to pages of organisations, and the numbers it names."""

from datetime import date

import pytest

from yipanqi.kit.figures import FIGURES
from yipanqi.organizations.models import Organization, PartyOrganization, Unit
from yipanqi.people.models import MEMBERS, Affiliation, Appointment, Employment
from yipanqi.people.panels import committee, members, staff

DAY = date(2026, 11, 24)


def test_committee_stands_in_the_order_of_offices(cast):
    panel = committee(cast.organizations["D0101"], cast.scope("stranger"))

    assert [(line["name"], line["office"]) for line in panel.context["lines"]] == [
        ("林岚", "书记"),
        ("陈默", "纪检委员"),
    ]
    assert (panel.note, panel.context["vacant"], panel.context["opens"]) == ("2 人", False, False)


def test_vacant_secretary_is_said_and_the_button_offers_the_post(cast):
    Appointment.objects.filter(post__office="secretary", post__organization__code="D0102").update(until_on="2026-11-01")
    address = f"/organizations/{cast.organizations['D0102'].pk}"

    page = cast.client("reviewer").get(address).content.decode()
    stranger = cast.client("stranger").get(address).content.decode()

    assert "书记空着" in page and "/people/appoint?organization=D0102&amp;office=secretary" in page
    assert "书记空着" in stranger and "/people/appoint" not in stranger


@pytest.mark.parametrize(("reader", "opens"), [("reviewer", True), ("secretary", True), ("stranger", False)])
def test_names_of_a_committee_are_links_only_for_who_leads_there(cast, reader, opens):
    page = cast.client(reader).get(f"/organizations/{cast.organizations['D0101'].pk}").content.decode()

    assert "林岚" in page
    assert (f'href="/people/{cast.persons["secretary"].pk}"' in page) == opens


def test_members_are_counted_with_everything_below(cast):
    panel = members(cast.organizations["D01"], cast.scope("reviewer"))

    assert panel.context["counts"] == [("中共党员", 5, "full_member"), ("中共预备党员", 1, "probationary_member")]
    assert (panel.context["members"], panel.context["opens"]) == (6, True)


def test_staff_are_counted_with_everything_below_and_the_head_is_named(cast):
    panel = staff(cast.organizations["DY01"], cast.scope("stranger"))

    assert [head["name"] for head in panel.context["heads"]] == ["仇越"]
    assert (panel.context["counts"], panel.context["total"]) == ([("行政编制", 7, "civil")], 7)


def test_links_of_numbers_lead_to_as_many_people(district):
    from django.test import Client

    from yipanqi.people.models import Account

    client = Client()
    client.force_login(Account.objects.get(username="party"))
    branch = PartyOrganization.objects.get(code="DYW07")
    unit = Unit.objects.get(code="DY30")

    party = client.get("/people/", {"branch": branch.code, "status": "members"}).context["count"]
    working = client.get("/people/", {"unit": unit.code}).context["count"]

    assert party == Affiliation.objects.open().filter(
        political_status__in=MEMBERS, branch__in=Organization.objects.below(branch.path)
    ).count()  # fmt: skip
    assert working == Employment.objects.open().filter(unit__in=Organization.objects.below(unit.path)).count()
    assert party > 100 and working > 100


@pytest.mark.parametrize(
    ("name", "value"),
    [("people.members", {"D0101": 4, "D0102": 2}), ("people.full_members", {"D0101": 3, "D0102": 2})],
)
def test_figure_counts_what_its_rows_are(cast, name, value):
    branches = [cast.organizations[code].pk for code in ("D0101", "D0102")]

    counted = FIGURES[name].compute(branches, DAY)
    values = FIGURES[name].values(branches, DAY)

    assert {Organization.objects.get(pk=pk).code: n for pk, (n, _) in values.items()} == value
    assert counted.rows.count() == sum(value.values())


def test_figures_follow_the_day(cast):
    section = cast.organizations["DY0101"].pk
    Employment.objects.filter(person=cast.persons["member"]).update(until_on="2026-06-01")

    days = [FIGURES["people.staff"].values([section], day)[section][0] for day in (date(2026, 5, 31), DAY)]

    assert days == [4, 3]
