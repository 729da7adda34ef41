"""Randomisation inference: how often would chance alone, choosing who is treated, give as large a difference?

Source: Fisher (1935), The Design of Experiments, section 21; random draws as Phipson & Smyth (2010), (b + 1)/(m + 1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, prod
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from evaluation.arguments import listed, whole
from evaluation.arguments import seed as seeded
from evaluation.columns import coded, read
from evaluation.effects.assignments import Pieces, at_least, at_most, sums_of_all_assignments
from evaluation.errors import EvaluationError, MissingData, ValueRangeError

Numbers = NDArray[np.float64]
Wholes = NDArray[np.int64]
LARGEST_OUTCOME = 1e100  # squares and sums of larger ones leave the range of floats
LARGEST_WHOLE = 2**40  # so that sums of a million stay inside 64 bits
FINEST = 2.0**40  # units in the range of outcomes that are neither whole nor decimal
ROUNDING = 1e-15  # of a float, relative to the largest outcome
DRAWS_AT_ONCE = 2_000_000  # random keys held in memory at a time


@dataclass(frozen=True)
class Randomisation:
    """Difference in means (treated less others, in the outcome's unit) and its chance under random assignment.

    One-sided counts differences at least as great, two-sided at least as far from zero. `assignments` is the number
    of equally likely assignments (`exact`), `draws` that of random ones looked at otherwise.
    """

    formula: ClassVar[str] = "p = share of assignments with a difference as great; drawn: (b + 1)/(m + 1)"
    source: ClassVar[str] = "Fisher (1935) The Design of Experiments, section 21"

    statistic: float
    p_one_sided: float
    p_two_sided: float
    exact: bool
    assignments: int
    draws: int | None


@dataclass(frozen=True)
class _Design:
    """Outcomes as whole numbers of some small unit (so that ties are ties), who is treated, and the strata.

    Sums that differ by no more than `slack` are equal: thirds and the like are rounded to the unit.
    """

    outcome: Numbers
    wholes: Wholes
    slack: int
    treated: NDArray[np.bool_]
    strata: list[Wholes]  # positions in each stratum

    @property
    def as_great(self) -> int:
        """The smallest sum of the treated that counts as the observed one."""
        return int(self.wholes[self.treated].sum()) - self.slack

    def bounds(self) -> tuple[int, int]:
        """Sums of the treated at least as far from zero difference: from `upper` up and from `lower` down."""
        everyone, some = len(self.wholes), int(self.treated.sum())
        level = some * int(self.wholes.sum())
        distance = abs(everyone * int(self.wholes[self.treated].sum()) - level)
        return -((-(level + distance)) // everyone) - self.slack, (level - distance) // everyone + self.slack


def randomisation(
    outcome: Sequence[Any],
    treated: Sequence[Any],
    strata: Sequence[Any] | None = None,
    draws: int | None = None,
    seed: int = 0,
) -> Randomisation:
    """Compare the difference in means with all assignments (`draws=None`) or `draws` random ones.

    Within each stratum as many are treated as were; matched pairs are strata of two. Exact counting treats equal
    sums as equal. Raises EvaluationError `too-many-assignments` when all of them cannot be counted: give `draws`.
    """
    design = _design(outcome, treated, strata)
    statistic = _difference(design.outcome, design.treated)
    sizes = [(len(stratum), int(design.treated[stratum].sum())) for stratum in design.strata]
    assignments = prod(comb(size, chosen) for size, chosen in sizes)
    if draws is None:
        one, two = _exact(design, assignments)
    else:
        draws = whole(draws, "draws", 1)
        one, two = _drawn(design, draws, seeded(seed))
    return Randomisation(statistic, one, two, draws is None, assignments, draws)


def _design(outcome: Sequence[Any], treated: Sequence[Any], strata: Sequence[Any] | None) -> _Design:
    given = {"outcome": listed(outcome, "outcome"), "treated": listed(treated, "treated")}
    columns = read(given | {"strata": strata if strata is not None else [0] * len(given["outcome"])})
    values, flags = columns.numbers("outcome"), columns.numbers("treated")
    for name, column in (("outcome", values), ("treated", flags)):
        if np.isnan(column).any():
            raise MissingData("missing-value", f"{name} is empty", int(np.flatnonzero(np.isnan(column))[0]), name)
    for row in np.flatnonzero(np.abs(values) > LARGEST_OUTCOME):
        raise ValueRangeError("out-of-range", f"{values[row]:g} is no outcome", int(row), "outcome")
    wrong = np.flatnonzero((flags != 0) & (flags != 1))
    if len(wrong):
        raise ValueRangeError("not-a-flag", "treated must be 0 or 1", int(wrong[0]), "treated")
    if not (flags == 1).any() or not (flags == 0).any():
        code = "no-controls" if (flags == 1).any() else "no-treated"
        raise EvaluationError(code, "some must be treated and some not", column="treated")
    codes, names = coded(columns.labels("strata"))
    return _Design(values, *_wholes(values), flags == 1, [np.flatnonzero(codes == one) for one in range(len(names))])


def _wholes(values: Numbers) -> tuple[Wholes, int]:
    """Outcomes above the smallest as whole numbers, and the slack within which sums of them are equal.

    Whole outcomes and those with up to 9 decimals exactly, without slack; others to 12 digits of their range.
    """
    if np.all(values == np.rint(values)) and np.abs(values).max() < LARGEST_WHOLE:
        return values.astype(np.int64) - int(values.min()), 0
    above, doubt = values - values.min(), ROUNDING * np.abs(values).max()
    for decimals in range(1, 10):
        unit = 10.0**-decimals
        near = np.rint(above / unit)
        if near.max() >= FINEST or doubt > unit / 1000:
            break
        if np.all(np.abs(above / unit - near) <= doubt / unit):
            return near.astype(np.int64), 0
    unit = above.max() / FINEST
    return np.rint(above / unit).astype(np.int64), len(values) * (1 + int(np.ceil(doubt / unit)))


def _difference(values: Numbers, treated: NDArray[np.bool_]) -> float:
    return float(values[treated].mean() - values[~treated].mean())


def _exact(design: _Design, assignments: int) -> tuple[float, float]:
    strata = [(design.wholes[stratum], int(design.treated[stratum].sum())) for stratum in design.strata]
    pieces = sums_of_all_assignments(strata)
    upper, lower = design.bounds()
    one = at_least(pieces, design.as_great) / assignments
    if upper <= lower:
        return one, 1.0
    return one, _two_sided(pieces, upper, lower) / assignments


def _two_sided(pieces: Pieces, upper: int, lower: int) -> float:
    return at_least(pieces, upper) + at_most(pieces, lower)


def _drawn(design: _Design, draws: int, seed: int) -> tuple[float, float]:
    random = np.random.RandomState(seed)  # the frozen generator: a published p can be drawn again
    upper, lower = design.bounds()
    greater = farther = 0
    for start in range(0, draws, max(1, DRAWS_AT_ONCE // len(design.wholes))):
        sums = _random_sums(design, min(draws - start, max(1, DRAWS_AT_ONCE // len(design.wholes))), random)
        greater += int((sums >= design.as_great).sum())
        farther += int(((sums >= upper) | (sums <= lower)).sum())
    return (greater + 1) / (draws + 1), (farther + 1) / (draws + 1)


def _random_sums(design: _Design, draws: int, random: np.random.RandomState) -> Wholes:
    sums = np.zeros(draws, dtype=np.int64)
    for stratum in design.strata:
        chosen = int(design.treated[stratum].sum())
        if chosen:
            order = np.argsort(random.random_sample((draws, len(stratum))), axis=1)[:, :chosen]
            sums += design.wholes[stratum][order].sum(axis=1)
    return sums
