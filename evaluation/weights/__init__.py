"""Weights of indicators: judged (AHP), read from the data (entropy, CRITIC), combined, bounded, adopted.

Formulas, sources and worked tables: docs/algorithms/weights.md.
"""

from evaluation.errors import NegativeCoefficient
from evaluation.weights.adoption import Adopted, adopt, bound
from evaluation.weights.combination import Combination, combine
from evaluation.weights.dispersion import Critic, Entropy, critic, entropy
from evaluation.weights.hierarchy import Hierarchy, ahp_hierarchy
from evaluation.weights.judgement import RANDOM_INDEX, Judgement, ahp, ahp_group

__all__ = [
    "RANDOM_INDEX",
    "Adopted",
    "Combination",
    "Critic",
    "Entropy",
    "Hierarchy",
    "Judgement",
    "NegativeCoefficient",
    "adopt",
    "ahp",
    "ahp_group",
    "ahp_hierarchy",
    "bound",
    "combine",
    "critic",
    "entropy",
]
