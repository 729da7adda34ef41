"""`python -m evaluation effects PANEL.csv ...`: the effect, its path, its limits and how to word it, as plain JSON."""

from __future__ import annotations

import argparse
from typing import Any

from evaluation.columns import read
from evaluation.effects.bounds import MAGNITUDES
from evaluation.effects.event_study import event_study, sample
from evaluation.effects.goodman_bacon import goodman_bacon
from evaluation.effects.group_time import BASE_PERIODS, CONTROLS, ESTIMATORS, UNBALANCED, group_time_att
from evaluation.effects.panels import cohorts, load
from evaluation.effects.sun_abraham import sun_abraham
from evaluation.errors import EvaluationError
from evaluation.plain import plain


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments: the panel's path, its columns, and the estimator's options."""
    parser.add_argument("path", metavar="PANEL.csv", help="one row per unit and time (.csv or .csv.gz)")
    for name in ("outcome", "unit", "time", "first-treated"):
        parser.add_argument(f"--{name}", required=True, metavar="COLUMN")
    parser.add_argument("--covariates", default="", metavar="COLUMN,...", help="columns that enter linearly")
    parser.add_argument("--controls", choices=CONTROLS, default="never")
    parser.add_argument("--estimator", choices=ESTIMATORS, default="dr")
    parser.add_argument("--base-period", choices=BASE_PERIODS, default="varying")
    parser.add_argument("--unbalanced", choices=UNBALANCED, default="drop")
    parser.add_argument("--magnitudes", default=",".join(map(str, MAGNITUDES)), metavar="M,...", help="bounds to state")


def command(arguments: argparse.Namespace) -> dict[str, Any]:
    """Group-time effects, event study with bounds, Sun-Abraham beside it, the two-way coefficient taken apart.

    The second and third opinion are null with a reason where the panel does not allow them.
    """
    columns = read(arguments.path)
    covariates = tuple(filter(None, (name.strip() for name in arguments.covariates.split(","))))
    names = {name: getattr(arguments, name) for name in ("outcome", "unit", "time", "first_treated")}
    shared = names | {"controls": arguments.controls, "covariates": covariates, "estimator": arguments.estimator}
    shared["unbalanced"] = arguments.unbalanced
    effects = group_time_att(columns, **shared, base_period=arguments.base_period)
    study = event_study(columns, **shared, magnitudes=_magnitudes(arguments.magnitudes))
    return {
        "columns": names | {"covariates": list(covariates)},
        "minimum": plain(sample(effects)),
        "group_time": plain(effects),
        "event_study": plain(study),
        "sun_abraham": _second_opinion(lambda: sun_abraham(columns, **names, covariates=covariates)),
        "goodman_bacon": _second_opinion(lambda: _taken_apart(columns, names)),
    }


def _magnitudes(given: str) -> tuple[float, ...]:
    try:
        return tuple(float(one) for one in given.split(","))
    except ValueError:
        raise EvaluationError("magnitude", f"--magnitudes {given!r} is not a list of numbers") from None


def _second_opinion(compute: Any) -> dict[str, Any]:
    try:
        return {"result": plain(compute()), "reason": None}
    except EvaluationError as error:
        return {"result": None, "reason": str(error)}


def _taken_apart(columns: Any, names: dict[str, str]) -> Any:
    """Goodman-Bacon needs a flag per row, which the start gives: treated from then on."""
    table = load(columns, names["outcome"], names["unit"], names["time"])
    first = cohorts(table, names["first_treated"])
    rows = {
        "outcome": table.outcome,
        "unit": [table.units[code] for code in table.unit],
        "time": table.times[table.time],
        "treated": (table.times[table.time] >= first[table.unit]).astype(float),
    }
    return goodman_bacon(rows, outcome="outcome", unit="unit", time="time", treated="treated")
