"""Agreement between raters: is this panel consistent enough for its judgement to be published?

Every table has one row per rated unit and one column per rater; an empty cell (None, NaN) is a rating not given.
"""

from evaluation.agreement.alpha import krippendorff
from evaluation.agreement.command import add_arguments, command
from evaluation.agreement.concordance import Concordance, kendall_w
from evaluation.agreement.intraclass import IntraclassCorrelation, icc
from evaluation.agreement.refusal import Verdict, verdict
from evaluation.agreement.trimmed import TrimmedMeans, trimmed_means

__all__ = [
    "Concordance",
    "IntraclassCorrelation",
    "TrimmedMeans",
    "Verdict",
    "add_arguments",
    "command",
    "icc",
    "kendall_w",
    "krippendorff",
    "trimmed_means",
    "verdict",
]
