"""Lenient and severe raters told apart from good and weak subjects when nobody rates everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from evaluation.errors import FormatError, MissingData, ShapeError, Unconnected, ValueRangeError


@dataclass(frozen=True)
class AdditiveSeverity:
    """Adjusted score of each subject, and each rater's effect in score points: positive = lenient, sum zero.

    `ratings` counts the ratings used and `residual_deviation` is the root mean square of what the model leaves
    over, per degree of freedom; None when the ratings fix every effect exactly and leave nothing to judge by.
    """

    formula: ClassVar[str] = "score[s,r] = subject[s] + rater[r], least squares, Σ rater = 0"
    source: ClassVar[str] = "Linacre (1989) Many-Facet Rasch Measurement, on the additive raw-score scale"

    subjects: Mapping[str, float]
    raters: Mapping[str, float]
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
    subject_names, subject = _coded(subjects)
    rater_names, rater = _coded(raters)
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


def _read(ratings: Mapping[str, Sequence[Any]]) -> tuple[list[str], list[str], np.ndarray, tuple[str, ...]]:
    for name in ("subject", "rater", "score"):
        if name not in ratings:
            raise FormatError("missing-column", f"ratings need a column {name!r}", column=name)
    columns = [list(ratings[name]) for name in ("subject", "rater", "score")]
    if len({len(column) for column in columns}) > 1:
        raise ShapeError("ragged-columns", "the columns subject, rater and score differ in length")
    rows = [(str(who), str(by), _score(given, row)) for row, (who, by, given) in enumerate(zip(*columns, strict=True))]
    used = [(who, by, score) for who, by, score in rows if score is not None]
    if not used:
        raise MissingData("no-ratings", "there is no rating with a score")
    left_out = len(rows) - len(used)
    warnings = (f"{left_out} ratings without a score were left out",) if left_out else ()
    return [who for who, _, _ in used], [by for _, by, _ in used], np.array([score for _, _, score in used]), warnings


def _score(given: Any, row: int) -> float | None:
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    try:
        value = float(given)
    except (TypeError, ValueError):
        raise ValueRangeError("not-a-number", f"the score {given!r} is not a number", row, "score") from None
    if np.isinf(value):
        raise ValueRangeError("not-finite", "a score must be finite", row, "score")
    return None if np.isnan(value) else value


def _coded(names: list[str]) -> tuple[list[str], np.ndarray]:
    ordered = sorted(set(names))
    position = {name: number for number, name in enumerate(ordered)}
    return ordered, np.array([position[name] for name in names])


def _require_connected(subjects: list[str], raters: list[str], subject: np.ndarray, rater: np.ndarray) -> None:
    nodes = len(subjects) + len(raters)
    links = coo_array((np.ones(len(subject)), (subject, rater + len(subjects))), shape=(nodes, nodes))
    islands, island = connected_components(links, directed=False)
    if islands > 1:
        names = subjects + raters
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
