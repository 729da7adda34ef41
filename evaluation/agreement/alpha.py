"""Krippendorff's alpha: agreement of any number of raters, at four levels of measurement, with missing ratings."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import stats

from evaluation.agreement.ratings import Numbers, labelled, numeric, within_reach
from evaluation.columns import coded
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
    units = [unit for unit in _units(table, level) if len(unit) >= 2]
    if not units:
        raise MissingData("no-pairs", "no unit has two ratings, so nothing can agree or disagree")
    pooled = np.concatenate(units)
    if level == "ordinal":  # ranks passed on the way from one value to the other, half of each end
        pooled = stats.rankdata(pooled)
        units = np.split(pooled, np.cumsum([len(unit) for unit in units])[:-1])
    expected = _disagreement(pooled, level) / (len(pooled) - 1)
    if expected <= 0:
        raise EvaluationError("no-variation", "every rating is the same: agreement beyond chance is undefined")
    return float(1 - sum(_disagreement(unit, level) / (len(unit) - 1) for unit in units) / expected)


def _units(table: Any, level: str) -> list[Numbers]:
    """The ratings of each unit, empty ones left out; nominal ones as codes."""
    if level == "nominal":
        named = [[name for name in row if name is not None] for row in labelled(table)]
        codes, _ = coded([name for row in named for name in row])
        return np.split(codes.astype(float), np.cumsum([len(row) for row in named])[:-1])
    values = within_reach(numeric(table))
    if level == "ratio" and (values < 0).any():
        raise ValueRangeError("negative-ratio", "ratings on a ratio scale cannot be negative")
    return [row[~np.isnan(row)] for row in values]


def _disagreement(ratings: Numbers, level: str) -> float:
    """Sum of the squared differences of all ordered pairs, as the level of measurement sees them.

    No table of pairs is formed: for equal or unequal values it is n² less the equal pairs, for differences 2n times
    their sum of squares about the mean; only ratios are compared one by one.
    """
    if level == "nominal":
        return float(len(ratings) ** 2 - (np.unique(ratings, return_counts=True)[1] ** 2).sum())
    if level != "ratio":
        apart = ratings - ratings[0]  # exactly zero when all are equal
        return float(2 * len(ratings) * ((apart - apart.mean()) ** 2).sum())
    values, counts = np.unique(ratings, return_counts=True)
    weights = counts.astype(float)
    above = [(place, values[place + 1 :], weights[place + 1 :]) for place in range(len(values) - 1)]
    return float(2 * sum(weights[at] * (((more - values[at]) / (more + values[at])) ** 2 @ w) for at, more, w in above))
