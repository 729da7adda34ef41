"""AHP: weights from pairwise judgements, with the consistency that says whether to believe them.

Saaty, T.L. (1980) The Analytic Hierarchy Process, McGraw-Hill; the second random-index table is the one of
Saaty, T.L. (2005) Theory and Applications of the Analytic Network Process, RWS.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from evaluation.arguments import listed
from evaluation.errors import ShapeError, UnknownOption, ValueRangeError
from evaluation.tables import Floats, Table, TableLike, VectorLike, complete, frozen, read, vector

RANDOM_INDEX = {
    "saaty-1980": (0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59),
    "saaty-2005": (0, 0, 0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59),
}
ACCEPTED_BELOW = 0.1
# Printed matrices round 1/3 to 0.33 and 1/8 to 0.13: a pair may miss reciprocity by a tenth, not by more.
RECIPROCITY = 0.1 + 1e-12
ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Judgement:
    """Weights sum to 1. `consistency_ratio` is None (and not accepted) beyond order 15, where no index is tabulated."""

    formula: ClassVar[str] = "A w = λmax w, Σw = 1; CI = (λmax − n)/(n − 1); CR = CI/RI(n)"
    source: ClassVar[str] = "Saaty (1980) The Analytic Hierarchy Process"

    weights: Floats
    lambda_max: float
    consistency_index: float
    consistency_ratio: float | None
    random_index: float | None
    random_index_table: str
    accepted: bool
    warnings: tuple[str, ...] = ()


def ahp(matrix: TableLike, random_index: str = "saaty-1980") -> Judgement:
    """Principal eigenvector of a positive reciprocal matrix and its consistency ratio (accepted below 0.1).

    An inconsistent matrix is returned as not accepted, never raised; `weights.adopt` refuses it without a reason.
    Pairs that are not reciprocal are named in a warning: even printed matrices contain them.
    Raises ShapeError (not square), MissingData and ValueRangeError (not positive, diagonal not 1) with row and column.
    """
    if random_index not in RANDOM_INDEX:
        raise UnknownOption("random_index", random_index, RANDOM_INDEX)
    table = _judgements(matrix)
    lambda_max, weights = principal_eigenvector(table.values)
    index = _consistency_index(lambda_max, table.rows)
    expected, ratio, doubts = _against_chance(index, table.rows, RANDOM_INDEX[random_index])
    return Judgement(
        weights=frozen(weights),
        lambda_max=lambda_max,
        consistency_index=index,
        consistency_ratio=ratio,
        random_index=expected,
        random_index_table=random_index,
        accepted=ratio is not None and ratio < ACCEPTED_BELOW,
        warnings=_not_reciprocal(table) + doubts,
    )


def ahp_group(
    matrices: Sequence[TableLike] | Mapping[str, TableLike],
    random_index: str = "saaty-1980",
    importance: VectorLike | None = None,
) -> Judgement:
    """One judgement from several judges: the geometric mean of each entry, which alone keeps the matrix reciprocal.

    `importance` weighs the judges (default: equal). Aczél & Saaty (1983), J. Math. Psychology 27: 93-102.
    """
    given = matrices.values() if isinstance(matrices, Mapping) else matrices
    members = [_judgements(matrix).values for matrix in listed(given, "matrices")]
    if not members:
        raise ShapeError("empty-table", "no judgement matrices")
    if len({member.shape for member in members}) > 1:
        raise ShapeError("wrong-length", f"matrices of different order: {[len(member) for member in members]}")
    shares = np.ones(len(members)) if importance is None else vector(importance, "importance")
    if len(shares) != len(members) or not (shares >= 0).all() or shares.sum() <= 0:
        raise ValueRangeError("bad-weight", f"importance must hold {len(members)} non-negative numbers")
    logs = np.array([np.log(member) for member in members])
    return ahp(np.exp(np.einsum("k,kij->ij", shares / shares.sum(), logs)), random_index)


def principal_eigenvector(matrix: Floats) -> tuple[float, Floats]:
    """(λmax, eigenvector scaled to sum 1) of a positive matrix; both are real and positive (Perron)."""
    values, vectors = np.linalg.eig(matrix)
    largest = int(np.argmax(values.real))
    principal = np.abs(vectors[:, largest].real)
    return float(values[largest].real), principal / principal.sum()


def _judgements(matrix: TableLike) -> Table:
    table = complete(read(matrix, "judgement matrix"), "AHP")
    if table.rows != table.columns:
        raise ShapeError("not-square", f"a judgement matrix is square, this one is {table.rows} x {table.columns}")
    for row, column in np.argwhere(~(table.values > 0)):
        value = table.values[row, column]
        raise ValueRangeError(
            "not-positive", f"judgement {value:g} is not positive", int(row), table.column(int(column))
        )
    for place in np.flatnonzero(np.abs(np.diag(table.values) - 1) > ROUNDING):
        value = table.values[place, place]
        raise ValueRangeError("bad-diagonal", f"{value:g} on the diagonal, not 1", int(place), table.column(int(place)))
    return table


def _not_reciprocal(table: Table) -> tuple[str, ...]:
    values = table.values
    pairs = np.argwhere(np.triu(np.abs(values * values.T - 1) > RECIPROCITY))
    return tuple(
        f"entries {row}, {table.column(int(column))} ({values[row, column]:g}) "
        f"and {column}, {table.column(int(row))} ({values[column, row]:g}) are not reciprocal"
        for row, column in pairs
    )


def _consistency_index(lambda_max: float, order: int) -> float:
    """(λmax − n)/(n − 1); exactly 0 for one or two items and where only rounding is left."""
    index = (lambda_max - order) / (order - 1) if order > 2 else 0.0
    return index if abs(index) > ROUNDING else 0.0


def _against_chance(
    index: float, order: int, table: tuple[float, ...]
) -> tuple[float | None, float | None, tuple[str, ...]]:
    if order > len(table):
        return None, None, (f"no random index is tabulated for order {order} (up to {len(table)})",)
    expected = float(table[order - 1])
    ratio = index / expected if expected else 0.0
    if ratio < ACCEPTED_BELOW:
        return expected, ratio, ()
    return expected, ratio, (f"the consistency ratio {ratio:.3f} is not under {ACCEPTED_BELOW}: revise the judgements",)
