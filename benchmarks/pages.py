"""What a page costs: CPU time of one request in process through the full middleware, beside a bare floor.

The floor does the work no list can be without: session, account, scope, a count, one indexed query, fifty rows. Pages
and floor are measured in turn, so that a slow moment of the machine hits both; each number is the median of a run.
"""

import importlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any, TextIO

RUNS = 100
READERS = ("secretary", "party")
PAGES = ("today", "people:people", "organizations:organizations", "objectives:priorities", "brands:brands", "board")


def main(out: TextIO) -> None:
    """Print a table for each reader: milliseconds, share of the floor's speed, statements, kilobytes."""
    with tempfile.TemporaryDirectory(prefix="yipanqi-bench-") as folder:
        set_up(Path(folder))
        for reader in READERS:
            print(f"\nas {reader}: median of {RUNS} requests\n", file=out)
            print(f"{'page':<32}{'CPU ms':>8}{'of floor':>10}{'SQL':>6}{'kB':>7}", file=out)
            for line in table(reader):
                print(line, file=out)


def set_up(folder: Path) -> None:
    """Django on a copy of the example district."""
    from tests import templates

    os.environ["YIPANQI_VAR"] = str(folder)
    os.environ["YIPANQI_TODAY"] = "2026-11-24"
    os.environ["YIPANQI_PLAIN_STATIC"] = "1"
    os.environ["YIPANQI_DATABASE"] = templates.copy("district", "bench", folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "yipanqi.web.settings"
    import logging

    import django

    django.setup()
    logging.disable(logging.INFO)
    importlib.import_module("yipanqi.web.urls")


def table(reader: str) -> list[str]:
    """The lines of one reader's table, the floor first."""
    from django.core.wsgi import get_wsgi_application
    from django.urls import reverse

    cookie, application = sign_in(reader), get_wsgi_application()
    paths = {name: reverse(name) for name in PAGES}
    calls: dict[str, Callable[[], bytes]] = {"floor": lambda: ask(floor(), "/floor", cookie)}
    for name, path in paths.items():
        calls[name] = lambda path=path: ask(application, path, cookie)  # type: ignore[misc]
    sizes = {name: len(call()) for name, call in calls.items()}
    counts = {name: statements(call) for name, call in calls.items()}
    medians = measure(calls)
    return [line(name, medians[name], medians["floor"], counts[name], sizes[name]) for name in calls]


def line(name: str, milliseconds: float, floor: float, statements: int, size: int) -> str:
    share = floor / milliseconds
    return f"{name:<32}{milliseconds:>8.2f}{share:>10.2f}{statements:>6}{size / 1000:>7.1f}"


def measure(calls: dict[str, Callable[[], bytes]]) -> dict[str, float]:
    """Milliseconds of CPU, the median of interleaved runs."""
    spent: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(RUNS):
        for name, call in calls.items():
            start = time.process_time_ns()
            call()
            spent[name].append((time.process_time_ns() - start) / 1e6)
    return {name: statistics.median(times) for name, times in spent.items()}


def statements(call: Callable[[], bytes]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        call()
    return len(queries)


def sign_in(login: str) -> str:
    """The session cookie of a sample account."""
    from django.test import Client

    from yipanqi.people.models import Account

    client = Client()
    client.force_login(Account.objects.get(username=login))
    return client.cookies["sessionid"].value


def ask(application: Any, path: str, cookie: str) -> bytes:
    """One request; anything but a page is an error, or a refusal would pass for a fast page."""
    from django.test import RequestFactory

    environ = RequestFactory(headers={"cookie": f"sessionid={cookie}"}).get(path).environ
    answered: list[str] = []
    body = application(environ, lambda status, headers, exc_info=None: answered.append(status))
    content = b"".join(body)
    if not answered[0].startswith("200"):
        raise RuntimeError(f"{path} answered {answered[0]}")
    return content


def floor() -> Any:
    """The bare view as a WSGI application: middleware for session, account and scope, nothing else."""
    from django.contrib.auth.middleware import AuthenticationMiddleware
    from django.contrib.sessions.middleware import SessionMiddleware
    from django.core.handlers.wsgi import WSGIRequest

    from yipanqi.people.scope import ScopeMiddleware

    view = SessionMiddleware(AuthenticationMiddleware(ScopeMiddleware(fifty_people)))

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        response: Any = view(WSGIRequest(environ))
        start_response(f"{response.status_code} OK", [])
        return response

    return application


def fifty_people(request: Any) -> Any:
    """Count the people one sees, fetch fifty by an index, write them down."""
    from django.http import HttpResponse

    from yipanqi.people.models import Person

    people = Person.objects.visible_to(request.scope)
    rows = people.order_by("number").values_list("pk", "number", "name")[:50]
    lines = "".join(
        f"<tr><td><a href='/people/{pk}'>{escape(name)}</a></td><td>{number}</td></tr>" for pk, number, name in rows
    )
    return HttpResponse(f"<!doctype html><title>people</title><p>{people.count()}</p><table>{lines}</table>")


if __name__ == "__main__":
    main(sys.stdout)
