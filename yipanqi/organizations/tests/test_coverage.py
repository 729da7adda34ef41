"""Which branch covers which unit: dated, arranged by officers above, taken back within ten seconds."""

from datetime import date

import pytest

from yipanqi.events.models import Event
from yipanqi.kit.arrows import Refused
from yipanqi.organizations import actions
from yipanqi.organizations.models import Coverage

BEFORE = date(2024, 2, 29)
DAY = date(2026, 11, 1)


def cover(cast, actor="party_officer", organization="D0102", unit="DY0101", on=DAY):
    here = cast.organizations
    return actions.cover(here[organization], here[unit], on=on, by=cast.account(actor), scope=cast.scope(actor))


def stretches(cast, organization, unit):
    rows = Coverage.objects.filter(
        party_organization=cast.organizations[organization].pk, unit=cast.organizations[unit].pk
    )
    return list(rows.order_by("from_on").values_list("from_on", "until_on"))


def test_officer_lets_a_branch_cover_a_unit(cast):
    cover(cast)

    assert stretches(cast, "D0102", "DY0101") == [(DAY, None)]
    event = Event.objects.get()
    assert (event.kind, event.organization.code, event.facts["after"]) == ("coverage.added", "D0102", "查检一科")


@pytest.mark.parametrize("actor", ["party_officer", "administrator", "reviewer"])
def test_those_above_the_branch_arrange_it(cast, actor):
    cover(cast, actor)

    assert stretches(cast, "D0102", "DY0101") == [(DAY, None)]


@pytest.mark.parametrize("actor", ["secretary", "member", "department_head", "leader", "stranger", "officer"])
def test_nobody_else_arranges_it(cast, actor):
    with pytest.raises(Refused) as refusal:
        cover(cast, actor)

    assert (refusal.value.status, stretches(cast, "D0102", "DY0101")) == (403, [])


def test_committee_arranges_nothing_outside_its_subtree(cast):
    with pytest.raises(Refused) as refusal:
        cover(cast, "reviewer", organization="D02")

    assert refusal.value.status == 403


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"organization": "D0101"}, "查检一科党支部从 2024 年 3 月 1 日起就覆盖着查检一科"),
        ({"organization": "DY0101", "unit": "D0102"}, "覆盖是党组织对机构的，选反了"),
        ({"on": date(2026, 11, 25)}, "日期不能晚于今天"),
        ({"on": BEFORE}, "查检二科党支部 2024 年 3 月 1 日才成立"),
    ],
)
def test_coverage_that_does_not_fit_is_refused_with_a_sentence(cast, change, sentence):
    with pytest.raises(Refused) as refusal:
        cover(cast, "administrator", **change)

    assert (str(refusal.value), refusal.value.status) == (sentence, 422)


def test_coverage_ends_and_begins_again_without_overlap(cast):
    first = Coverage.objects.get(unit=cast.organizations["DY0101"].pk)
    by = {"by": cast.account("party_officer"), "scope": cast.scope("party_officer")}
    actions.uncover(first, on=date(2026, 9, 1), **by)

    with pytest.raises(Refused, match="到 8 月 31 日覆盖过查检一科，日期要更晚"):
        cover(cast, organization="D0101", on=date(2026, 8, 1))
    cover(cast, organization="D0101", on=date(2026, 9, 1))

    assert stretches(cast, "D0101", "DY0101") == [
        (date(2024, 3, 1), date(2026, 9, 1)),
        (date(2026, 9, 1), None),
    ]


def test_second_click_on_stop_loses(cast):
    first = Coverage.objects.get(unit=cast.organizations["DY0101"].pk)
    by = {"by": cast.account("party_officer"), "scope": cast.scope("party_officer")}
    actions.uncover(first, on=DAY, **by)

    with pytest.raises(Refused) as refusal:
        actions.uncover(first, on=DAY, **by)

    assert refusal.value.status == 409


def test_coverage_just_added_is_taken_back(cast):
    client = cast.client("party_officer")
    client.post("/organizations/cover", {"organization": "D0102", "unit": "DY0101", "on": "11.1"})
    added = stretches(cast, "D0102", "DY0101")
    client.post("/undo")

    assert (added, stretches(cast, "D0102", "DY0101")) == ([(DAY, None)], [])


def test_coverage_just_ended_is_taken_back(cast):
    client = cast.client("party_officer")
    coverage = Coverage.objects.get(unit=cast.organizations["DY0101"].pk)
    client.post(f"/organizations/coverage/{coverage.pk}/stop", {"on": "2026-11-1"})
    ended = stretches(cast, "D0101", "DY0101")
    client.post("/undo")

    assert (ended, stretches(cast, "D0101", "DY0101")) == ([(date(2024, 3, 1), DAY)], [(date(2024, 3, 1), None)])


def test_form_says_what_to_mend(cast):
    response = cast.client("party_officer").post(
        "/organizations/cover", {"organization": "没有", "unit": "", "on": "x"}
    )

    errors = {name: list(messages) for name, messages in response.context["form"].errors.items()}
    assert (response.status_code, errors) == (
        422,
        {"organization": ["没有叫“没有”的党组织"], "unit": ["这个字段是必填项。"], "on": ["不是日期"]},
    )


def test_form_is_filled_in_from_the_address(cast):
    response = cast.client("party_officer").get("/organizations/cover?organization=D0102&unit=DY0101")

    assert response.context["form"].initial == {"organization": "查检二科党支部 D0102", "unit": "查检一科 DY0101"}


def test_form_is_shut_to_those_who_arrange_nothing(cast):
    assert cast.client("secretary").get("/organizations/cover").status_code == 403
