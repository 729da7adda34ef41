"""Signing in: first password, lockout, locked accounts, the second step; nobody signs up."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time

from yipanqi.people.actions import give_account, lock_account
from yipanqi.people.models import Account

OWN = "海风吹过松坞-2026"


@pytest.fixture
def password(cast) -> str:
    """The member's own password."""
    account = cast.account("member")
    account.set_password(OWN)
    account.save()
    return OWN


def sign_in(client, login, password):
    return client.post("/accounts/login/", {"login": login, "password": password})


def test_right_password_opens_the_house(client, password):
    response = sign_in(client, "member", password)

    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/people/").status_code == 200


def test_wrong_password_and_unknown_name_are_answered_alike(client, password):
    wrong = sign_in(client, "member", "not the password").content.decode()
    unknown = sign_in(client, "nobody", "not the password").content.decode()

    assert ["登录名或密码不对" in answer for answer in (wrong, unknown)] == [True, True]


def test_sixth_try_is_answered_429_in_chinese_even_with_the_right_password(client, password):
    statuses = [sign_in(client, "member", "wrong").status_code for _ in range(5)]
    blocked = sign_in(client, "member", password)
    others = sign_in(client, "stranger", "wrong").status_code

    assert statuses == [200] * 5
    assert blocked.status_code == 429 and "先歇几分钟" in blocked.content.decode()
    assert others == 200
    assert client.get("/people/").status_code == 302


def test_one_time_password_leads_to_an_own_one_before_anything_else(cast, client):
    Account.objects.filter(username="member").delete()
    account, once = give_account(cast.persons["member"], by=cast.account("party_officer"))
    sign_in(client, account.username, once)

    before = client.get("/people/")
    client.post("/accounts/password/change/", {"oldpassword": once, "password1": OWN, "password2": OWN})
    after = client.get("/people/")

    account.refresh_from_db()
    assert (before.status_code, before["Location"]) == (302, "/accounts/password/change/")
    assert (after.status_code, account.must_change_password) == (200, False)


def test_the_password_from_the_slip_is_no_own_one(cast, client):
    Account.objects.filter(username="member").delete()
    account, once = give_account(cast.persons["member"], by=cast.account("party_officer"))
    sign_in(client, account.username, once)

    page = client.post("/accounts/password/change/", {"oldpassword": once, "password1": once, "password2": once})

    account.refresh_from_db()
    assert "新密码不能和现在的一样" in page.content.decode()
    assert account.must_change_password


@pytest.mark.parametrize("weak", ["short", "12345678901", "password1234", "1002"])
def test_weak_password_is_refused(cast, client, password, weak):
    sign_in(client, "member", password)

    client.post("/accounts/password/change/", {"oldpassword": password, "password1": weak, "password2": weak})

    assert Account.objects.get(username="member").check_password(password)


def test_locked_account_hears_whom_to_ask(cast, client, password):
    lock_account(cast.account("member"), by=cast.account("party_officer"))

    response = client.post("/accounts/login/", {"login": "member", "password": password}, follow=True)

    assert client.get("/people/").status_code == 302
    assert "这个账号锁着，请找本单位的党务干部打开" in response.content.decode()


@pytest.mark.parametrize(
    "address", ["signup/", "email/", "password/reset/", "password/set/", "confirm-email/", "inactive/", "login/code/"]
)
def test_addresses_we_do_not_need_do_not_exist(client, db, address):
    assert client.get(f"/accounts/{address}").status_code == 404
    assert client.post(f"/accounts/{address}").status_code == 404


@pytest.mark.parametrize(("part", "urged"), [("administrator", True), ("party_officer", True), ("secretary", False)])
def test_second_step_is_urged_on_whoever_sees_everything(cast, client, part, urged):
    account = cast.account(part)
    account.set_password(OWN)
    account.save()

    response = client.post("/accounts/login/", {"login": part, "password": OWN}, follow=True)

    assert ("设两步验证" in response.content.decode()) == urged


def test_second_step_is_asked_once_it_is_set_up(cast, client, password):
    secret = generate_totp_secret()
    TOTP.activate(cast.account("member"), secret)

    first = sign_in(client, "member", password)
    inside_before = client.get("/people/").status_code
    code = f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06d}"
    client.post("/accounts/2fa/authenticate/", {"code": code})

    assert (first.status_code, first["Location"].partition("?")[0]) == (302, "/accounts/2fa/authenticate/")
    assert (inside_before, client.get("/people/").status_code) == (302, 200)


def test_lost_telephone_is_helped_by_an_officer(cast, client, password):
    TOTP.activate(cast.account("member"), generate_totp_secret())

    cast.client("party_officer").post(f"/people/{cast.persons['member'].pk}/account", {"verb": "remove_second_step"})
    sign_in(client, "member", password)

    assert client.get("/people/").status_code == 200


def test_shared_secret_lies_sealed_in_the_database(cast):
    secret = generate_totp_secret()
    TOTP.activate(cast.account("member"), secret)

    stored = Authenticator.objects.get(user=cast.account("member")).data["secret"]

    assert secret not in stored and len(stored) > 60
