"""A real server on a copy of the example district, for the browser tests of one module."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore

from launch import server
from launch.supervise import Service, stop
from tests.databases import connected
from yipanqi.people.models import Account

HOST = "127.0.0.1"
PATIENCE = 30  # seconds until a server that does not answer counts as broken
NOT_FOR_THE_SERVER = ("DJANGO_ALLOW_ASYNC_UNSAFE",)


@dataclass
class Site:
    """Where the server answers and which database it uses."""

    address: str
    database: str
    log: Path

    def give_password(self, login: str, password: str) -> None:
        """Let somebody sign in by the form."""
        with connected(self.database):
            sealed = make_password(password, hasher="pbkdf2_sha256")
            Account.objects.filter(username=login).update(password=sealed)

    def session_of(self, login: str) -> str:
        """Sign an account in without the form; returns the session cookie's value."""
        with connected(self.database):
            account = Account.objects.get(username=login)
            session = SessionStore()
            session[SESSION_KEY] = str(account.pk)
            session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            session[HASH_SESSION_KEY] = account.get_session_auth_hash()
            session.create()
        return str(session.session_key)


@contextmanager
def running(database: str, log: Path) -> Iterator[Site]:
    """Start web and worker on a free port, wait until they answer, end them afterwards."""
    port = free_port()
    services = server.services(HOST, port, environment=surroundings(database), logs=log, processes=1)
    try:
        for service in services:
            service.start()
        wait(services[0], port)
        yield Site(server.address(HOST, port), database, log / "web.log")
    finally:
        stop(services)


def surroundings(database: str) -> dict[str, str]:
    """The platform's own settings, with this process's state folder (and signing key) and the given database."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_FOR_THE_SERVER}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "yipanqi.web.settings",
        "YIPANQI_DATABASE": database,
        "YIPANQI_PLAIN_STATIC": "1",
    }


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind((HOST, 0))
        return int(trial.getsockname()[1])


def wait(web: Service, port: int) -> None:
    """Until the server answers; a server that ended says why."""
    until = time.monotonic() + PATIENCE
    while not server.answers(HOST, port):
        with suppress(subprocess.TimeoutExpired):
            web.process.wait(0.1)
        if not web.is_running() or time.monotonic() > until:
            raise RuntimeError(f"the server under test did not start:\n{web.last_words()}")
