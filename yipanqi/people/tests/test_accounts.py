"""Accounts are given, locked and reset by those who may; nobody gets hold of an account that opens more."""

import re

import pytest

from yipanqi.events.models import Event
from yipanqi.kit.arrows import Refused
from yipanqi.people import actions
from yipanqi.people.models import Account, Appointment, Person, Post


@pytest.fixture
def newcomer(cast) -> Person:
    """A member of branch one without an account."""
    Account.objects.filter(person=cast.persons["probationer"]).delete()
    return cast.persons["probationer"]


def test_account_is_named_by_the_number_and_its_password_is_shown_once(cast, newcomer):
    officer = cast.client("party_officer")

    given = officer.post(f"/people/{newcomer.pk}/account", {"verb": "give"})
    again = officer.get(f"/people/{newcomer.pk}/account")

    account = Account.objects.get(person=newcomer)
    password = re.search(r"(?:[a-z2-9]{4}-){3}[a-z2-9]{4}", given.content.decode())[0]
    assert (account.username, account.must_change_password) == ("1003", True)
    assert account.check_password(password) and password not in again.content.decode()
    assert given["Cache-Control"] == "no-store"
    event = Event.objects.get(kind="account.given")
    assert (event.subject_id, event.actor) == (newcomer.pk, cast.account("party_officer"))
    assert password not in str(event.facts)


def test_second_account_is_refused_in_words(cast, newcomer):
    officer = cast.client("party_officer")
    officer.post(f"/people/{newcomer.pk}/account", {"verb": "give"})

    response = officer.post(f"/people/{newcomer.pk}/account", {"verb": "give"}, follow=True)

    assert "周舟已经有账号了" in response.content.decode()
    assert Account.objects.filter(person=newcomer).count() == 1


def test_taken_login_is_refused_whatever_its_case(cast, newcomer):
    Account.objects.create(username="ZHOU")

    with pytest.raises(Refused, match="登录名 zhou 已经有人用了"):
        actions.give_account(newcomer, by=None, username="zhou")


def test_locked_account_gets_nobody_in_and_throws_out_who_is_inside(cast):
    inside = cast.client("member")
    before = inside.get("/people/").status_code

    cast.client("party_officer").post(f"/people/{cast.persons['member'].pk}/account", {"verb": "lock"})

    assert (before, inside.get("/people/").status_code) == (200, 302)
    assert [each.kind for each in Event.objects.filter(kind__startswith="account.")] == ["account.locked"]


def test_lock_can_be_taken_off_again(cast):
    officer, address = cast.client("party_officer"), f"/people/{cast.persons['member'].pk}/account"

    for verb in ("lock", "unlock"):
        officer.post(address, {"verb": verb})

    assert Account.objects.get(username="member").is_active


def test_nobody_locks_oneself_out(cast):
    response = cast.client("party_officer").post(
        f"/people/{cast.persons['party_officer'].pk}/account", {"verb": "lock"}, follow=True
    )

    assert "不能锁自己的账号" in response.content.decode()
    assert Account.objects.get(username="party_officer").is_active


def test_reset_ends_every_session_and_asks_for_an_own_password(cast):
    inside = cast.client("member")

    cast.client("administrator").post(f"/people/{cast.persons['member'].pk}/account", {"verb": "reset"})

    account = Account.objects.get(username="member")
    assert account.must_change_password and inside.get("/people/").status_code == 302


@pytest.mark.parametrize(
    ("actor", "subject", "status"),
    [
        ("administrator", "party_officer", 200),
        ("party_officer", "leader", 200),
        ("reviewer", "member", 200),
        ("reviewer", "secretary", 200),
        ("reviewer", "reviewer", 200),
        ("reviewer", "stranger", 404),
        ("secretary", "member", 403),
        ("department_head", "member", 403),
        ("member", "member", 403),
    ],
)
def test_account_page_opens_to_administrators_officers_and_the_committee(cast, actor, subject, status):
    assert cast.client(actor).get(f"/people/{cast.persons[subject].pk}/account").status_code == status


@pytest.mark.parametrize(("organization", "office"), [("D", "deputy_secretary"), ("DY", "head")])
def test_committee_does_not_get_hold_of_an_account_that_opens_more_than_its_own(cast, organization, office):
    post, _ = Post.objects.get_or_create(organization=cast.organizations[organization], office=office)
    Appointment.objects.create(person=cast.persons["member"], post=post, from_on="2026-01-01")

    response = cast.client("reviewer").post(f"/people/{cast.persons['member'].pk}/account", {"verb": "reset"})

    assert response.status_code == 403
    assert not Account.objects.get(username="member").must_change_password


def test_account_of_an_administrator_is_left_to_administrators(cast):
    Account.objects.filter(username="member").update(is_administrator=True)
    address = f"/people/{cast.persons['member'].pk}/account"

    statuses = [cast.client(actor).get(address).status_code for actor in ("party_officer", "reviewer", "administrator")]

    assert statuses == [403, 403, 200]


def test_list_of_accounts_is_for_administrators_and_the_district_officer(cast):
    statuses = {part: cast.client(part).get("/people/accounts").status_code for part in cast.accounts}

    assert {part for part, status in statuses.items() if status == 200} == {"administrator", "party_officer"}
    assert set(statuses.values()) == {200, 403}


def test_list_of_accounts_says_what_state_they_are_in_and_nothing_of_signing_in(cast):
    Account.objects.filter(username="member").update(is_active=False)
    Account.objects.filter(username="stranger").update(must_change_password=True)
    client = cast.client("administrator")

    locked = client.get("/people/accounts", {"state": "locked"}).content.decode()
    first = client.get("/people/accounts", {"state": "first", "q": "ry"}).content.decode()

    assert ("陈默" in locked, "任远" in locked) == (True, False)
    assert ("任远" in first, "陈默" in first) == (True, False)
    assert "last_login" not in {field.name for field in Account._meta.get_fields()}


def test_plain_committee_member_manages_no_accounts_and_no_offices(cast):
    Post.objects.filter(organization=cast.organizations["D01"], office="secretary").update(office="committee_member")
    reviewer = cast.client("reviewer")

    account = reviewer.get(f"/people/{cast.persons['member'].pk}/account").status_code
    appointing = reviewer.get("/people/appoint").status_code

    assert (account, appointing) == (403, 403)
    assert reviewer.get(f"/people/{cast.persons['member'].pk}").status_code == 200
