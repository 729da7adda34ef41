"""Weights read from the data: entropy (how unevenly a column is spread) and CRITIC (spread x disagreement).

They reward dispersion, not importance: never use them alone for a yearly assessment, and read the warnings.
Columns must already point the same way, or say so in `direction`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from evaluation import normalise as scaling
from evaluation.arguments import number
from evaluation.errors import EvaluationError, MissingData, Place, ShapeError, UnknownOption, ValueRangeError
from evaluation.tables import Floats, Table, TableLike, frozen, read

DOMINANCE = 0.40
# Correlations of proportional columns come out as 1 - 1e-16: such conflict is rounding, not information.
ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Entropy:
    """Per column; a column that tells nothing has entropy 1, divergence 0, weight 0 and a warning saying why."""

    formula: ClassVar[str] = "p = z/Σz; e = −Σ p·ln p / ln m; d = 1 − e; w = d/Σd   (0·ln 0 = 0, m units)"
    source: ClassVar[str] = "Hwang & Yoon (1981) Multiple Attribute Decision Making, Springer LNEMS 186"

    weights: Floats
    entropy: Floats
    divergence: Floats
    shift: float
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Critic:
    """Per column; a constant column has deviation 0, conflict 0, weight 0 and takes no part in the correlations."""

    formula: ClassVar[str] = "C[j] = σ[j]·Σk (1 − r[j,k]); w = C/ΣC   (σ with ddof 0)"
    source: ClassVar[str] = "Diakoulaki, Mavrotas & Papayannakis (1995) Computers & Operations Research 22(7): 763-770"

    weights: Floats
    deviation: Floats
    conflict: Floats
    warnings: tuple[str, ...] = ()


def entropy(table: TableLike, normalise: str = "min_max", shift: float = 0.0, direction: object = None) -> Entropy:
    """Entropy weights. `normalise="min_max"` scales each column first, "sum" takes the table as it is (>= 0).

    `shift` s in [0, 0.5) maps the min-max values to [s, 1 - s]; it is recorded, since it changes the weights.
    A column's entropy has the number of its present units as base; gaps are skipped and named in a warning.
    Raises EvaluationError("no-dispersion") when no column distinguishes anything.
    """
    if normalise not in ("min_max", "sum"):
        raise UnknownOption("normalise", normalise, ("min_max", "sum"))
    data = _several_units(read(table), "entropy")
    warnings = _gap_warnings(data)
    values = _scaled(data, direction, warnings) if normalise == "min_max" else _as_shares(data, warnings)
    if normalise == "min_max":
        values = _shifted(values, shift)
    elif shift:
        raise ValueRangeError("bad-shift", "shift applies to normalise='min_max' only")
    column_entropy = np.array([_column_entropy(values[:, column]) for column in range(data.columns)])
    divergence = np.maximum(1.0 - column_entropy, 0.0)
    weights = _shares_of_total(divergence, "no column distinguishes the units; entropy weights do not exist")
    warnings += _dominance(weights, data)
    return Entropy(frozen(weights), frozen(column_entropy), frozen(divergence), shift, tuple(warnings))


def critic(table: TableLike, normalise: str | None = "min_max", direction: object = None) -> Critic:
    """CRITIC weights. Pairs of columns are correlated over the units present in both.

    Raises EvaluationError("no-dispersion") when the columns are constant or all move exactly together.
    """
    if normalise not in ("min_max", None):
        raise UnknownOption("normalise", normalise, ("min_max", "None"))
    data = _several_units(read(table), "CRITIC")
    warnings = _gap_warnings(data)
    values = _scaled(data, direction, warnings) if normalise else _without_constants(data, warnings)
    spread: NDArray[np.bool_] = np.asarray(~np.isnan(values).all(axis=0))
    deviation = np.zeros(data.columns)
    scale = np.nanmax(np.abs(values[:, spread]), axis=0, initial=0.0)
    values[:, spread] /= scale
    deviation[spread] = np.nanstd(values[:, spread], axis=0) * scale
    conflict = np.array([_conflict(values, column, spread) for column in range(data.columns)])
    weights = _shares_of_total(
        deviation / max(deviation.max(), np.finfo(float).tiny) * conflict,
        "the columns are constant or move exactly together; CRITIC cannot tell them apart",
    )
    return Critic(frozen(weights), frozen(deviation), frozen(conflict), tuple(warnings))


def _several_units(table: Table, method: str) -> Table:
    if table.rows < 2:
        raise ShapeError("too-few-units", f"{method} compares units; the table has {table.rows}")
    for column in range(table.columns):
        if np.count_nonzero(~np.isnan(table.values[:, column])) < 2:
            raise MissingData(
                "missing-column", f"{method} needs two present values in each column", column=table.column(column)
            )
    return table


def _scaled(data: Table, direction: object, warnings: list[str]) -> Floats:
    """Min-max values; constant columns become missing throughout."""
    scaled = np.array(scaling.min_max(data, 1 if direction is None else direction))
    _warn_of_constants(data, warnings)
    return scaled


def _without_constants(data: Table, warnings: list[str]) -> Floats:
    constant = _warn_of_constants(data, warnings)
    return np.where(constant, np.nan, data.values)


def _as_shares(data: Table, warnings: list[str]) -> Floats:
    for row, column in np.argwhere(data.values < 0):
        raise ValueRangeError(
            "negative-value", "sum normalisation needs values >= 0", int(row), data.column(int(column))
        )
    return _without_constants(data, warnings)


def _warn_of_constants(data: Table, warnings: list[str]) -> NDArray[np.bool_]:
    constant: NDArray[np.bool_] = np.nanmax(data.values, axis=0) == np.nanmin(data.values, axis=0)
    for column in np.flatnonzero(constant):
        zero = not np.nanmax(np.abs(data.values[:, column]))
        what = "all zero: its shares are undefined" if zero else "constant: it distinguishes nothing"
        warnings.append(f"column {data.column(int(column))} is {what}; its weight is 0")
    return constant


def _shifted(values: Floats, shift: float) -> Floats:
    if not 0 <= number(shift, "shift") < 0.5:
        raise ValueRangeError("bad-shift", f"shift {shift} is not in [0, 0.5)")
    return shift + (1 - 2 * shift) * values


def _column_entropy(column: Floats) -> float:
    """−Σ p ln p / ln m over the present values; 1 for a column without any (it was constant)."""
    present = column[~np.isnan(column)]
    if len(present) == 0:
        return 1.0
    relative = present / present.max()  # so that neither huge nor tiny values leave the range of floats
    shares = relative / relative.sum()
    positive = shares[shares > 0]
    return float(-(positive * np.log(positive)).sum() / np.log(len(present))) + 0.0


def _conflict(values: Floats, column: int, spread: NDArray[np.bool_]) -> float:
    if not spread[column]:
        return 0.0
    others = [other for other in np.flatnonzero(spread) if other != column]
    total = sum(1.0 - _correlation(values[:, column], values[:, other]) for other in others)
    return float(total) if total > ROUNDING * max(len(others), 1) else 0.0


def _correlation(first: Floats, second: Floats) -> float:
    """Pearson's r over units present in both; 1 (no conflict seen) where that is undefined."""
    both = ~(np.isnan(first) | np.isnan(second))
    if np.count_nonzero(both) < 2 or np.ptp(first[both]) == 0 or np.ptp(second[both]) == 0:
        return 1.0
    return float(np.corrcoef(first[both], second[both])[0, 1])


def _shares_of_total(information: Floats, nothing: str) -> Floats:
    if not information.sum() > ROUNDING:
        raise EvaluationError("no-dispersion", nothing)
    return information / information.sum()


def _gap_warnings(data: Table) -> list[str]:
    named: list[tuple[Place, int]] = [
        (data.column(column), int(np.isnan(data.values[:, column]).sum())) for column in range(data.columns)
    ]
    return [f"column {name}: {count} missing values were left out, not filled" for name, count in named if count]


def _dominance(weights: Floats, data: Table) -> list[str]:
    return [
        f"column {data.column(int(column))} takes {weights[column]:.1%} of the weight (over {DOMINANCE:.0%})"
        for column in np.flatnonzero(weights > DOMINANCE)
    ]
