"""The table itself: milliseconds of CPU, share of the floor and of the page by hand, statements, kilobytes, bars."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TextIO

from benchmarks.pages import by_hand

RUNS = 100
FLOOR = "bench_floor"


@dataclass(frozen=True)
class Row:
    """A page with what it is held against: its floor and the least share of the floor's speed, its twin by hand."""

    label: str
    path: str
    floor: str = FLOOR
    least: float | None = None
    twin: str = ""


def print_all(out: TextIO, district: str) -> None:
    for login, reader in readers():
        rows = pages(reader)
        print(f"\n{district} branches, as {login}: median of {RUNS} requests, in turn\n", file=out)
        print(f"{'':<26}{'CPU ms':>8}{'of floor':>10}{'bar':>6}{'of hand':>9}{'bar':>6}{'SQL':>5}{'kB':>8}", file=out)
        for line in lines(reader, rows):
            print(line, file=out, flush=True)


def readers() -> list[tuple[str, Any]]:
    from yipanqi.people.models import Account

    return [(login, Account.objects.get(username=login)) for login in ("secretary", "party")]


def pages(reader: Any) -> list[Row]:
    from yipanqi.people.scope import scope_of

    scope = scope_of(reader)
    organization = scope.branch_id or scope.offices[0].organization_id
    return [
        Row("people", "/people/", least=0.5, twin="bench_people"),
        Row("person", f"/people/{scope.person_id}", least=0.4),
        Row("organization", f"/organizations/{organization}", least=0.4),
        Row("today", "/", "bench_floor_today", 0.5, "bench_today"),
        Row("board", "/board/", "bench_floor_board", 0.5, "bench_board"),
        Row("board, 协同图", "/board/?view=harmony"),
        Row("organizations", "/organizations/"),
        Row("priorities", "/weave/"),
        Row("brands", "/brands/"),
    ]


def lines(reader: Any, rows: list[Row]) -> list[str]:
    calls = callers(reader, rows)
    sizes = {name: len(call()) for name, call in calls.items()}
    counts = {name: statements(call) for name, call in calls.items()}
    spent = measure(calls)
    drawn = [
        f"{name:<26}{spent[name]:>8.2f}{'':>31}{counts[name]:>5}{sizes[name] / 1000:>8.1f}"
        for name in calls
        if name.startswith("bench_")
    ]
    return drawn + [line(row, spent, counts[row.label], sizes[row.label]) for row in rows]


def line(row: Row, spent: dict[str, float], statements: int, size: int) -> str:
    share = spent[row.floor] / spent[row.label]
    hand = f"{spent[row.twin] / spent[row.label]:.2f}" if row.twin in spent else ""
    bar = f"{row.least:.1f}" if row.least else ""
    twin_bar = "0.8" if hand and row.floor != FLOOR else ""
    compared = f"{share:>10.2f}{bar:>6}{hand:>9}{twin_bar:>6}"
    return f"{row.label:<26}{spent[row.label]:>8.2f}{compared}{statements:>5}{size / 1000:>8.1f}"


def callers(reader: Any, rows: list[Row]) -> dict[str, Callable[[], bytes]]:
    """Floors, twins and pages by name. A twin that does not answer what its page answers is an error."""
    from django.core.wsgi import get_wsgi_application

    cookie, application = sign_in(reader), get_wsgi_application()
    calls: dict[str, Callable[[], bytes]] = {}

    def caller(path: str) -> Callable[[], bytes]:
        return lambda: ask(application, path, cookie)

    for floor in dict.fromkeys(row.floor for row in rows):
        calls[floor] = caller(f"/bench/{floor}")
    for row in rows:
        calls[row.label] = caller(row.path)
        if row.twin:
            calls[row.twin] = caller(f"/bench/{row.twin}")
            agree(row, reader, calls[row.label], calls[row.twin])
    return calls


def agree(row: Row, reader: Any, page: Callable[[], bytes], twin: Callable[[], bytes]) -> None:
    text = by_hand.masked(page().decode())
    by_hand.learn(row.label, reader.pk, text)
    own = by_hand.masked(twin().decode())
    if own != text:
        at = next((i for i, (a, b) in enumerate(zip(own, text, strict=False)) if a != b), min(len(own), len(text)))
        raise RuntimeError(f"{row.twin} differs at {at}: {own[at - 60 : at + 80]!r} for {text[at - 60 : at + 80]!r}")


def measure(calls: dict[str, Callable[[], bytes]]) -> dict[str, float]:
    """Milliseconds of CPU, the median of runs in which all take turns: a slow moment hits every one of them."""
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


def sign_in(reader: Any) -> str:
    """The session cookie of an account."""
    from django.test import Client

    client = Client()
    client.force_login(reader)
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
