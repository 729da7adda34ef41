"""Standard errors that allow any dependence within a cluster, with the small-sample correction of R's fixest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evaluation.errors import EvaluationError

Numbers = NDArray[np.float64]
Codes = NDArray[np.int64]


def cluster_sums(scores: Numbers, cluster: Codes) -> Numbers:
    """Sums of the rows of `scores` within each cluster."""
    sums = np.zeros((int(cluster.max()) + 1, scores.shape[1]))
    np.add.at(sums, cluster, scores)
    return sums


def sandwich(design: Numbers, residuals: Numbers, cluster: Codes) -> Numbers:
    """(X'X)^-1 sum_g(X_g'u_g u_g'X_g) (X'X)^-1 without correction."""
    bread = np.linalg.inv(design.T @ design)
    sums = cluster_sums(design * residuals[:, None], cluster)
    return bread @ (sums.T @ sums) @ bread


def correction(rows: int, coefficients: int, factors: Sequence[Codes], cluster: Codes) -> float:
    """G/(G-1) x (n-1)/(n-K): K counts the coefficients and the levels of every factor that no cluster contains.

    Levels that lie within one cluster each (a unit within its district) carry no further information about it.
    Raises EvaluationError `too-few-rows` when nothing is left to judge by.
    """
    clusters = len(np.unique(cluster))
    levels = [len(np.unique(codes)) for codes in factors]
    nested = [within(codes, cluster) for codes in factors]
    counted = coefficients + sum(levels) - (len(factors) - 1)
    counted -= sum(level - 1 for level, inside in zip(levels, nested, strict=True) if inside)
    if clusters < 2 or rows <= counted:
        raise EvaluationError("too-few-rows", f"{rows} rows in {clusters} clusters cannot judge {counted} effects")
    return clusters / (clusters - 1) * (rows - 1) / (rows - counted)


def within(codes: Codes, cluster: Codes) -> bool:
    """Whether every level lies in one cluster."""
    pairs = np.unique(np.column_stack([codes, cluster]), axis=0)
    return len(pairs) == len(np.unique(codes))
