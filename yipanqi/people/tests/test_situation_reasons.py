"""Reasons: one sentence that stays, sinks the row, and stops counting when things have changed."""

from datetime import date, timedelta

import pytest

from yipanqi.events.models import Event
from yipanqi.organizations.models import Term
from yipanqi.people.models import Affiliation, ExportTrace, Reason
from yipanqi.people.situation.findings import find

DAY = date(2026, 11, 24)


@pytest.fixture
def over(cast):
    """Two terms that are over."""
    for code in ("D0101", "D0102"):
        Term.objects.create(organization_id=cast.organizations[code].pk, from_on="2023-11-01", until_on="2026-11-01")
    return cast


def key(cast, code):
    return f"term:{cast.organizations[code].pk}"


def give(cast, part, *codes, sentence="等机构调整，已批准延期", **versions):
    form = {"chosen": [key(cast, code) for code in codes], "sentence": sentence}
    form |= {f"version-{key(cast, code)}": version for code, version in versions.items()}
    return cast.client(part).post("/people/situation/reasons", form)


def over_in_order(cast, part="party_officer"):
    return [(case.subject.code, case.is_explained) for case in find(cast.scope(part), DAY).of("over")]


def test_reason_sinks_the_row(over):
    give(over, "secretary", "D0101")

    assert over_in_order(over) == [("D0102", False), ("D0101", True)]
    event = Event.objects.get(kind="reason.given")
    assert (event.organization.code, event.facts["sentence"]) == ("D0101", "选举条例第 3 条：等机构调整，已批准延期")


def test_one_sentence_explains_several_rows(over):
    give(over, "reviewer", "D0101", "D0102")

    assert over_in_order(over) == [("D0101", True), ("D0102", True)]


def test_reason_is_changed_from_the_version_seen(over):
    give(over, "secretary", "D0101")
    give(over, "reviewer", "D0101", sentence="改在 12 月", D0101=1)

    assert list(Reason.objects.values_list("sentence", "version")) == [("改在 12 月", 2)]


def test_reason_written_meanwhile_is_not_overwritten(over):
    give(over, "secretary", "D0101")
    response = give(over, "reviewer", "D0101", sentence="改在 12 月")

    assert (response.status_code, Reason.objects.get().sentence) == (409, "等机构调整，已批准延期")


def test_reason_is_taken_back(over):
    client = over.client("reviewer")
    client.post("/people/situation/reasons", {"chosen": [key(over, "D0101"), key(over, "D0102")], "sentence": "原因"})
    client.post("/undo")

    assert Reason.objects.count() == 0


def test_changed_reason_goes_back_to_the_one_before(over):
    give(over, "secretary", "D0101", sentence="先写的")
    client = over.client("reviewer")
    form = {"chosen": key(over, "D0101"), "sentence": "后写的", f"version-{key(over, 'D0101')}": 1}
    client.post("/people/situation/reasons", form)
    client.post("/undo")

    reason = Reason.objects.get()
    assert (reason.sentence, reason.given_by.person.name) == ("先写的", "林岚")


def test_reason_for_an_earlier_term_no_longer_counts(over):
    give(over, "secretary", "D0101")
    Reason.objects.update(given_on=date(2023, 10, 31))

    assert over_in_order(over) == [("D0101", False), ("D0102", False)]


def test_empty_sentence_is_asked_for_again(over):
    response = give(over, "secretary", "D0101", sentence=" ")

    assert (response.status_code, Reason.objects.count()) == (422, 0)


def test_case_of_another_branch_cannot_be_explained(over):
    assert give(over, "secretary", "D0102").status_code == 404


@pytest.mark.parametrize("part", ["administrator", "leader"])
def test_those_who_only_look_give_no_reason(over, part):
    assert (give(over, part, "D0101").status_code, Reason.objects.count()) == (403, 0)


def test_explained_rows_fold_away_on_request(over):
    give(over, "secretary", "D0101")
    response = over.client("party_officer").get("/people/situation?explained=fold&chapter=terms")

    group = response.context["chapters"][0].groups[0]
    assert ([row.case.subject.code for row in group.rows], group.rest) == (["D0102"], "还有 1 个，都写了原因")


def test_member_is_placed_into_a_branch_and_taken_out_again(cast):
    member = cast.persons["member"]
    Affiliation.objects.filter(person=member).update(branch=None)
    client = cast.client("reviewer")
    client.post(f"/people/situation/place/{member.pk}", {"branch": "D0102", "on": "2026-11-20"})
    placed = list(Affiliation.objects.filter(person=member).order_by("from_on").values_list("branch__code", "until_on"))
    client.post("/undo")

    assert placed == [(None, date(2026, 11, 20)), ("D0102", None)]
    assert list(Affiliation.objects.filter(person=member).values_list("branch__code", "until_on")) == [(None, None)]


def test_member_who_has_a_branch_is_nobody_here(cast):
    address = f"/people/situation/place/{cast.persons['member'].pk}"

    assert cast.client("party_officer").post(address, {"branch": "D0102", "on": "11.20"}).status_code == 404


def test_member_is_not_placed_outside_the_own_subtree(cast):
    member = cast.persons["member"]
    Affiliation.objects.filter(person=member).update(branch=None)
    response = cast.client("reviewer").post(f"/people/situation/place/{member.pk}", {"branch": "D02", "on": "11.20"})

    assert (response.status_code, Affiliation.objects.filter(person=member).count()) == (403, 1)


def test_export_leaves_a_trace_with_whoever_is_named_in_it(cast):
    member = cast.persons["member"]
    Affiliation.objects.filter(person=member).update(branch=None)
    response = cast.client("party_officer").get("/people/situation?export=csv&chapter=members")

    assert response.content.decode("utf-8-sig").splitlines()[1].startswith("党员,没有落点,陈默,DY0101,查检一科")
    trace = ExportTrace.objects.get()
    assert (trace.account.username, [each.name for each in trace.persons.all()]) == ("party_officer", ["陈默"])


def test_what_came_to_notice_this_month_is_named(over):
    Term.objects.filter(organization__code="D0101").update(until_on=DAY - timedelta(days=40))
    response = over.client("party_officer").get("/people/situation")

    assert [case.subject.code for case in response.context["lately"]] == ["D0102"]


def test_a_reason_stands_in_the_timeline_for_those_who_lead_and_nobody_else(over):
    """The page of an organisation is open to everybody; why somebody's term goes on is not."""
    give(over, "secretary", "D0101", sentence="书记请病假")
    address = over.organizations["D0101"].get_absolute_url()

    parts = ("secretary", "member", "reviewer", "leader", "officer", "stranger", "other_secretary")
    pages = {part: over.client(part).get(address).content.decode() for part in parts}

    assert [part for part in parts if "书记请病假" in pages[part]] == ["secretary", "member", "reviewer", "leader"]
    assert [part for part in parts if "写明原因" in pages[part]] == ["secretary", "member", "reviewer", "leader"]
