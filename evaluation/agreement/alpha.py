"""Krippendorff's alpha: agreement of any number of raters, at four levels of measurement, with missing ratings."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.agreement.ratings import Numbers, labelled, numeric, within_reach
from evaluation.errors import EvaluationError, MissingData, UnknownOption, ValueRangeError

LEVELS = ("nominal", "ordinal", "interval", "ratio")


def krippendorff(table: Any, level: str = "nominal") -> float:
    """alpha = 1 - observed / expected disagreement, from the coincidences of values within units.

    1 is perfect agreement, 0 what chance gives, negative is systematic disagreement. Nominal ratings may be text.
    Units with a single rating drop out. Raises EvaluationError `no-pairs` or `no-variation` where alpha is undefined.
    Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability.
    """
    if level not in LEVELS:
        raise UnknownOption("level", level, LEVELS)
    values, counts = _counts(table, level)
    counts = counts[counts.sum(axis=1) >= 2]
    if not len(counts):
        raise MissingData("no-pairs", "no unit has two ratings, so nothing can agree or disagree")
    pairable = counts.sum(axis=1, keepdims=True)
    share = counts / (pairable - 1)
    coincidences = share.T @ counts - np.diag(share.sum(axis=0))
    totals = coincidences.sum(axis=1)
    distances = _distances(values, totals, level)
    expected = totals @ distances @ totals
    if expected <= 0:
        raise EvaluationError("no-variation", "every rating is the same: agreement beyond chance is undefined")
    return float(1 - (totals.sum() - 1) * (coincidences * distances).sum() / expected)


def _counts(table: Any, level: str) -> tuple[Numbers, Numbers]:
    """The distinct values in order, and how often each unit (row) received each value (column)."""
    cells: NDArray[Any] = labelled(table) if level == "nominal" else within_reach(numeric(table))
    given = np.array([[cell is not None and cell == cell for cell in row] for row in cells])
    names, codes = np.unique(cells[given].astype(str if level == "nominal" else float), return_inverse=True)
    values = np.arange(len(names), dtype=float) if level == "nominal" else names
    if level == "ratio" and (values < 0).any():
        raise ValueRangeError("negative-ratio", "ratings on a ratio scale cannot be negative")
    counts = np.zeros((cells.shape[0], len(values)))
    np.add.at(counts, (np.nonzero(given)[0], codes), 1)
    return values, counts


def _distances(values: Numbers, totals: Numbers, level: str) -> Numbers:
    """Squared difference of every pair of values as the level of measurement sees it."""
    if level == "nominal":
        return 1.0 - np.eye(len(values))
    if level == "ordinal":  # ranks passed on the way from one value to the other, half of each end
        middle = np.cumsum(totals) - totals / 2
        return (middle[:, None] - middle[None, :]) ** 2
    gap = values[:, None] - values[None, :]
    if level == "interval":
        return gap**2
    total = values[:, None] + values[None, :]
    return np.divide(gap, total, out=np.zeros_like(gap), where=total > 0) ** 2
