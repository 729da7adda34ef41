"""Setting up, moving and dissolving Party organisations, and recording elections."""

from datetime import date

import pytest

from yipanqi.events.models import Event
from yipanqi.kit.arrows import Refused
from yipanqi.organizations import actions, tree
from yipanqi.organizations.models import Coverage, Organization, PartyOrganization, Term
from yipanqi.people.models import Affiliation, Appointment

DAY = date(2026, 11, 1)


@pytest.fixture
def acting(cast):
    return {"by": cast.account("party_officer"), "scope": cast.scope("party_officer")}


def test_branch_is_set_up_below_a_committee_and_covers_its_section(cast):
    form = {
        "parent": "D01", "name": "查检三科党支部", "code": "D0103", "kind": "branch", "branch_type": "joint",
        "unit": "DY0102", "on": "2026-11-1",
    }  # fmt: skip
    response = cast.client("reviewer").post("/organizations/found", form)

    branch = PartyOrganization.objects.get(code="D0103")
    assert response["Location"] == f"/organizations/{branch.pk}"
    assert (branch.founded_on, branch.branch_type, branch.path) == (
        DAY,
        "joint",
        cast.organizations["D01"].path + "0003",
    )
    assert list(Coverage.objects.filter(party_organization=branch).values_list("unit__code", "from_on")) == [
        ("DY0102", DAY)
    ]


def test_code_in_use_is_refused_and_nothing_is_set_up(cast):
    form = {"parent": "D01", "name": "又一个", "code": "d0101", "kind": "branch", "branch_type": "joint", "on": "11.1"}
    response = cast.client("reviewer").post("/organizations/found", form)

    assert (response.status_code, PartyOrganization.objects.count()) == (422, 5)


def test_branch_without_a_type_is_refused(cast):
    form = {
        "parent": "D01",
        "name": "查检三科党支部",
        "code": "D0103",
        "kind": "branch",
        "branch_type": "",
        "on": "11.1",
    }
    response = cast.client("reviewer").post("/organizations/found", form)

    assert response.context["form"].errors == {"branch_type": ["支部要选一个类型"]}


def test_branch_moves_with_its_history(cast, acting):
    actions.move(cast.organizations["D02"], cast.organizations["D01"], on=DAY, **acting)

    moved = Organization.objects.get(code="D02")
    assert moved.path.startswith(cast.organizations["D01"].path)
    before, after = tree.as_of(date(2026, 10, 31))[moved.pk], tree.as_of(DAY)[moved.pk]
    assert (before.parent_id, after.parent_id) == (cast.organizations["D"].pk, cast.organizations["D01"].pk)


def test_move_is_taken_back(cast):
    client = cast.client("party_officer")
    client.post(f"/organizations/{cast.organizations['D02'].pk}/move", {"parent": "D01", "on": "2026-11-1"})
    client.post("/undo")

    moved = Organization.objects.get(code="D02")
    assert actions.parent_of(moved).code == "D"
    assert list(Event.objects.order_by("pk").values_list("kind", flat=True)) == [
        "organization.moved", "organization.moved_back",
    ]  # fmt: skip


def test_nothing_is_set_up_below_a_branch_or_moved_there(cast, acting):
    branch, words = cast.organizations["D0101"], "查检一科党支部是党支部，下面只有党小组，不再设党组织"
    fresh = PartyOrganization(code="D0103", name="三支部", kind="branch", branch_type="joint")

    with pytest.raises(Refused, match=words):
        actions.move(cast.organizations["D02"], branch, on=DAY, **acting)
    with pytest.raises(Refused, match=words):
        actions.found(fresh, parent=branch, on=DAY, **acting)

    assert Organization.objects.below(branch.path).count() == 1


@pytest.mark.parametrize(("child", "parent"), [("D01", "D0101"), ("D0101", "D01"), ("D", "D01")])
def test_move_that_cannot_be_is_refused(cast, acting, child, parent):
    with pytest.raises(Refused) as refusal:
        actions.move(cast.organizations[child], cast.organizations[parent], on=DAY, **acting)

    assert refusal.value.status == 422


def test_branch_with_members_is_not_dissolved(cast, acting):
    with pytest.raises(Refused, match="还有 2 人编在这里"):
        actions.dissolve(cast.organizations["D0102"], on=DAY, **acting)

    assert Organization.objects.get(code="D0102").dissolved_on is None
    assert Coverage.objects.open().filter(party_organization__code="D0102").count() == 1


def test_empty_branch_is_dissolved_with_its_coverage_and_offices(cast, acting):
    Affiliation.objects.filter(branch__code="D0102").update(until_on=DAY)
    actions.dissolve(cast.organizations["D0102"], on=DAY, **acting)

    assert Organization.objects.get(code="D0102").dissolved_on == DAY
    assert list(Coverage.objects.filter(party_organization__code="D0102").values_list("until_on", flat=True)) == [DAY]
    held = Appointment.objects.filter(post__organization__code="D0102")
    assert list(held.values_list("until_on", flat=True)) == [DAY]


def test_committee_with_branches_is_not_dissolved(cast, acting):
    with pytest.raises(Refused, match="下面还有 2 个党组织"):
        actions.dissolve(cast.organizations["D01"], on=DAY, **acting)


def test_election_begins_a_new_term(cast, acting):
    branch = cast.organizations["D0101"]
    Term.objects.create(organization_id=branch.pk, elected_on="2023-11-01", from_on="2023-11-01", until_on="2026-11-01")
    actions.renew_term(branch, elected_on=DAY, years=3, **acting)

    terms = Term.objects.filter(organization=branch.pk).order_by("elected_on")
    assert list(terms.values_list("until_on", "is_current")) == [(DAY, False), (date(2029, 11, 1), True)]


def test_election_is_taken_back(cast):
    branch = cast.organizations["D0101"]
    Term.objects.create(organization_id=branch.pk, elected_on="2023-11-01", from_on="2023-11-01", until_on="2026-11-01")
    client = cast.client("reviewer")
    client.post(f"/organizations/{branch.pk}/term", {"elected_on": "2026-11-1", "years": "3"})
    renewed = Term.objects.get(is_current=True).until_on
    client.post("/undo")

    assert (renewed, list(Term.objects.values_list("until_on", "is_current"))) == (date(2029, 11, 1), [(DAY, True)])


def test_election_before_the_last_one_is_refused(cast, acting):
    branch = cast.organizations["D0101"]
    Term.objects.create(organization_id=branch.pk, elected_on="2026-11-02", from_on="2026-11-02", until_on="2029-11-02")

    with pytest.raises(Refused, match="选举日期要晚于上一次的 11 月 2 日"):
        actions.renew_term(branch, elected_on=DAY, years=3, **acting)
