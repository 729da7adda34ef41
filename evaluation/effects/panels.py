"""A panel of units over times, read and checked: whole rows, one row per unit and time, treatment that stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.columns import Columns, coded, read
from evaluation.errors import EvaluationError, FormatError, MissingData, ValueRangeError

Numbers = NDArray[np.float64]
Codes = NDArray[np.int64]
Flags = NDArray[np.bool_]
LARGEST = 1e140  # squares of larger values, and sums of these, leave the range of floats


@dataclass(frozen=True)
class Panel:
    """Rows with an outcome: codes of unit and time into `units` and `times`, covariates as columns, notes so far."""

    columns: Columns
    rows: Codes  # positions in the source, for errors and further columns
    unit: Codes
    time: Codes
    units: tuple[Any, ...]
    times: Numbers
    outcome: Numbers
    covariates: Numbers
    warnings: list[str] = field(default_factory=list)

    def numbers(self, name: str, infinite: bool = False) -> Numbers:
        """A further column on the panel's rows; NaN where missing."""
        return self.columns.numbers(name, infinite)[self.rows]

    def codes(self, name: str) -> tuple[Codes, tuple[Any, ...]]:
        """A further column of labels on the panel's rows as codes, with the labels they stand for."""
        labels = self.columns.labels(name)
        return coded([labels[row] for row in self.rows])

    def restricted(self, keep: Flags) -> Panel:
        """The panel without some rows; units and times no row names any more disappear."""
        if not keep.any():
            raise MissingData("empty-panel", "no row of the panel is left to compare")
        kept_units, unit = np.unique(self.unit[keep], return_inverse=True)
        kept_times, time = np.unique(self.time[keep], return_inverse=True)
        units = tuple(self.units[code] for code in kept_units)
        rows, outcome, covariates = self.rows[keep], self.outcome[keep], self.covariates[keep]
        return Panel(self.columns, rows, unit, time, units, self.times[kept_times], outcome, covariates, self.warnings)

    def places(self) -> Codes:
        """For a units x times grid, the row standing in each cell; -1 where the unit has no row for the time."""
        grid = np.full((len(self.units), len(self.times)), -1, dtype=np.int64)
        grid[self.unit, self.time] = np.arange(len(self.rows))
        return grid


def load(source: Any, outcome: str, unit: str, time: str, covariates: Sequence[str] = ()) -> Panel:
    """Read a mapping or CSV path; rows without outcome or covariate are left out and counted in a warning."""
    columns = read(source)
    labels = columns.labels(unit)
    times = columns.numbers(time)
    _refuse_missing(columns, times, time)
    values = columns.numbers(outcome)
    extra = (
        np.column_stack([columns.numbers(name) for name in covariates]) if covariates else np.zeros((len(labels), 0))
    )
    keep = ~np.isnan(values) & ~np.isnan(extra).any(axis=1)
    if not keep.any():
        raise MissingData("empty-panel", "no row of the panel has an outcome and every covariate", column=outcome)
    _refuse_out_of_range(columns, {outcome: values} | dict(zip(covariates, extra.T, strict=True)))
    rows = np.flatnonzero(keep)
    unit_codes, units = coded([labels[row] for row in rows])
    distinct, time_codes = np.unique(times[rows], return_inverse=True)
    _refuse_repeated(columns, rows, unit_codes, time_codes, units)
    warnings = []
    if len(rows) < columns.rows:
        warnings.append(f"{columns.rows - len(rows)} rows without an outcome or covariate were left out")
    return Panel(columns, rows, unit_codes, time_codes, units, distinct, values[rows], extra[rows], warnings)


def cohorts(panel: Panel, first_treated: str) -> Numbers:
    """For each unit the time it was first treated, inf = never: empty, 0, infinite or after the last period."""
    starts = panel.numbers(first_treated, infinite=True)
    for place in np.flatnonzero(np.isneginf(starts)):
        row = panel.columns.row(panel.rows[place])
        raise ValueRangeError(
            "not-finite", "a start before all time is no start; never is empty, 0 or inf", row, first_treated
        )
    if (starts == 0).any() and panel.times[0] < 0 <= panel.times[-1]:
        panel.warnings.append(f"{first_treated} 0 was read as never treated, though the panel holds times around 0")
    starts = np.where(np.isnan(starts) | (starts == 0) | (starts > panel.times[-1]), np.inf, starts)
    first = np.full(len(panel.units), np.nan)
    first[panel.unit[::-1]] = starts[::-1]  # the unit's first row counts, so a later one that differs is the fault
    differing = np.flatnonzero(first[panel.unit] != starts)
    if len(differing):
        row = differing[0]
        message = f"unit {panel.units[panel.unit[row]]!r} has more than one start"
        raise FormatError("start-varies", message, panel.columns.row(panel.rows[row]), first_treated)
    return first


def treatment(panel: Panel, treated: str) -> Flags:
    """The treated column as flags; anything but 0 and 1 is an error."""
    values = panel.numbers(treated)
    wrong = np.flatnonzero((values != 0) & (values != 1))
    if len(wrong):
        row = panel.columns.row(panel.rows[wrong[0]])
        raise ValueRangeError("not-a-flag", f"{treated} must be 0 or 1", row, treated)
    return values == 1


def starts_of(panel: Panel, treated: Flags) -> Numbers:
    """For each unit the first time it is treated (inf = never); treatment that ends again is an error."""
    first = np.full(len(panel.units), np.inf)
    np.minimum.at(first, panel.unit[treated], panel.times[panel.time[treated]])
    ended = np.flatnonzero(~treated & (panel.times[panel.time] > first[panel.unit]))
    if len(ended):
        name = panel.units[panel.unit[ended[0]]]
        row = panel.columns.row(panel.rows[ended[0]])
        raise EvaluationError("treatment-ends", f"unit {name!r} is no longer treated after its start", row)
    return first


def shown(number: float) -> int | float:
    """A time or cohort as people write it: whole numbers without a decimal point."""
    return int(number) if float(number).is_integer() else float(number)


def _refuse_missing(columns: Columns, times: Numbers, name: str) -> None:
    missing = np.flatnonzero(np.isnan(times))
    if len(missing):
        raise MissingData("missing-time", f"{name} is empty", columns.row(missing[0]), name)


def _refuse_out_of_range(columns: Columns, values: dict[str, Numbers]) -> None:
    for name, column in values.items():
        for row in np.flatnonzero(np.abs(column) > LARGEST):
            raise ValueRangeError(
                "out-of-range", f"{column[row]:g} is too large to be squared", columns.row(int(row)), name
            )


def _refuse_repeated(columns: Columns, rows: Codes, unit: Codes, time: Codes, units: tuple[Any, ...]) -> None:
    key = unit * (int(time.max()) + 1) + time
    _, first, counts = np.unique(key, return_index=True, return_counts=True)
    if (counts > 1).any():
        again = np.setdiff1d(np.arange(len(key)), first)[0]
        name = units[unit[again]]
        raise FormatError("repeated-row", f"unit {name!r} has two rows for one time", columns.row(rows[again]))
