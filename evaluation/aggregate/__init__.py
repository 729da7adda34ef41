"""Many indicators to one figure per unit: weighted sum, TOPSIS, grey relation, fuzzy evaluation.

The weighted sum is what is published; the others are for comparison. Formulas: docs/algorithms/aggregate.md.
"""

from evaluation.aggregate.fuzziness import OPERATORS, FuzzyResult, fuzzy
from evaluation.aggregate.grey import GreyRelation, grey_relational
from evaluation.aggregate.ideal_points import Closeness, topsis
from evaluation.aggregate.sums import weighted_sum

__all__ = [
    "OPERATORS",
    "Closeness",
    "FuzzyResult",
    "GreyRelation",
    "fuzzy",
    "grey_relational",
    "topsis",
    "weighted_sum",
]
