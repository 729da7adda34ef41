"""One weight vector from several: game-theoretic balance, product, geometric mean.

Game-theoretic combination as in Lai et al. (2015) J. Hydrology 527: 268-278.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from evaluation.errors import (
    FormatError,
    MissingData,
    NegativeCoefficient,
    ShapeError,
    UnknownOption,
    ValueRangeError,
)
from evaluation.tables import Floats, VectorLike, frozen, is_flat, vector

METHODS = ("game", "product", "geometric")
# Printed weights are rounded; a vector further from 1 than this is not a weight vector.
SUM_TOLERANCE = 0.02


@dataclass(frozen=True, eq=False)
class Combination:
    """`weights` combined; `coefficients` of the vectors, scaled to sum 1; `raw_coefficients` as solved (game only)."""

    formula: ClassVar[str] = "Σj α[j]·(w[i]·w[j]) = w[i]·w[i] for each i; w = Σ α[j]·w[j] / Σα"
    source: ClassVar[str] = "Lai et al. (2015) Journal of Hydrology 527: 268-278"

    weights: Floats
    coefficients: Floats | None
    raw_coefficients: Floats | None
    method: str
    warnings: tuple[str, ...] = ()


def combine(vectors: Sequence[VectorLike] | Mapping[str, VectorLike], method: str = "game") -> Combination:
    """Combines weight vectors (each a row; or a mapping name -> vector) over the same indicators.

    "game" solves the linear system above and raises NegativeCoefficient (with `.coefficients`) when a vector would
    count negatively: that means the vectors contradict each other, and taking |α| would hide it.
    "product" is Π w / ΣΠ w, "geometric" its L-th root; both let a zero weight in one vector decide.
    """
    if method not in METHODS:
        raise UnknownOption("method", method, METHODS)
    matrix = _weight_vectors(vectors)
    if method != "game":
        return Combination(frozen(_multiplied(matrix, method)), None, None, method)
    gram = matrix @ matrix.T
    raw, _, rank, _ = np.linalg.lstsq(gram, np.diag(gram), rcond=1e-12)
    if (raw < -1e-12).any():
        raise NegativeCoefficient(raw.tolist())
    raw = np.maximum(raw, 0.0)
    coefficients = raw / raw.sum()
    dependent = f"the vectors are linearly dependent (rank {rank} of {len(matrix)}): smallest solution taken"
    return Combination(
        weights=frozen(coefficients @ matrix),
        coefficients=frozen(coefficients),
        raw_coefficients=frozen(raw),
        method=method,
        warnings=(dependent,) if rank < len(matrix) else (),
    )


def _weight_vectors(vectors: Sequence[VectorLike] | Mapping[str, VectorLike]) -> Floats:
    if is_flat(vectors) and not isinstance(vectors, Sequence):
        raise FormatError("not-a-table", "weight vectors come as a list of vectors or a mapping of names to vectors")
    named = list(vectors.items()) if isinstance(vectors, Mapping) else list(enumerate(vectors))
    if not named:
        raise ShapeError("empty-table", "no weight vectors")
    rows = [_weight_vector(values, name) for name, values in named]
    if len({len(row) for row in rows}) > 1:
        raise ShapeError("wrong-length", f"weight vectors of different length: {[len(row) for row in rows]}")
    return np.array(rows)


def _weight_vector(values: VectorLike, name: object) -> Floats:
    row = vector(values, f"weight vector {name}")
    for index, number in enumerate(row):
        if np.isnan(number):
            raise MissingData("missing-value", "a weight is missing", row=str(name), column=index)
        if not 0 <= number <= 1 + SUM_TOLERANCE:
            raise ValueRangeError("bad-weight", f"{number} is not a weight", row=str(name), column=index)
    if abs(row.sum() - 1) > SUM_TOLERANCE:
        raise ValueRangeError("weights-not-one", f"the weights sum to {row.sum():g}, not 1", row=str(name))
    return row


def _multiplied(matrix: Floats, method: str) -> Floats:
    product = matrix.prod(axis=0) ** (1.0 if method == "product" else 1.0 / len(matrix))
    if not product.sum() > 0:
        raise ValueRangeError("no-weight", "every indicator has weight 0 in one of the vectors")
    return product / product.sum()
