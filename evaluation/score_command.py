"""`python -m evaluation score SCHEME.yaml OBSERVATIONS.csv`: explained results as JSON, or one line a unit as CSV."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from typing import TextIO

from evaluation import observations, scheme
from evaluation.explain import explain
from evaluation.reasons import Reason
from evaluation.score import Scores, score

PROGRESS_EVERY = 2_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scheme", metavar="SCHEME.yaml", help="see docs/algorithms/score.md")
    parser.add_argument(
        "observations",
        metavar="OBSERVATIONS.csv",
        help="columns unit, indicator, value[, group, numerator, denominator, period]",
    )
    parser.add_argument(
        "--units", metavar="UNITS.csv", help="columns unit and group: all units, also those without a row"
    )
    parser.add_argument("--format", choices=("json", "csv"), default="json")
    parser.add_argument("--unit", action="append", metavar="NAME", help="only this unit (may be repeated)")


def command(arguments: argparse.Namespace) -> None:
    """Writes to standard output as it goes, so that many units need no more memory than one."""
    plan = scheme.load(arguments.scheme)
    _say(f"scheme {plan.name} {plan.version}: {len(plan.scored)} scored indicators on {len(plan.sides)} sides")
    roster = observations.roster(arguments.units) if arguments.units else None
    seen = observations.from_columns(arguments.observations, roster)
    _say(f"{len(seen.value):,} observations of {len(seen.units):,} units")
    scores = score(plan, seen)
    if scores.ignored:
        _say(f"not scored by this scheme: {', '.join(scores.ignored)}")
    units = list(scores.units) if arguments.unit is None else arguments.unit
    rows = [scores.row(unit) for unit in units]  # an unknown name fails before anything is printed
    write = _write_csv if arguments.format == "csv" else _write_json
    write(scores, rows, sys.stdout)


def _write_json(scores: Scores, rows: list[int], out: TextIO) -> None:
    head = {"scheme": scores.scheme.name, "version": scores.scheme.version, "digest": scores.digest}
    out.write(json.dumps(head | {"ignored": scores.ignored}, ensure_ascii=False)[:-1] + ', "units": [')
    for done, row in enumerate(rows):
        tree = explain(scores, scores.units[row]).to_json()
        out.write((",\n" if done else "\n") + json.dumps(tree, ensure_ascii=False, allow_nan=False))
        _progress(done + 1, len(rows))
    out.write("\n]}\n")


def _write_csv(scores: Scores, rows: list[int], out: TextIO) -> None:
    """Missing figures are empty cells; the reason column of the side says why."""
    writer = csv.writer(out, lineterminator="\n")
    per_side = [f"{side}_{what}" for side in scores.sides for what in ("score", "coverage", "reason")]
    writer.writerow(["unit", "group", *per_side, "T", "C", "D", "band", "digest"])
    for done, row in enumerate(rows):
        sides = [cell for side in range(len(scores.sides)) for cell in _side_cells(scores, row, side)]
        group = scores.observations.groups[row]
        writer.writerow([scores.units[row], group, *sides, *_coupling_cells(scores, row), scores.digest])
        _progress(done + 1, len(rows))


def _side_cells(scores: Scores, row: int, side: int) -> list[str]:
    reason = Reason(int(scores.reasons[row, side]))
    words = reason.words if reason is not Reason.PRESENT else ""
    return [_cell(scores.values[row, side]), _cell(scores.coverage[row, side]), words]


def _coupling_cells(scores: Scores, row: int) -> list[str]:
    if scores.coupling is None:
        return ["", "", "", ""]
    degrees = [_cell(one[row]) for one in (scores.coupling.T, scores.coupling.C, scores.coupling.D)]
    return [*degrees, scores.coupling.bands[row] or ""]


def _cell(number: float) -> str:
    return "" if number != number else f"{number:.10g}"


def _progress(done: int, total: int) -> None:
    if done % PROGRESS_EVERY == 0:
        _say(f"{done:,} of {total:,} units written")


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
