"""Least squares on fixed effects (a dummy for every level of every factor), exactly and without forming the dummies.

The factor with most levels is eliminated: its block of the normal equations is diagonal. What remains is a small
dense system, solved with least norm because fixed effects are only determined up to constants between factors.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

Numbers = NDArray[np.float64]
Codes = NDArray[np.int64]


class FixedEffects:
    """Fixed effects of some factors (codes per row), estimated on the rows whose weight is above zero."""

    def __init__(self, factors: Sequence[Codes], weights: Numbers) -> None:
        levels = [int(codes.max()) + 1 for codes in factors]
        order = sorted(range(len(factors)), key=lambda one: -levels[one])
        blocks = [_dummies(factors[one], levels[one]) for one in order]
        self.weights = weights
        self.large, self.small = blocks[0], sparse.hstack(blocks[1:]).tocsr() if len(blocks) > 1 else None
        self._pairs = [factors[one] for one in order[:2]]
        self._weight_of_level = np.asarray(self.large.T @ weights)
        if self.small is not None:
            self._prepare(self.small)

    def _prepare(self, small: sparse.csr_array) -> None:
        weighted = small.multiply(self.weights[:, None]).tocsr()
        self._cross = (self.large.T @ weighted).tocsr()
        eliminated = self._cross.multiply(_inverse(self._weight_of_level)[:, None]).tocsr()
        schur = (small.T @ weighted - self._cross.T @ eliminated).toarray()
        self._inverse = np.linalg.pinv(schur, rcond=1e-11, hermitian=True)

    def solve(self, right: Numbers) -> Numbers:
        """Every row's X g, where g solves the normal equations (X'WX) g = X' right; right may be a matrix."""
        per_large = self.large.T @ right
        if self.small is None:
            return self.large @ _scaled(_inverse(self._weight_of_level), per_large)
        reduced = self.small.T @ right - self._cross.T @ _scaled(_inverse(self._weight_of_level), per_large)
        small = self._inverse @ reduced
        large = _scaled(_inverse(self._weight_of_level), per_large - self._cross @ small)
        return self.large @ large + self.small @ small

    def fitted(self, values: Numbers) -> Numbers:
        """For every row, also those of weight zero, the effects fitted to `values` on the weighted rows."""
        return self.solve(_scaled(self.weights, values))

    def residuals(self, values: Numbers) -> Numbers:
        return values - self.fitted(values)

    def determined(self) -> NDArray[np.bool_]:
        """Rows whose fitted value the weighted rows determine: their levels occur there and hang together."""
        known = np.asarray(self.large @ (self._weight_of_level > 0)).astype(bool)
        if self.small is None:
            return known
        occurring = np.asarray(self.small.T @ self.weights) > 0
        known &= np.asarray(self.small @ (~occurring).astype(float)) == 0
        first, second = self._pairs
        used = self.weights > 0
        nodes = int(first.max()) + int(second.max()) + 2
        offset = int(first.max()) + 1
        links = sparse.coo_array((np.ones(used.sum()), (first[used], second[used] + offset)), shape=(nodes, nodes))
        _, island = connected_components(links, directed=False)
        return known & (island[first] == island[second + offset])


def _dummies(codes: Codes, levels: int) -> sparse.csr_array:
    return sparse.csr_array((np.ones(len(codes)), (np.arange(len(codes)), codes)), shape=(len(codes), levels))


def _inverse(values: Numbers) -> Numbers:
    return np.divide(1.0, values, out=np.zeros_like(values), where=values > 0)


def _scaled(factor: Numbers, values: Numbers) -> Numbers:
    return factor * values if values.ndim == 1 else factor[:, None] * values
