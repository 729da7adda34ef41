import sqlite3
from contextlib import closing

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tests.templates import address
from yipanqi.people.models import Account


@pytest.fixture
def instance(own_database):
    """A database with one account, and a file and a key beside it."""
    Account.objects.create(username="kept")
    for folder in ("files", "keys", "logs"):
        (settings.VAR_DIR / folder).mkdir(exist_ok=True)
        (settings.VAR_DIR / folder / "content").write_text(folder)
    return own_database


def test_backup_holds_database_files_and_keys_but_no_logs(instance, tmp_path, capsys):
    call_command("backup", tmp_path / "backups")

    [backup] = (tmp_path / "backups").iterdir()
    assert capsys.readouterr().out.strip() == str(backup)
    assert {path.name for path in backup.iterdir()} - {"yipanqi.sqlite3", "yipanqi.dump", "uploads"} == {
        "files",
        "keys",
    }
    assert (backup / "files" / "content").read_text() == "files"


def test_backup_of_the_database_can_be_read_again(instance, tmp_path):
    call_command("backup", tmp_path / "backups", stdout=None)

    [backup] = (tmp_path / "backups").iterdir()
    assert accounts_in(backup, instance.address) == ["kept"]


def test_backup_removes_all_but_the_newest(instance, tmp_path):
    for day in ("20260101-000000", "20260102-000000", "20260103-000000"):
        (tmp_path / f"yipanqi-{day}").mkdir()

    call_command("backup", tmp_path, keep=2)

    assert sorted(path.name for path in tmp_path.glob("yipanqi-*"))[0] == "yipanqi-20260103-000000"
    assert len(list(tmp_path.glob("yipanqi-*"))) == 2


def accounts_in(backup, address_in_use: str) -> list[str]:
    """The accounts of a backup, read from a database made of it."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(backup / "yipanqi.sqlite3")) as restored:
            return [name for (name,) in restored.execute("SELECT username FROM people_account")]
    return restore(backup / "yipanqi.dump", address_in_use)


def restore(dump, address_in_use: str) -> list[str]:
    import subprocess

    with psycopg.connect(address_in_use, autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS restored")
        server.execute("CREATE DATABASE restored")
    target = address(address_in_use, "restored")
    subprocess.run(["pg_restore", "--no-owner", f"--dbname={target}", dump], check=True, capture_output=True)
    with psycopg.connect(target) as restored:
        return [name for (name,) in restored.execute("SELECT username FROM people_account")]
