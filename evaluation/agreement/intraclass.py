"""Intraclass correlation, the six forms of Shrout and Fleiss (1979) with the intervals of McGraw and Wong (1996).

ICC1: each unit has its own raters; ICC2: raters are a sample, absolute agreement; ICC3: these raters only, consistency.
The k forms are for the mean of all raters. A review panel drawn from possible reviewers reports ICC2 and ICC2k.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any, ClassVar

from scipy import stats

from evaluation.agreement.ratings import Numbers, complete, numeric, within_reach
from evaluation.arguments import share
from evaluation.errors import ShapeError, UnknownOption

FORMS = ("ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k")
CANCELLED = 1e-12  # a variance this small beside its parts is what rounding left of their cancelling
ROUNDING = 1e-20  # a sum of squares below this share of the total is rounding, not disagreement


@dataclass(frozen=True)
class IntraclassCorrelation:
    """Share of variance between units (at most 1; may be negative), its 95 % interval and the F test of its being 0.

    A field is None when the ratings do not determine it; `reason` then says why.
    """

    formula: ClassVar[str] = "ICC2 = (MSR − MSE) / (MSR + (k − 1)·MSE + k·(MSC − MSE)/n); ICC1: MSW, ICC3: no MSC"
    source: ClassVar[str] = "Shrout & Fleiss (1979) Psychol. Bulletin 86(2): 420-428; McGraw & Wong (1996)"

    form: str
    value: float | None
    low: float | None
    high: float | None
    F: float | None
    df1: int
    df2: int
    p: float | None
    units: int
    raters: int
    warnings: tuple[str, ...] = ()
    reason: str | None = None


@dataclass(frozen=True)
class _MeanSquares:
    """Analysis of variance of an n x k table: between rows, between columns, residual, within rows."""

    n: int
    k: int
    rows: float
    columns: float
    residual: float
    within: float


def icc(table: Any, form: str = "ICC2", level: float = 0.95) -> IntraclassCorrelation:
    """One of the six intraclass correlations of a units x raters table; rows with an empty rating are left out."""
    if form not in FORMS:
        raise UnknownOption("form", form, FORMS)
    level = share(level, "level")
    values, warnings = complete(numeric(table))
    if values.shape[0] < 2 or values.shape[1] < 2:
        raise ShapeError("too-few-ratings", "an intraclass correlation needs two raters and two fully rated units")
    squares = _mean_squares(within_reach(values))
    noise = squares.within if form.startswith("ICC1") else squares.residual
    df1 = squares.n - 1
    df2 = squares.n * (squares.k - 1) if form.startswith("ICC1") else df1 * (squares.k - 1)
    value, reason = _value(squares, form)
    low, high, F, p = None, None, None, None
    if value is not None and noise > 0:
        F = squares.rows / noise
        p = float(stats.f.sf(F, df1, df2))
        low, high = _interval(squares, form, F, df1, df2, (1 + level) / 2)
        reason = "这些评分不足以确定区间" if low is None or high is None else None
    elif value is not None:
        reason = "评分没有残差，F 值无上界，没有区间"
    return IntraclassCorrelation(form, value, low, high, F, df1, df2, p, squares.n, squares.k, warnings, reason)


def _mean_squares(values: Numbers) -> _MeanSquares:
    n, k = values.shape
    deviations = values - values.mean()
    row_means, column_means = deviations.mean(axis=1), deviations.mean(axis=0)
    residuals = deviations - row_means[:, None] - column_means[None, :]
    rounding = ROUNDING * float((values**2).sum())
    sums = [k * (row_means**2).sum(), n * (column_means**2).sum(), (residuals**2).sum()]
    rows, columns, residual = (float(total) if total > rounding else 0.0 for total in sums)
    return _MeanSquares(
        n, k, rows / (n - 1), columns / (k - 1), residual / ((n - 1) * (k - 1)), (columns + residual) / (n * (k - 1))
    )


def _value(m: _MeanSquares, form: str) -> tuple[float | None, str | None]:
    """(between - noise) over the variance of one rating, or of the raters' mean; None when there is no variance."""
    between_raters = (m.columns - m.residual) / m.n
    parts = {
        "ICC1": (m.rows - m.within, m.rows + (m.k - 1) * m.within),
        "ICC2": (m.rows - m.residual, m.rows + (m.k - 1) * m.residual + m.k * between_raters),
        "ICC3": (m.rows - m.residual, m.rows + (m.k - 1) * m.residual),
        "ICC1k": (m.rows - m.within, m.rows),
        "ICC2k": (m.rows - m.residual, m.rows + between_raters),
        "ICC3k": (m.rows - m.residual, m.rows),
    }
    above, below = parts[form]
    if below <= CANCELLED * (m.rows + m.columns + m.residual + m.within):
        return None, "各单位得分没有差别，无从归因"
    return above / below, None


def _interval(
    m: _MeanSquares, form: str, F: float, df1: int, df2: int, quantile: float
) -> tuple[float | None, float | None]:
    if form.startswith("ICC2"):
        single = _interval_absolute(m, quantile)
        return single if form == "ICC2" else (_stepped_up(single[0], m.k), _stepped_up(single[1], m.k))
    lower = F / float(stats.f.ppf(quantile, df1, df2))
    upper = F * float(stats.f.ppf(quantile, df2, df1))
    if form.endswith("k"):
        return 1 - 1 / lower if lower > 0 else None, 1 - 1 / upper if upper > 0 else None
    return (lower - 1) / (lower + m.k - 1), (upper - 1) / (upper + m.k - 1)


def _interval_absolute(m: _MeanSquares, quantile: float) -> tuple[float | None, float | None]:
    """McGraw and Wong (1996), table 7, case ICC(A,1): Satterthwaite degrees of freedom for the mixed denominator."""
    value, _ = _value(m, "ICC2")
    if value is None:
        return None, None
    a = m.k * value * m.columns / m.residual
    b = m.n * (1 + (m.k - 1) * value) - m.k * value
    spread = (m.n - 1) * a**2 + b**2
    freedom = (m.k - 1) * (m.n - 1) * (a + b) ** 2 / spread if spread > 0 else 0.0
    if freedom <= 0:
        return None, None
    upper = float(stats.f.ppf(quantile, m.n - 1, freedom))
    lower = float(stats.f.ppf(quantile, freedom, m.n - 1))
    rest = m.k * m.columns + (m.k * m.n - m.k - m.n) * m.residual
    return (
        _finite(m.n * (m.rows - upper * m.residual), upper * rest + m.n * m.rows),
        _finite(m.n * (lower * m.rows - m.residual), rest + m.n * lower * m.rows),
    )


def _finite(above: float, below: float) -> float | None:
    """The quotient, None where the limit runs away."""
    return above / below if isfinite(above) and isfinite(below) and below != 0 else None


def _stepped_up(single: float | None, k: int) -> float | None:
    """Spearman-Brown: reliability of the mean of k raters from that of one."""
    if single is None or 1 + single * (k - 1) <= 0:
        return None
    return single * k / (1 + single * (k - 1))
