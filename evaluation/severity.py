"""Lenient and severe raters told apart from good and weak subjects when nobody rates everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from evaluation.columns import coded, read
from evaluation.errors import MissingData, Unconnected, ValueRangeError
from evaluation.tables import Floats

LARGEST_SCORE = 1e100  # squares of larger ones leave the range of floats


@dataclass(frozen=True)
class AdditiveSeverity:
    """Adjusted score of each subject, and each rater's effect in score points: positive = lenient, sum zero.

    `ratings` counts the ratings used and `residual_deviation` is the root mean square of what the model leaves
    over, per degree of freedom; None when the ratings fix every effect exactly and leave nothing to judge by.
    """

    formula: ClassVar[str] = "score[s,r] = subject[s] + rater[r], least squares, Σ rater = 0"
    source: ClassVar[str] = "Linacre (1989) Many-Facet Rasch Measurement, on the additive raw-score scale"

    subjects: Mapping[Any, float]
    raters: Mapping[Any, float]
    ratings: int
    residual_deviation: float | None
    warnings: tuple[str, ...] = ()


def additive(ratings: Mapping[str, Sequence[Any]]) -> AdditiveSeverity:
    """Least squares of score = subject + rater with the raters' effects summing to zero.

    `ratings` maps subject, rater and score to equally long columns; rows with an empty score are left out and said.
    Raises Unconnected, naming the islands, when no chain of common ratings links all raters: their levels could
    then not be compared. Source: Linacre (1989), Many-Facet Rasch Measurement, on the additive raw-score scale.
    """
    subjects, raters, scores, warnings = _read(ratings)
    subject, subject_names = coded(subjects)
    rater, rater_names = coded(raters)
    _require_connected(subject_names, rater_names, subject, rater)
    subject_effects, rater_effects = _least_squares(subject, rater, scores, len(subject_names), len(rater_names))
    residuals = scores - subject_effects[subject] - rater_effects[rater]
    freedom = len(scores) - len(subject_names) - len(rater_names) + 1
    return AdditiveSeverity(
        MappingProxyType(dict(zip(subject_names, subject_effects.tolist(), strict=True))),
        MappingProxyType(dict(zip(rater_names, rater_effects.tolist(), strict=True))),
        len(scores),
        float(np.sqrt((residuals**2).sum() / freedom)) if freedom > 0 else None,
        warnings,
    )


def _read(ratings: Any) -> tuple[list[Any], list[Any], Floats, tuple[str, ...]]:
    columns = read(ratings)
    subjects, raters = columns.labels("subject"), columns.labels("rater")
    scores = columns.numbers("score")
    used = np.flatnonzero(~np.isnan(scores))
    for row in np.flatnonzero(np.abs(scores) > LARGEST_SCORE):
        raise ValueRangeError("out-of-range", f"{scores[row]:g} is no score", columns.row(int(row)), "score")
    if not len(used):
        raise MissingData("no-ratings", "there is no rating with a score")
    kept_subjects, kept_raters = [subjects[row] for row in used], [raters[row] for row in used]
    warnings = []
    if len(used) < columns.rows:
        warnings.append(f"{columns.rows - len(used)} ratings without a score were left out")
    for what, everyone, kept in (("subject", subjects, kept_subjects), ("rater", raters, kept_raters)):
        rated = set(kept)
        gone = [name for name in dict.fromkeys(everyone) if name not in rated]
        warnings.extend(f"{what} {name} has no score at all and no result" for name in gone)
    return kept_subjects, kept_raters, scores[used], tuple(warnings)


def _require_connected(subjects: Sequence[Any], raters: Sequence[Any], subject: np.ndarray, rater: np.ndarray) -> None:
    nodes = len(subjects) + len(raters)
    links = coo_array((np.ones(len(subject)), (subject, rater + len(subjects))), shape=(nodes, nodes))
    islands, island = connected_components(links, directed=False)
    if islands > 1:
        names = [*subjects, *raters]
        raise Unconnected([[names[node] for node in np.flatnonzero(island == one)] for one in range(islands)])


def _least_squares(
    subject: np.ndarray, rater: np.ndarray, scores: np.ndarray, subjects: int, raters: int
) -> tuple[np.ndarray, np.ndarray]:
    """Normal equations with the subjects eliminated: a raters x raters system, solved where the effects sum to zero.

    A connected design leaves one direction undetermined, the constant shift; adding it to the matrix fixes it at 0.
    """
    shared = np.zeros((subjects, raters))
    np.add.at(shared, (subject, rater), 1)
    per_subject = shared.sum(axis=1)
    totals = np.bincount(subject, scores, subjects)
    system = np.diag(shared.sum(axis=0)) - shared.T @ (shared / per_subject[:, None])
    right = np.bincount(rater, scores, raters) - shared.T @ (totals / per_subject)
    rater_effects = np.linalg.solve(system + np.ones((raters, raters)), right)
    return (totals - shared @ rater_effects) / per_subject, rater_effects
