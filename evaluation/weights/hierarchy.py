"""AHP synthesis: criteria over alternatives (层次总排序). Saaty (1980), chapter 3."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from evaluation.arguments import listed
from evaluation.errors import ShapeError
from evaluation.tables import Floats, TableLike, frozen, read
from evaluation.weights.judgement import ACCEPTED_BELOW, Judgement, ahp


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """`global_weights[c, a]` = weight of criterion c x local weight of alternative a; `scores` are its column sums.

    `consistency_ratio` is that of the total ordering, Σ w CI / Σ w RI over the alternatives' matrices;
    `ratio_with_criteria` also counts the criteria's own matrix (Saaty's consistency of the hierarchy).
    """

    formula: ClassVar[str] = "global[c,a] = w[c]·local[c][a]; scores[a] = Σc global[c,a]; CR = Σ w·CI / Σ w·RI"
    source: ClassVar[str] = "Saaty (1980) The Analytic Hierarchy Process, ch. 3"

    global_weights: Floats
    scores: Floats
    consistency_ratio: float | None
    ratio_with_criteria: float | None
    accepted: bool
    criteria: Judgement
    alternatives: tuple[Judgement, ...]
    warnings: tuple[str, ...] = ()


def ahp_hierarchy(
    criteria: TableLike,
    alternatives: Sequence[TableLike] | Mapping[str, TableLike],
    random_index: str = "saaty-1980",
) -> Hierarchy:
    """Scores of alternatives judged once per criterion.

    `alternatives` has one matrix per criterion: a list in the order of the criteria, or a mapping. When criteria
    are a mapping too, the names must agree; otherwise the mapping's own order counts. Accepted when the criteria,
    and the total ordering, both have a ratio under 0.1.
    """
    top = ahp(criteria, random_index)
    below = tuple(ahp(matrix, random_index) for matrix in _in_order(criteria, alternatives))
    if len(below) != len(top.weights):
        raise ShapeError("wrong-length", f"{len(below)} alternative matrices for {len(top.weights)} criteria")
    if len({len(judgement.weights) for judgement in below}) > 1:
        raise ShapeError("wrong-length", "the criteria compare different numbers of alternatives")
    global_weights = top.weights[:, None] * np.array([judgement.weights for judgement in below])
    ratio, with_criteria = _ratios(top, below)
    return Hierarchy(
        global_weights=frozen(global_weights),
        scores=frozen(global_weights.sum(axis=0)),
        consistency_ratio=ratio,
        ratio_with_criteria=with_criteria,
        accepted=top.accepted and ratio is not None and ratio < ACCEPTED_BELOW,
        criteria=top,
        alternatives=below,
        warnings=tuple(
            f"the judgements under criterion {index} have a consistency ratio of {judgement.consistency_ratio:.3f}"
            for index, judgement in enumerate(below)
            if judgement.consistency_ratio is not None and not judgement.accepted
        ),
    )


def _in_order(criteria: TableLike, alternatives: Sequence[TableLike] | Mapping[str, TableLike]) -> list[TableLike]:
    if not isinstance(alternatives, Mapping):
        return listed(alternatives, "alternatives")
    names = read(criteria).names
    if not names:
        return list(alternatives.values())
    if set(names) != set(map(str, alternatives)):
        raise ShapeError("wrong-names", f"criteria are {list(names)}, alternatives name {list(alternatives)}")
    named = {str(name): matrix for name, matrix in alternatives.items()}
    return [named[name] for name in names]


def _ratios(top: Judgement, below: tuple[Judgement, ...]) -> tuple[float | None, float | None]:
    expected = below[0].random_index
    if expected is None or top.random_index is None:
        return None, None
    index = float(sum(w * judgement.consistency_index for w, judgement in zip(top.weights, below, strict=True)))
    together = top.random_index + expected
    return (
        index / expected if expected else 0.0,
        (top.consistency_index + index) / together if together else 0.0,
    )
