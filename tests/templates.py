"""Template databases: made once for each state of migrations, importer and workbooks, then copied for each user.

`empty` has all tables and no rows of ours; `district` holds the whole example district, imported by the code the
demonstration uses. On SQLite a template is a file below var/; on PostgreSQL a database of the server under test.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "test-templates"
SOURCES = {
    "empty": ["yipanqi/*/migrations/*.py", "requirements/runtime.lock"],
    "district": [
        "yipanqi/*/migrations/*.py", "requirements/runtime.lock",
        "yipanqi/kit/workbook/**/*.py", "yipanqi/*/imports.py", "yipanqi/*/imports/**/*.py",
        "yipanqi/*/actions.py", "yipanqi/*/actions/**/*.py", "yipanqi/*/reactions.py", "yipanqi/*/todos.py",
        "yipanqi/organizations/tree.py", "yipanqi/web/management/commands/*.py", "examples/district/*.xlsx",
        "rules/assessment-customs/*.yaml", "yipanqi/assessment/*.py", "yipanqi/assessment/gathering/*.py",
    ],
}  # fmt: skip
COMMANDS = {"empty": ["prepare"], "district": ["demo_load"]}


def copy(template: str, name: str, folder: Path) -> str:
    """A database of one's own with the template's content; returns what YIPANQI_DATABASE names it by.

    `name` is unique among the running test processes; `folder` takes the file where the database is one.
    """
    server = os.environ.get("YIPANQI_SERVER", "")
    with one_at_a_time():
        if server:
            return copy_on_server(server, f"{template}_{digest(template)}", template, name)
        return copy_file(FOLDER / f"{template}-{digest(template)}.sqlite3", template, folder / f"{name}.sqlite3")


def digest(template: str) -> str:
    """Sixteen digits for everything the template is made from."""
    total = hashlib.sha256()
    for pattern in SOURCES[template]:
        for path in sorted(ROOT.glob(pattern)):
            total.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return total.hexdigest()[:16]


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """The first test process makes a template, the others wait for it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open(FOLDER / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def copy_file(made: Path, template: str, target: Path) -> str:
    """SQLite: build the template unless it is there, then copy its file."""
    if not made.exists():
        for old in FOLDER.glob(f"{template}-*"):
            old.unlink()
        building = made.with_suffix(".building")
        build(template, str(building))
        with contextlib.closing(sqlite3.connect(building)) as database:
            database.execute("PRAGMA journal_mode=DELETE")  # everything in one file
        building.rename(made)
    shutil.copyfile(made, target)
    return str(target)


def copy_on_server(server: str, made: str, template: str, name: str) -> str:
    """PostgreSQL: build the template unless it is there, then let the server copy it."""
    with psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [made]).fetchone():
            connection.execute(f'DROP DATABASE IF EXISTS "{made}_building"')
            connection.execute(f'CREATE DATABASE "{made}_building"')
            build(template, address(server, f"{made}_building"))
            connection.execute(f'ALTER DATABASE "{made}_building" RENAME TO "{made}"')
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{made}"')
    return address(server, name)


def address(server: str, database: str) -> str:
    """The address of another database of the same server."""
    before, _, options = server.partition("?")
    return f"{before.rpartition('/')[0]}/{database}?{options}"


def build(template: str, database: str) -> None:
    """Run the same command a person would, in a process and a state folder of its own."""
    with tempfile.TemporaryDirectory(prefix="yipanqi-template-") as var:
        variables = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "yipanqi.web.settings",
            "YIPANQI_DATABASE": database,
            "YIPANQI_VAR": var,
            "YIPANQI_TODAY": "2026-11-24",
            "YIPANQI_PLAIN_STATIC": "1",
        }
        command = [sys.executable, str(ROOT / "manage.py"), *COMMANDS[template]]
        done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the {template} template could not be made:\n{done.stdout}{done.stderr}")
