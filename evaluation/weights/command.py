"""`python -m evaluation weights MATRIX.csv`: weights by judgement (AHP), by data, or combined from several vectors."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from evaluation import weights
from evaluation.columns import Columns, read
from evaluation.errors import EvaluationError, FormatError, ShapeError
from evaluation.explain import result

METHODS = ("ahp", "entropy", "critic", "combine")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "path", metavar="MATRIX.csv", help="first line: names; AHP: square matrix, cells may be fractions such as 1/3"
    )
    parser.add_argument("--method", choices=METHODS, default="ahp", help="combine: one weight vector per column")
    parser.add_argument("--labels", metavar="COLUMN", help="the column that holds names, not numbers")
    parser.add_argument("--random-index", choices=tuple(weights.RANDOM_INDEX), default="saaty-1980")
    parser.add_argument(
        "--normalise", choices=("min_max", "sum", "none"), help="entropy: min_max or sum; critic: min_max or none"
    )
    parser.add_argument("--shift", type=float, default=0.0, help="entropy after min_max: values move into [s, 1 - s]")
    parser.add_argument("--lower-is-better", default="", metavar="COLUMN,...", help="entropy, critic: cost columns")
    parser.add_argument("--format", choices=("json", "csv"), default="json")


def command(arguments: argparse.Namespace) -> dict[str, Any] | None:
    """The chosen method's result as an explained node; as CSV two columns, name and weight."""
    data = read(arguments.path)
    labels = _label_column(data, arguments)
    table = {name: _numbers(data, name) for name in data.values if name != labels}
    names = list(data.labels(labels)) if arguments.method == "combine" and labels else list(table)
    if arguments.method == "combine" and not labels:
        names = [str(place) for place in range(1, data.rows + 1)]
    try:
        computed = _compute(table, arguments)
    except EvaluationError as error:
        error.row = data.row(error.row) if isinstance(error.row, int) else error.row  # the file's line, not the index
        raise
    if arguments.format == "csv":
        _write_csv(names, computed.weights)
        return None
    return {"names": names} | result(computed, arguments.method).to_json()


def _compute(table: dict[str, list[float | None]], arguments: argparse.Namespace) -> Any:
    if arguments.method == "ahp":
        return weights.ahp(table, arguments.random_index)
    if arguments.method == "combine":
        return weights.combine(table)
    lower = [name.strip() for name in arguments.lower_is_better.split(",") if name.strip()]
    for name in lower:
        if name not in table:
            raise FormatError("missing-column", f"there is no column {name!r}", column=name)
    direction = {name: -1 if name in lower else 1 for name in table}
    normalise = arguments.normalise or "min_max"
    if arguments.method == "entropy":
        return weights.entropy(table, normalise, arguments.shift, direction)
    return weights.critic(table, None if normalise == "none" else normalise, direction)


def _label_column(data: Columns, arguments: argparse.Namespace) -> str | None:
    """The named column; else for AHP the first of n + 1 columns over n rows, else a first column without any number."""
    names = list(data.values)
    if names and all(_is_number(name) for name in names):
        raise FormatError("no-header", "the first line holds numbers; it must name the columns", row=1)
    if arguments.labels:
        data.labels(arguments.labels)
        return str(arguments.labels)
    first = names[0]
    if arguments.method == "ahp":
        return first if len(names) == data.rows + 1 else None
    return first if data.rows and not any(_is_number(str(cell)) for cell in data.values[first]) else None


def _numbers(data: Columns, name: str) -> list[float | None]:
    return [_number(str(cell).strip(), data.row(row), name) for row, cell in enumerate(data.values[name])]


def _number(text: str, row: int, name: str) -> float | None:
    if not text:
        return None
    try:
        return float(Fraction(text))
    except (ValueError, ZeroDivisionError, OverflowError):
        raise FormatError(
            "not-a-number", f"{text!r} is neither a number nor a fraction", row=row, column=name
        ) from None


def _is_number(text: str) -> bool:
    try:
        Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        return False
    return True


def _write_csv(names: Sequence[str], found: Sequence[float]) -> None:
    if len(names) != len(found):
        raise ShapeError("wrong-length", f"{len(names)} names for {len(found)} weights")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["name", "weight"])
    writer.writerows([name, f"{weight:.10g}"] for name, weight in zip(names, found, strict=True))
