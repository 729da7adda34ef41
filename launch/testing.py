"""`run.py test`: every part of the test house, and one table of what came of it."""

import contextlib
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from launch import chromium, environment, postgres
from launch.missing import Missing
from launch.places import ROOT, in_venv, surroundings

RESULTS = ROOT / "var" / "test-results"
WORKERS = ("-n", "2", "--dist", "loadfile")

CHECKS = {
    "ruff": ("ruff", "check", "."),
    "mypy": ("mypy",),
    "import levels": ("lint-imports", "--no-cache"),
    "migrations": ("python", "manage.py", "makemigrations", "--check", "--dry-run"),
}


@dataclass
class Outcome:
    """What came of one part: how many tests passed and what failed, by name."""

    part: str
    seconds: float = 0.0
    passed: int = 0
    failed: list[str] = field(default_factory=list)


def test(options: Namespace) -> int:
    """Run one part or all; 0 only when every test ran and passed."""
    environment.ensure(*environment.TEST)
    outcomes = [timed(part, options.pytest) for part in PARTS if options.part in (None, part)]
    print(summary(outcomes), flush=True)
    return int(any(outcome.failed for outcome in outcomes))


def timed(part: str, more: list[str]) -> Outcome:
    """Run a part; a machine that lacks what it needs fails it, it is never left out."""
    print(f"\n===== {part} =====", flush=True)
    outcome, start = Outcome(part), time.monotonic()
    try:
        PARTS[part](outcome, more)
    except Missing as missing:
        print(f"run.py: {missing}", file=sys.stderr)
        outcome.failed.append(str(missing))
    outcome.seconds = time.monotonic() - start
    return outcome


def unit(outcome: Outcome, more: list[str]) -> None:
    """Lint, types, levels and migrations; then all tests without a browser, on SQLite."""
    if not more:
        for name, (program, *words) in CHECKS.items():
            check(outcome, name, [str(in_venv(program)), *words])
    pytest(outcome, "-m", "not browser and not spark", *WORKERS, *more)


def browser(outcome: Outcome, more: list[str]) -> None:
    """Journeys in Chromium against a real server."""
    pytest(outcome, "-m", "browser", *WORKERS, *more, YIPANQI_CHROMIUM=chromium.ensure())


def on_postgres(outcome: Outcome, more: list[str]) -> None:
    """The tests of the platform again, on PostgreSQL, with the journeys marked for both databases."""
    with postgres.server() as variables:
        wanted = "(not browser or both_databases) and not spark"
        more = more or ["yipanqi", "tests", "--ignore=tests/launch"]
        pytest(outcome, "-m", wanted, *WORKERS, *more, **variables, YIPANQI_CHROMIUM=chromium.ensure())


PARTS: dict[str, Callable[[Outcome, list[str]], None]] = {"unit": unit, "browser": browser, "postgres": on_postgres}


def check(outcome: Outcome, name: str, command: list[str]) -> None:
    """One of the checks that are not pytest's; counted like a test."""
    print(f"--- {name}", flush=True)
    if subprocess.run(command, cwd=ROOT, env=surroundings(), check=False).returncode:
        outcome.failed.append(name)
    else:
        outcome.passed += 1


def pytest(outcome: Outcome, *words: str, **variables: str) -> None:
    """Run pytest and read its own report: a skipped test or an empty run is a failure here."""
    report = RESULTS / f"{outcome.part}.xml"
    report.unlink(missing_ok=True)
    command = [str(in_venv("python")), "-m", "pytest", f"--junitxml={report}", *words]
    ended = subprocess.run(command, cwd=ROOT, env=surroundings(**variables), check=False).returncode
    cases = list(read(report))
    outcome.passed += sum(1 for _, fault in cases if fault is None)
    outcome.failed += [f"{name} ({fault})" for name, fault in cases if fault]
    if ended and not any(fault for _, fault in cases):
        outcome.failed.append(f"pytest ended with {ended}")


def read(report: Path) -> Iterator[tuple[str, str | None]]:
    """Each test of a report with its fault: `failure`, `error`, `skipped` or None."""
    with contextlib.suppress(FileNotFoundError):
        for case in ElementTree.parse(report).iter("testcase"):
            fault = next((child.tag for child in case if child.tag in {"failure", "error", "skipped"}), None)
            yield f"{case.get('classname')}.{case.get('name')}", fault


def summary(outcomes: list[Outcome]) -> str:
    """A line for each part, the names of what failed, and the total as the last line."""
    lines = ["", "part        passed  failed  seconds"]
    lines += [f"{o.part:<10}{o.passed:>8}{len(o.failed):>8}{o.seconds:>9.0f}" for o in outcomes]
    lines += [f"failed in {o.part}: {name}" for o in outcomes for name in o.failed]
    passed, failed = sum(o.passed for o in outcomes), sum(len(o.failed) for o in outcomes)
    return "\n".join([*lines, "", f"{passed} passed, {failed} failed"])
