"""The verbs of run.py."""

import argparse
import os
import sys
from collections.abc import Sequence

from launch import environment
from launch.missing import Missing
from launch.places import ROOT


def main(arguments: Sequence[str]) -> int:
    """Run one verb; what the machine lacks is said in one sentence and ends with 1."""
    if arguments[:1] == ["manage"]:
        return guarded(manage, list(arguments[1:]))
    options = parser().parse_args(arguments)
    return guarded(options.run, options)


def guarded(verb, subject) -> int:
    try:
        return verb(subject)
    except Missing as missing:
        print(f"run.py: {missing}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    """The command line as `run.py --help` shows it."""
    top = argparse.ArgumentParser(prog="run.py", description=__doc__)
    verbs = top.add_subparsers(required=True, metavar="VERB")
    install = verbs.add_parser("install", help="only make the environment, with what tests need")
    install.set_defaults(run=lambda options: environment.ensure(*environment.TEST) and 0)
    return top


def manage(arguments: list[str]) -> int:
    """Django's command line inside the environment."""
    python = environment.ensure(*environment.DEMO)
    os.execv(python, [str(python), str(ROOT / "manage.py"), *arguments])
