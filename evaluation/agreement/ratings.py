"""A table of ratings: rows are rated units, columns are raters, an empty cell is a rating not given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation import tables
from evaluation.arguments import listed
from evaluation.errors import ShapeError

Numbers = NDArray[np.float64]


def numeric(table: Any) -> Numbers:
    """The ratings as an (units, raters) array of finite floats, NaN where a rating is empty."""
    return tables.read(table, "ratings").values


def within_reach(values: Numbers) -> Numbers:
    """The ratings over the largest of them, for statistics that do not depend on the unit: squares stay in range."""
    largest = float(np.nanmax(np.abs(values), initial=0.0))
    return values / largest if largest > 0 else values


def labelled(table: Any) -> NDArray[np.object_]:
    """The ratings as an (units, raters) array of names, None where a rating is empty (None, NaN or blank text)."""
    columns = isinstance(table, Mapping)
    lines = [listed(line, "a row of ratings") for line in listed(table.values() if columns else table, "ratings")]
    if not lines or not len(lines[0]):
        raise ShapeError("empty-table", "the table holds no ratings")
    if len({len(line) for line in lines}) > 1:
        raise ShapeError("ragged-table", f"the table's {'columns' if columns else 'rows'} differ in length")
    cells = np.empty((len(lines), len(lines[0])), dtype=object)
    for number, line in enumerate(lines):
        cells[number, :] = [_name(cell) for cell in line]
    return cells.T if columns else cells


def complete(values: Numbers) -> tuple[Numbers, tuple[str, ...]]:
    """The rows every rater rated, and a warning naming the rows left out."""
    whole = ~np.isnan(values).any(axis=1)
    if whole.all():
        return values, ()
    left_out = ", ".join(str(row) for row in np.flatnonzero(~whole))
    return values[whole], (f"rows with an empty rating were left out: {left_out}",)


def _name(cell: Any) -> str | None:
    if cell is None or (isinstance(cell, float | np.floating) and np.isnan(cell)):
        return None
    if isinstance(cell, float | np.floating | int | np.integer):
        return format(float(cell), ".17g")
    return str(cell).strip() or None
