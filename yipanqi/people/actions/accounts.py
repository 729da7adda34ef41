"""Accounts are given to people, locked and opened again; nobody signs up and nothing is deleted."""

import secrets

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from yipanqi.kit import journal
from yipanqi.kit.arrows import Refused
from yipanqi.people.models import Account, Person

# Letters and digits that nobody confuses when reading them from a slip of paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 4  # 16 letters: 79 bits


def one_time_password() -> str:
    """``k7pm-4wqd-…``: shown once to whoever gives the account, changed at the first sign-in."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))


@transaction.atomic
def give_account(person: Person, *, by, username: str = "", password: str | None = None) -> tuple[Account, str]:
    """An account under ``username`` (工号 unless given); returns it with its password.

    Without ``password`` a one-time one is made, which must be changed at the first sign-in. Raises Refused (409) when
    the person has one already or the name is taken.
    """
    name = username or person.number
    if Account.objects.filter(person=person).exists():
        raise Refused(f"{person.name}已经有账号了", status=409)
    if Account.objects.filter(username__iexact=name).exists():
        raise Refused(f"登录名 {name} 已经有人用了", status=409)
    secret = password or one_time_password()
    account = Account(username=name, person=person, must_change_password=password is None)
    account.set_password(secret)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as faster:
        raise Refused("刚才已经有人开了这个账号", status=409) from faster
    _record("account.given", account, by, username=name)
    return account, secret


@transaction.atomic
def lock_account(account: Account, *, by) -> None:
    """Nobody gets in any more; whoever is inside is out with the next click."""
    if account.pk == getattr(by, "pk", None):
        raise Refused("不能锁自己的账号", status=422)
    _turn(account, is_active=False)
    _record("account.locked", account, by)


@transaction.atomic
def unlock_account(account: Account, *, by) -> None:
    _turn(account, is_active=True)
    _record("account.unlocked", account, by)


@transaction.atomic
def reset_password(account: Account, *, by) -> str:
    """A new one-time password; every session of the account ends. Returns the password."""
    secret = one_time_password()
    account.set_password(secret)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    _record("account.password_reset", account, by)
    return secret


@transaction.atomic
def remove_second_step(account: Account, *, by) -> None:
    """For a lost telephone: the second step is set up anew at leisure. Raises Refused (409) when there is none."""
    removed, _ = Authenticator.objects.filter(user=account).delete()
    if not removed:
        raise Refused("这个账号没有设两步验证", status=409)
    _record("account.second_step_removed", account, by)


@transaction.atomic
def change_password(account: Account, password: str) -> None:
    """The person's own choice, already checked against the password rules."""
    account.set_password(password)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    _record("account.password_changed", account, account)


def _turn(account: Account, *, is_active: bool) -> None:
    if not Account.objects.filter(pk=account.pk, is_active=not is_active).update(is_active=is_active):
        raise Refused("刚才已经有人办过了", status=409)
    account.is_active = is_active


def _record(kind: str, account: Account, by, **facts) -> None:
    """Told about the person, on whose page it is read; about the account itself where it has none."""
    journal.record(kind, account.person or account, by=by, account=account.pk, **facts)
