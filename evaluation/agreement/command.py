"""`python -m evaluation agreement RATINGS.csv`: every statistic the ratings allow, and the reason where they do not."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

import numpy as np

from evaluation import severity
from evaluation.agreement.alpha import LEVELS, krippendorff
from evaluation.agreement.concordance import kendall_w
from evaluation.agreement.intraclass import FORMS, icc
from evaluation.agreement.refusal import verdict
from evaluation.columns import Columns, read
from evaluation.errors import EvaluationError, FormatError
from evaluation.plain import plain


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments: the ratings' path and, for other headers than the usual, the columns' names."""
    parser.add_argument("path", metavar="RATINGS.csv", help="long (subject, rater, score) or wide (a column per rater)")
    parser.add_argument("--subject", help="the column naming the rated unit (default: subject, unit or item)")
    parser.add_argument("--rater", default="rater", help="long form: the column naming the rater")
    parser.add_argument("--score", default="score", help="long form: the column with the score")


def command(arguments: argparse.Namespace) -> dict[str, Any]:
    """All agreement statistics of a file as plain JSON values; a statistic that is undefined is null with its reason.

    A file whose header holds the rater and score columns is long; any other is wide. `layout` says how it was read.
    """
    columns = read(arguments.path)
    long = arguments.rater in columns.values and arguments.score in columns.values
    subject = _subject(columns, arguments, long)
    ratings = _long(columns, subject, arguments) if long else _wide(columns, subject)
    table, units, raters = _table(ratings)
    intraclass = {form: _or_reason(lambda form=form: plain(icc(table, form))) for form in FORMS}  # type: ignore[misc]
    alphas = {level: _alpha(table, level) for level in LEVELS}
    concordance = _or_reason(lambda: plain(kendall_w(table)))
    return {
        "layout": {"form": "long" if long else "wide", "subject": subject, "units": len(units), "raters": raters},
        "icc": intraclass,
        "krippendorff": alphas,
        "kendall_w": concordance,
        "severity": _or_reason(lambda: plain(severity.additive(ratings))),
        "verdicts": {
            "icc": plain(verdict("icc", intraclass["ICC2k"].get("value"), intraclass["ICC2k"].get("low"))),
            "krippendorff": plain(verdict("krippendorff", alphas["interval"]["value"])),
            "kendall_w": plain(verdict("kendall_w", concordance.get("W"), p=concordance.get("p"))),
        },
    }


def _subject(columns: Columns, arguments: argparse.Namespace, long: bool) -> str | None:
    """The column naming the rated unit: as given, else one of the usual names, else a long file's only other column."""
    if arguments.subject:
        columns.labels(arguments.subject)
        return str(arguments.subject)
    for usual in ("subject", "unit", "item"):
        if usual in columns.values:
            return usual
    others = [name for name in columns.values if name not in (arguments.rater, arguments.score)]
    if long and len(others) != 1:
        raise FormatError("no-subject", "name the column of the rated units with --subject", row=1)
    return others[0] if long else None


def _long(columns: Columns, subject: str | None, arguments: argparse.Namespace) -> dict[str, list[Any]]:
    return {
        "subject": columns.labels(str(subject)),
        "rater": columns.labels(arguments.rater),
        "score": columns.numbers(arguments.score).tolist(),
    }


def _wide(columns: Columns, subject: str | None) -> dict[str, list[Any]]:
    units = columns.labels(subject) if subject else list(range(columns.rows))
    ratings: dict[str, list[Any]] = {"subject": [], "rater": [], "score": []}
    for rater in (name for name in columns.values if name != subject):
        ratings["subject"] += units
        ratings["rater"] += [rater] * len(units)
        ratings["score"] += columns.numbers(rater).tolist()
    return ratings


def _table(ratings: dict[str, list[Any]]) -> tuple[np.ndarray, list[str], list[str]]:
    units, raters = (list(dict.fromkeys(map(str, ratings[name]))) for name in ("subject", "rater"))
    row, column = ({name: number for number, name in enumerate(names)} for names in (units, raters))
    table = np.full((len(units), len(raters)), np.nan)
    for unit, rater, score in zip(ratings["subject"], ratings["rater"], ratings["score"], strict=True):
        place = row[str(unit)], column[str(rater)]
        if not np.isnan(table[place]):
            raise FormatError("repeated-rating", f"{rater} rated {unit} twice", row=str(unit), column=str(rater))
        table[place] = score
    return table, units, raters


def _alpha(table: np.ndarray, level: str) -> dict[str, Any]:
    result = _or_reason(lambda: {"value": krippendorff(table, level), "reason": None})
    return {"value": result.get("value"), "reason": result.get("reason")}


def _or_reason(compute: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return compute()
    except EvaluationError as error:
        return {"value": None, "reason": str(error)}
