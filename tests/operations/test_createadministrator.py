import io

import pytest
from django.core.management import CommandError, call_command

from yipanqi.people.models import Account


def make(monkeypatch, login: str, password: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    call_command("createadministrator", login)


def test_createadministrator_makes_an_account_that_may_set_up(db, monkeypatch):
    make(monkeypatch, "admin", "correct horse battery")

    account = Account.objects.get(username="admin")
    assert account.is_administrator
    assert account.check_password("correct horse battery")


def test_createadministrator_again_changes_the_password(db, monkeypatch):
    make(monkeypatch, "admin", "correct horse battery")

    make(monkeypatch, "admin", "staple battery horse")

    assert Account.objects.get().check_password("staple battery horse")


def test_createadministrator_refuses_a_weak_password(db, monkeypatch):
    with pytest.raises(CommandError):
        make(monkeypatch, "admin", "123456")

    assert not Account.objects.exists()


def test_createadministrator_gives_nobody_else_a_password(cast, monkeypatch):
    with pytest.raises(CommandError, match="no administrator"):
        make(monkeypatch, "secretary", "correct horse battery")
