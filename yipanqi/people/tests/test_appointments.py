"""Who takes and leaves an office of a Party organisation, and who may record it."""

from datetime import date

import pytest

from yipanqi.events.models import Event
from yipanqi.people.models import Appointment
from yipanqi.people.rules import OFFICES_OF_KIND, may_appoint
from yipanqi.people.scope import scope_of


def appoint(cast, actor, person, organization, office, day="2026-11-20"):
    form = {
        "person": cast.persons[person].number,
        "organization": cast.organizations[organization].code,
        "office": office,
        "from_on": day,
    }
    return cast.client(actor).post("/people/appoint", form)


def holders_of(cast, organization, office) -> list[str]:
    rows = Appointment.objects.open().filter(post__organization=cast.organizations[organization], post__office=office)
    return sorted(rows.values_list("person__name", flat=True))


def test_committee_records_an_election_in_a_branch_below(cast):
    response = appoint(cast, "reviewer", "member", "D0101", "deputy_secretary")

    assert response.status_code == 302
    assert holders_of(cast, "D0101", "deputy_secretary") == ["陈默"]
    event = Event.objects.get(kind="appointment.made")
    assert (event.organization.code, event.facts["after"], event.facts["on"]) == ("D0101", "陈默 副书记", "2026-11-20")


def test_office_opens_at_once_what_it_opens(cast):
    before = cast.client("stranger").get(f"/people/{cast.persons['member'].pk}").status_code
    appoint(cast, "party_officer", "stranger", "D01", "party_worker")

    assert (before, cast.client("stranger").get(f"/people/{cast.persons['member'].pk}").status_code) == (404, 200)


def test_appointment_is_taken_back_within_ten_seconds(cast):
    client = cast.client("party_officer")
    form = {"person": "1002", "organization": "D0101", "office": "deputy_secretary", "from_on": "1120"}
    client.post("/people/appoint", form)

    client.post("/undo")

    assert holders_of(cast, "D0101", "deputy_secretary") == []
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["appointment.made", "appointment.taken_back"]


@pytest.mark.parametrize(
    ("actor", "organization", "office", "status"),
    [
        ("administrator", "D0101", "deputy_secretary", 302),
        ("party_officer", "D", "publicity_officer", 302),
        ("reviewer", "D0102", "publicity_officer", 302),
        ("reviewer", "D01", "party_worker", 302),
        ("reviewer", "D01", "deputy_secretary", 403),
        ("reviewer", "D02", "publicity_officer", 403),
        ("secretary", "D0101", "group_leader", 302),
        ("secretary", "D0101", "deputy_secretary", 403),
        ("member", "D0101", "group_leader", 403),
        ("department_head", "D0101", "group_leader", 403),
    ],
)
def test_offices_are_recorded_by_the_side_above(cast, actor, organization, office, status):
    assert appoint(cast, actor, "member", organization, office).status_code == status


@pytest.mark.parametrize(
    ("person", "organization", "office", "sentence"),
    [
        ("officer", "D0101", "deputy_secretary", "副书记由正式党员担任"),
        ("probationer", "D0101", "group_leader", "党小组组长由正式党员担任"),
        ("officer", "D01", "party_worker", "党务干部由党员担任"),
        ("member", "D0101", "secretary", "现任书记是林岚，先结束他的任职"),
        ("secretary", "D0101", "secretary", "林岚已经是书记了"),
        ("member", "D0101", "party_worker", "党支部没有党务干部这个职务"),
        ("member", "D01", "group_leader", "二级机关党委没有党小组组长这个职务"),
    ],
)
def test_office_that_does_not_fit_is_refused_with_the_reason(cast, person, organization, office, sentence):
    response = appoint(cast, "party_officer", person, organization, office)

    assert response.status_code in {403, 409, 422}
    assert sentence in response.content.decode()
    assert Event.objects.count() == 0


def test_office_cannot_begin_tomorrow(cast):
    response = appoint(cast, "party_officer", "member", "D0101", "deputy_secretary", "2026-11-25")

    assert response.status_code == 422 and "日期不能晚于今天" in response.content.decode()


def test_people_out_of_sight_cannot_be_named(cast):
    response = appoint(cast, "reviewer", "stranger", "D0101", "deputy_secretary")

    assert response.status_code == 422 and "没有叫“1201”的人" in response.content.decode()


def test_office_ends_and_what_it_opened_closes(cast):
    appointment = Appointment.objects.get(person=cast.persons["other_secretary"], post__office="secretary")

    response = cast.client("reviewer").post(f"/people/appointments/{appointment.pk}/end", {"until_on": "2026-11-24"})

    assert response.status_code == 302
    assert holders_of(cast, "D0102", "secretary") == []
    assert cast.client("other_secretary").get(f"/people/{cast.persons['reviewer'].pk}").status_code == 404
    assert Event.objects.get(kind="appointment.ended").facts["before"] == "解放 书记"


def test_ended_office_is_reopened_within_ten_seconds(cast):
    appointment = Appointment.objects.get(person=cast.persons["other_secretary"], post__office="secretary")
    client = cast.client("reviewer")
    client.post(f"/people/appointments/{appointment.pk}/end", {"until_on": "2026-11-24"})

    client.post("/undo")

    assert holders_of(cast, "D0102", "secretary") == ["解放"]


@pytest.mark.parametrize(
    ("day", "sentence"), [("2026-11-25", "日期不能晚于今天"), ("2024-02-28", "免职日期不能早于任职日期 2024-03-01")]
)
def test_end_outside_the_time_of_the_office_is_refused(cast, day, sentence):
    appointment = Appointment.objects.get(person=cast.persons["other_secretary"], post__office="secretary")

    response = cast.client("reviewer").post(f"/people/appointments/{appointment.pk}/end", {"until_on": day})

    assert response.status_code == 422 and sentence in response.content.decode()
    assert holders_of(cast, "D0102", "secretary") == ["解放"]


def test_second_click_on_end_loses_cleanly(cast):
    appointment = Appointment.objects.get(person=cast.persons["other_secretary"], post__office="secretary")
    Appointment.objects.filter(pk=appointment.pk).update(until_on=date(2026, 11, 20))

    response = cast.client("reviewer").post(f"/people/appointments/{appointment.pk}/end", {"until_on": "2026-11-24"})

    assert response.status_code == 409 and "刚才已经有人结束了" in response.content.decode()


@pytest.mark.parametrize("part", ["secretary", "reviewer", "party_officer", "administrator", "leader", "stranger"])
def test_heads_of_units_come_from_the_register_only(cast, part):
    scope = scope_of(cast.account(part))

    assert may_appoint(scope, cast.organizations["DY01"], "head") == "机构负责人来自机构名册，改好名册再导入一次"


def test_leading_committees_have_no_elected_offices():
    assert "leading_committee" not in OFFICES_OF_KIND


def test_the_appointed_hear_of_it(cast):
    appoint(cast, "party_officer", "member", "D0101", "deputy_secretary")

    notices = cast.account("member").notices.values_list("sentence", flat=True)
    assert list(notices) == ["你担任查检一科党支部副书记"]
