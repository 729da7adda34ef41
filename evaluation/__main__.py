"""The library on the command line: `python -m evaluation score|weights|effects|agreement FILE ... --help`.

Results go to standard output as JSON (or CSV where a table fits), progress and errors to standard error.
Exit code 0: done; 2: the input was refused, with code, row and column.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

from evaluation.errors import EvaluationError

# Each module offers add_arguments(parser) and command(arguments) -> plain values, or None when it wrote by itself.
COMMANDS = {
    "score": ("evaluation.score_command", "score units by a scheme and explain every figure"),
    "weights": ("evaluation.weights.command", "weights from a judgement matrix or a data table"),
    "effects": ("evaluation.effects", "what changed where something was introduced, against comparable units"),
    "agreement": ("evaluation.agreement", "how far raters agree, and whether their judgement can be published"),
}


def main(argv: list[str] | None = None) -> int:
    given = sys.argv[1:] if argv is None else argv
    arguments = _parser(given).parse_args(given)
    try:
        result = import_module(COMMANDS[arguments.command][0]).command(arguments)
    except EvaluationError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()  # the reader has seen enough, as in `... | head`; no second complaint at exit
        return 0
    except OSError as error:
        print(f"error: {error.filename or ''}: {error.strerror or error}", file=sys.stderr)
        return 2
    if result is not None:
        from evaluation.explain import json_text

        print(json_text(result))
    return 0


def _parser(given: list[str]) -> argparse.ArgumentParser:
    """Loads only the module of the command asked for: the others bring scipy and more."""
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (module, summary) in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary)
        if name in given:
            import_module(module).add_arguments(command)
    return parser


if __name__ == "__main__":
    sys.exit(main())
