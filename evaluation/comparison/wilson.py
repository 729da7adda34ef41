"""How far a rate from few cases may lie from the one behind it: the score interval."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, sqrt
from statistics import NormalDist
from typing import ClassVar

from evaluation.errors import ValueRangeError


@dataclass(frozen=True)
class Wilson:
    """Interval `low`..`high` (0..1) of a share, at confidence `level`; never empty, never outside 0..1."""

    formula: ClassVar[str] = "(p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)"
    source: ClassVar[str] = "Wilson (1927) J. Amer. Statist. Assoc. 22: 209-212"

    low: float
    high: float
    level: float


def wilson(cases: float, trials: float, level: float = 0.95) -> Wilson | None:
    """The interval of cases / trials, or None without a trial. Raises ValueRangeError for what is no share."""
    if not (isfinite(cases) and isfinite(trials)) or cases < 0 or trials < 0 or cases > trials:
        raise ValueRangeError("bad-share", f"{cases} of {trials} is no share")
    if not 0 < level < 1:
        raise ValueRangeError("bad-level", f"level {level} is not between 0 and 1")
    if not trials:
        return None
    z = NormalDist().inv_cdf((1 + level) / 2)
    share, doubt = cases / trials, z * z / trials
    middle = (share + doubt / 2) / (1 + doubt)
    reach = z * sqrt(share * (1 - share) / trials + doubt / trials / 4) / (1 + doubt)
    return Wilson(
        0.0 if not cases else max(0.0, middle - reach), 1.0 if cases == trials else min(1.0, middle + reach), level
    )
