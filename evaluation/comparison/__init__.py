"""One unit beside comparable units, and the doubt about one small rate: plain Python, for processes that stay light.

Nothing here loads numpy or scipy.
"""

from evaluation.comparison.before_after import BeforeAfter, before_after
from evaluation.comparison.minimum import MINIMUM_POINTS_AFTER, Minimum, Shortfall, minimum
from evaluation.comparison.wilson import Wilson, wilson

__all__ = [
    "MINIMUM_POINTS_AFTER",
    "BeforeAfter",
    "Minimum",
    "Shortfall",
    "Wilson",
    "before_after",
    "minimum",
    "wilson",
]
