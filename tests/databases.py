"""Which database a test sees.

* `db` (pytest-django's) — tables without rows of ours, rolled back after the test; `cast` builds on it.
* `transactional_db` — the same, with real commits, flushed afterwards: only for what needs commits or threads.
* `district` — the whole example district, rolled back after the test.
* `own_district`, `own_database` — a private copy with real commits, thrown away afterwards: imports, kill -9, races.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection, transaction

from tests import templates

# On PostgreSQL YIPANQI_DATABASE named a server for the whole run; from here on it names the database in use.
if os.environ.get("YIPANQI_DATABASE", "").startswith("postgres"):
    os.environ.setdefault("YIPANQI_SERVER", os.environ["YIPANQI_DATABASE"])


@dataclass(frozen=True)
class Database:
    """A database in use; `address` is what YIPANQI_DATABASE names it by, for child processes."""

    address: str


@pytest.fixture(scope="session")
def process_name(request: pytest.FixtureRequest) -> str:
    """The name of this test process among those that run together."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "alone"))


@pytest.fixture(scope="session")
def database_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("databases")


@pytest.fixture(scope="session")
def django_db_setup(process_name: str, database_folder: Path) -> None:
    """pytest-django's hook: instead of migrating, take a copy of the empty template."""
    connect(templates.copy("empty", f"empty_{process_name}", database_folder))


@pytest.fixture(scope="session")
def district_database(process_name: str, database_folder: Path) -> str:
    """The address of this process's copy of the example district; nobody leaves a trace in it."""
    return templates.copy("district", f"district_{process_name}", database_folder)


@pytest.fixture
def district(django_db_setup: None, django_db_blocker, district_database: str) -> Iterator[Database]:
    """The whole example district; what the test changes is rolled back."""
    with django_db_blocker.unblock(), connected(district_database), rolled_back():
        yield Database(district_database)


@pytest.fixture
def own_district(django_db_setup: None, django_db_blocker, process_name: str, tmp_path: Path) -> Iterator[Database]:
    """A private copy of the example district with real commits."""
    address = templates.copy("district", f"own_{process_name}", tmp_path)
    with django_db_blocker.unblock(), connected(address):
        yield Database(address)


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker, process_name: str, tmp_path: Path) -> Iterator[Database]:
    """A private copy of the empty database with real commits."""
    address = templates.copy("empty", f"own_{process_name}", tmp_path)
    with django_db_blocker.unblock(), connected(address):
        yield Database(address)


@contextmanager
def rolled_back() -> Iterator[None]:
    """The transaction around a test, marked as Django marks its own so that durable blocks may stand inside."""
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]
    with around:
        yield
        transaction.set_rollback(True)


@contextmanager
def connected(address: str) -> Iterator[None]:
    """Point the connection at another database for a while."""
    if connection.in_atomic_block:
        raise RuntimeError("a test takes one database: `db` or `district`, not both")
    before = os.environ["YIPANQI_DATABASE"]
    connect(address)
    try:
        yield
    finally:
        connect(before)


def connect(address: str) -> None:
    """Point the connection, and every child process, at a database."""
    connection.close()
    os.environ["YIPANQI_DATABASE"] = address
    postgres = address.startswith("postgres")
    connection.settings_dict["NAME"] = address.partition("?")[0].rpartition("/")[2] if postgres else address
