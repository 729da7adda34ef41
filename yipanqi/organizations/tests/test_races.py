"""Two officers at the same moment: the second hears that the first was faster."""

from datetime import date

import pytest

from tests.races import at_once
from yipanqi.organizations import actions
from yipanqi.organizations.models import Coverage, Organization, PartyOrganization, Term

DAY = date(2026, 11, 1)


@pytest.fixture
def acting(transactional_db, cast):
    return {"by": cast.account("party_officer"), "scope": cast.scope("party_officer")}


def test_one_election_written_down_by_two_is_one_term(cast, acting):
    branch = cast.organizations["D0101"]

    outcome = at_once(*[lambda: actions.renew_term(branch, elected_on=DAY, years=3, **acting)] * 3)

    assert (outcome, Term.objects.filter(organization_id=branch.pk).count()) == (["422", "422", "done"], 1)


def test_one_coverage_written_down_by_two_is_one_thread(cast, acting):
    branch, unit = cast.organizations["D0101"], cast.organizations["DY0201"]

    outcome = at_once(*[lambda: actions.cover(branch, unit, on=DAY, **acting)] * 3)

    assert (outcome, Coverage.objects.filter(unit_id=unit.pk, party_organization_id=branch.pk).count()) == (
        ["422", "422", "done"], 1,
    )  # fmt: skip


def test_branches_moved_at_once_get_places_of_their_own(cast, acting):
    moving, parent = [cast.organizations[code] for code in ("D0101", "D0102")], cast.organizations["D"]

    outcome = at_once(*[lambda each=each: actions.move(each, parent, on=DAY, **acting) for each in moving])

    paths = set(Organization.objects.filter(code__in=["D0101", "D0102", "D02", "D01"]).values_list("path", flat=True))
    assert (outcome, len(paths)) == (["done", "done"], 4)


def test_branches_set_up_at_once_get_places_of_their_own(cast, acting):
    fresh = [PartyOrganization(code=f"D020{n}", name=f"新支部{n}", kind="branch") for n in range(3)]

    outcome = at_once(
        *[lambda each=each: actions.found(each, parent=cast.organizations["D01"], on=DAY, **acting) for each in fresh]
    )

    assert (outcome, Organization.objects.filter(name__startswith="新支部").values("path").distinct().count()) == (
        ["done"] * 3, 3,
    )  # fmt: skip
