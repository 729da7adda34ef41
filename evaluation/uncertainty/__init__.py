"""How sure a figure is: ranks under other weights, rates from few cases, what one indicator changes.

Random draws use numpy's frozen legacy generator, so a seed gives the same numbers on every machine and version.
Formulas and worked tables: docs/algorithms/uncertainty.md.
"""

from evaluation.uncertainty.ranks import RankIntervals, rank_draws, rank_intervals
from evaluation.uncertainty.rates import ShrunkRates, resample, shrink
from evaluation.uncertainty.sensitivity import Sensitivity, leave_one_out, one_at_a_time

__all__ = [
    "RankIntervals",
    "Sensitivity",
    "ShrunkRates",
    "leave_one_out",
    "one_at_a_time",
    "rank_draws",
    "rank_intervals",
    "resample",
    "shrink",
]
