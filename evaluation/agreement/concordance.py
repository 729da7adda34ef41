"""Kendall's W: do several judges order the same units alike?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from scipy import stats

from evaluation.agreement.ratings import complete, numeric
from evaluation.errors import ShapeError


@dataclass(frozen=True)
class Concordance:
    """Kendall's W (0 none, 1 complete), its chi-square with df = units - 1, and p; None with a reason if undefined.

    `S` is the sum of squared deviations of the rank sums, `ties` the summed t^3 - t over all groups of tied ranks.
    """

    formula: ClassVar[str] = "W = 12·S / (m²·(n³ − n) − m·T); χ² = m·(n − 1)·W"
    source: ClassVar[str] = "Siegel (1956) Nonparametric Statistics; Kendall (1948) Rank Correlation Methods"

    W: float | None
    chi2: float | None
    p: float | None
    df: int
    S: float
    ties: float
    units: int
    raters: int
    warnings: tuple[str, ...] = ()
    reason: str | None = None


def kendall_w(ranks: Any) -> Concordance:
    """W = 12 S / (m^2 (n^3 - n) - m T) for m raters and n units, corrected for ties (Siegel 1956, Kendall 1948).

    Ranks or scores: each column is ranked again, ties sharing their mean rank. Rows with an empty rank are left out.
    """
    values, warnings = complete(numeric(ranks))
    n, m = values.shape
    if n < 2 or m < 2:
        raise ShapeError("too-few-ratings", "concordance needs two raters and two units ranked by all of them")
    ordered = np.apply_along_axis(stats.rankdata, 0, values)
    sums = ordered.sum(axis=1)
    S = float(((sums - sums.mean()) ** 2).sum())
    ties = float(sum(((sizes**3) - sizes).sum() for sizes in map(_tie_sizes, ordered.T)))
    possible = m**2 * (n**3 - n) - m * ties
    if possible <= 0:
        reason = "每位评委给所有单位的名次都相同，没有可比的顺序"
        return Concordance(None, None, None, n - 1, S, ties, n, m, warnings, reason)
    W = 12 * S / possible
    chi2 = m * (n - 1) * W
    return Concordance(W, chi2, float(stats.chi2.sf(chi2, n - 1)), n - 1, S, ties, n, m, warnings)


def _tie_sizes(column: np.ndarray) -> np.ndarray:
    return np.unique(column, return_counts=True)[1].astype(float)
