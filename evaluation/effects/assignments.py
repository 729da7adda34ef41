"""All sums the treated could have had, counted without listing the assignments one by one.

Equal sums are merged as units are added, and the last join is never formed: two halves are enough to count the
sums beyond a bound. So 40 units, or any number of pairs with repeated differences, are still counted exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, prod

import numpy as np
from numpy.typing import NDArray

from evaluation.errors import EvaluationError

Wholes = NDArray[np.int64]
MOST_SUMS = 1_000_000  # distinct sums held at a time
MOST_ASSIGNMENTS = 10**300  # more than a float can count
TOO_MANY = "too many assignments to count them all; give a number of draws"


@dataclass(frozen=True)
class Sums:
    """Distinct sums in ascending order and how many assignments give each."""

    values: Wholes
    counts: NDArray[np.float64]


Pieces = list[tuple[Sums, Sums]]  # every assignment is one sum of the left plus one of the right of one piece


def sums_of_all_assignments(strata: list[tuple[Wholes, int]]) -> Pieces:
    """For strata of (values, number treated): the treated sums of all assignments, as pieces to be added pairwise."""
    if prod(comb(len(values), chosen) for values, chosen in strata) > MOST_ASSIGNMENTS:
        raise EvaluationError("too-many-assignments", TOO_MANY)
    if len(strata) == 1:
        values, chosen = strata[0]
        middle = len(values) // 2
        left, right = _by_number_chosen(values[:middle], chosen), _by_number_chosen(values[middle:], chosen)
        return [(left[k], right[chosen - k]) for k in left if chosen - k in right]
    halves = [Sums(np.zeros(1, dtype=np.int64), np.ones(1)) for _ in range(2)]
    for values, chosen in sorted(strata, key=lambda one: -comb(len(one[0]), one[1])):
        smaller = 0 if len(halves[0].values) <= len(halves[1].values) else 1
        halves[smaller] = _joined(halves[smaller], _by_number_chosen(values, chosen)[chosen])
    return [(halves[0], halves[1])]


def at_least(pieces: Pieces, bound: int) -> float:
    """Number of assignments whose sum is `bound` or more."""
    return sum(_at_least(left, right, bound) for left, right in pieces)


def at_most(pieces: Pieces, bound: int) -> float:
    """Number of assignments whose sum is `bound` or less."""
    return at_least([(_mirrored(left), _mirrored(right)) for left, right in pieces], -bound)


def _at_least(left: Sums, right: Sums, bound: int) -> float:
    from_here_up = np.append(np.cumsum(right.counts[::-1])[::-1], 0.0)
    first = np.searchsorted(right.values, bound - left.values, side="left")
    return float(left.counts @ from_here_up[first])


def _mirrored(sums: Sums) -> Sums:
    return Sums(-sums.values[::-1], sums.counts[::-1])


def _by_number_chosen(values: Wholes, most: int) -> dict[int, Sums]:
    """Sums of all subsets, by how many of the values are in them (0 to `most`)."""
    found = {0: Sums(np.zeros(1, dtype=np.int64), np.ones(1))}
    for value in values:
        for size in range(min(len(found), most), 0, -1):
            grown = Sums(found[size - 1].values + value, found[size - 1].counts)
            found[size] = _merged([found[size], grown]) if size in found else grown
    return found


def _joined(left: Sums, right: Sums) -> Sums:
    _require_room(len(left.values) * len(right.values))
    values = np.add.outer(left.values, right.values).ravel()
    counts = np.multiply.outer(left.counts, right.counts).ravel()
    return _merged([Sums(values, counts)])


def _merged(parts: list[Sums]) -> Sums:
    values, place = np.unique(np.concatenate([part.values for part in parts]), return_inverse=True)
    _require_room(len(values))
    counts = np.concatenate([part.counts for part in parts])
    return Sums(values, np.bincount(place, counts).astype(np.float64))


def _require_room(sums: int) -> None:
    if sums > MOST_SUMS:
        raise EvaluationError("too-many-assignments", TOO_MANY)
