"""The verbs of run.py."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import Any

from launch import environment, server, supervise
from launch.demo import demo
from launch.missing import Missing
from launch.places import ROOT, in_venv, surroundings
from launch.testing import PARTS, test

DESCRIPTION = "一盘棋: two commands do everything. 'demo' runs an invented district here, 'test' runs every test."


def main(arguments: Sequence[str]) -> int:
    """Run one verb; what the machine lacks is said in one sentence and ends with 1."""
    if list(arguments[:1]) == ["manage"]:
        return guarded(manage, list(arguments[1:]))
    options = parser().parse_args(arguments)
    return guarded(options.run, options)


def guarded(verb: Callable[[Any], int], subject: Any) -> int:
    try:
        return verb(subject)
    except Missing as missing:
        print(f"run.py: {missing}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    """The command line as `run.py --help` shows it."""
    top = argparse.ArgumentParser(prog="run.py", description=DESCRIPTION)
    verbs = top.add_subparsers(required=True, metavar="VERB")

    word = verbs.add_parser("demo", help="load the example district (once) and serve it on this machine")
    word.add_argument("--port", type=int, default=8000)
    word.add_argument("--reset", action="store_true", help="throw the loaded demonstration away first")
    word.set_defaults(run=demo)

    word = verbs.add_parser("test", help="run all tests, or one part")
    word.add_argument("--part", choices=list(PARTS))
    word.add_argument("pytest", nargs="*", help="more words for pytest, after --")
    word.set_defaults(run=test)

    word = verbs.add_parser("serve", help="migrate, then run web and worker as in production")
    word.add_argument("--host", default="127.0.0.1")
    word.add_argument("--port", type=int, default=8000)
    word.add_argument("--processes", type=int, default=max(2, os.cpu_count() or 2))
    word.set_defaults(run=serve)

    word = verbs.add_parser("bench", help="measure speed and print one table")
    word.set_defaults(run=bench)

    verbs.add_parser("manage", help="Django's command line: run.py manage COMMAND ...")
    word = verbs.add_parser("install", help="only make the environment, with what tests need")
    word.set_defaults(run=lambda options: environment.ensure(*environment.TEST) and 0)
    return top


def serve(options: argparse.Namespace) -> int:
    """Production-like: migrate, collect static files, run web and worker until asked to stop."""
    server.check_port(options.host, options.port)
    python = environment.ensure(*environment.DEMO)
    if subprocess.run([python, ROOT / "manage.py", "prepare"], env=surroundings(), check=False).returncode:
        raise Missing("The database could not be prepared (see above).")
    services = server.services(options.host, options.port, environment=surroundings(), processes=options.processes)
    where = server.address(options.host, options.port)
    return supervise.run(
        services,
        ready=lambda: server.answers(options.host, options.port),
        announce=lambda: environment.say(f"serving on {where}"),
    )


def bench(options: argparse.Namespace) -> int:
    """Run the benchmarks in the environment of the tests (they compare with a second implementation)."""
    environment.ensure(*environment.TEST)
    return subprocess.run([in_venv("python"), "-m", "benchmarks"], cwd=ROOT, env=surroundings(), check=False).returncode


def manage(arguments: list[str]) -> int:
    """Django's command line inside the environment, in the caller's folder."""
    python = environment.ensure(*environment.DEMO)
    os.execve(python, [str(python), str(ROOT / "manage.py"), *arguments], surroundings())
