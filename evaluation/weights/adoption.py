"""From computed weights to weights in force: caps and floors, and the logged reason for using rejected ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evaluation.arguments import number
from evaluation.errors import EvaluationError, ValueRangeError
from evaluation.tables import Floats, VectorLike, frozen, vector
from evaluation.weights.hierarchy import Hierarchy
from evaluation.weights.judgement import Judgement

NEGLIGIBLE = 1e-100  # a weight this small beside the largest is none


@dataclass(frozen=True, eq=False)
class Adopted:
    """Weights somebody answers for. `override_reason` is None when the judgement was consistent by itself."""

    weights: Floats
    consistency_ratio: float | None
    override_reason: str | None


def adopt(judgement: Judgement | Hierarchy, reason: str | None = None) -> Adopted:
    """Takes consistent weights as they are; an inconsistent judgement only with a written reason, which is kept.

    Raises EvaluationError("inconsistent-judgement") otherwise.
    """
    ratio = judgement.consistency_ratio
    weights = judgement.scores if isinstance(judgement, Hierarchy) else judgement.weights
    if judgement.accepted:
        return Adopted(weights, ratio, None)
    if not (reason or "").strip():
        shown = "unknown" if ratio is None else f"{ratio:.3f}"
        raise EvaluationError(
            "inconsistent-judgement",
            f"the consistency ratio is {shown}, not under 0.1; revise the judgements or state a reason",
        )
    return Adopted(weights, ratio, str(reason).strip())


def bound(weights: VectorLike, cap: float = 0.15, floor: float = 0.01) -> Floats:
    """Weights rescaled to sum 1 with each between `floor` and `cap`; inside the bounds they keep their proportions.

    w'[j] = clip(t·w[j], floor, cap) with the one t for which Σ w' = 1. Zero weights stay at the floor.
    Raises ValueRangeError when n·floor > 1 or n·cap < 1. Source: indicator template, section 6.2.
    """
    given, cap, floor = vector(weights, "weights"), number(cap, "cap"), number(floor, "floor")
    count = len(given)
    if not (given >= 0).all() or not given.any():
        raise ValueRangeError("bad-weight", "weights must be non-negative and not all zero")
    given = np.where(given > NEGLIGIBLE * given.max(), given / given.max(), 0.0)
    if not (0 <= floor <= cap and count * floor <= 1 + 1e-12 and count * cap >= 1 - 1e-12):
        raise ValueRangeError("bad-bounds", f"{count} weights between {floor} and {cap} cannot sum to 1")
    if np.where(given > 0, cap, floor).sum() < 1 - 1e-12:
        raise ValueRangeError("bad-bounds", f"the positive weights reach their cap {cap} before the sum reaches 1")
    return frozen(_scaled_into(given, cap, floor))


def _scaled_into(given: Floats, cap: float, floor: float) -> Floats:
    """Bisection on t (Σ clip(t·w) grows with t), then one exact step on the weights strictly between the bounds."""
    low, high = 0.0, max(cap / given[given > 0].min(), 1.0) * 2
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if np.clip(middle * given, floor, cap).sum() < 1 else (low, middle)
    bounded = np.clip(high * given, floor, cap)
    free = (bounded > floor) & (bounded < cap)
    if free.any():
        bounded[free] += (1 - bounded.sum()) * bounded[free] / bounded[free].sum()
    return bounded
