"""TOPSIS: how close a unit is to the best and how far from the worst.

Hwang & Yoon (1981) Multiple Attribute Decision Making, Springer. With the data's own best and worst, adding or
removing a unit can turn the order of two others (García-Cascales & Lamata 2012, Math. Comput. Modelling 56: 123-132);
with fixed ideal points it cannot, so those are what a yearly assessment uses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from evaluation.arguments import listed
from evaluation.errors import EvaluationError, MissingData, ShapeError, ValueRangeError
from evaluation.normalise import ramp
from evaluation.tables import Floats, Table, TableLike, VectorLike, complete, directions, frozen, read
from evaluation.tables import weights as read_weights

Ideal = tuple[VectorLike, VectorLike]


@dataclass(frozen=True, eq=False)
class Closeness:
    """Per unit: `closeness` in 0..1 (1 = ideal), Euclidean distances `to_ideal` and `to_worst` of weighted values."""

    formula: ClassVar[str] = "v = w·x/√Σx²; d⁺ = ‖v − v⁺‖, d⁻ = ‖v − v⁻‖; closeness = d⁻/(d⁺ + d⁻)"
    source: ClassVar[str] = "Hwang & Yoon (1981) Multiple Attribute Decision Making, Springer LNEMS 186"

    closeness: Floats
    to_ideal: Floats
    to_worst: Floats
    fixed_ideal: bool


def topsis(table: TableLike, weights: VectorLike, direction: object = None, ideal: Ideal | None = None) -> Closeness:
    """Classic TOPSIS (columns divided by their Euclidean length), or with `ideal=(best, worst)` in table units.

    The best of a cost column (direction -1) is its smallest weighted value; costs are not inverted beforehand.
    Fixed ideal points replace scaling by the data: v = w · clip((x − worst)/(best − worst), 0, 1), ideal 1, worst 0;
    a unit beyond the best point counts as at the best.
    Raises MissingData for gaps, ShapeError for one unit without fixed points, EvaluationError("not-comparable")
    when ideal and worst coincide.
    """
    data = complete(read(table), "TOPSIS")
    numbers, signs = read_weights(weights, data), directions(direction, data)
    if ideal is not None:
        weighted = numbers * _between(data, signs, ideal)
        best, worst = numbers, np.zeros_like(numbers)
    else:
        weighted = numbers * _vector_scaled(data)
        low, high = weighted.min(axis=0), weighted.max(axis=0)
        best, worst = np.where(signs > 0, high, low), np.where(signs > 0, low, high)
    to_ideal = np.sqrt(((weighted - best) ** 2).sum(axis=1))
    to_worst = np.sqrt(((weighted - worst) ** 2).sum(axis=1))
    if not ((to_ideal + to_worst) > 0).all():
        raise EvaluationError("not-comparable", "every unit is the same on every weighted column")
    return Closeness(frozen(to_worst / (to_ideal + to_worst)), frozen(to_ideal), frozen(to_worst), ideal is not None)


def _vector_scaled(data: Table) -> Floats:
    if data.rows < 2:
        raise ShapeError("too-few-units", "TOPSIS compares units; with one unit give fixed ideal points")
    largest = np.abs(data.values).max(axis=0)
    relative = data.values / np.where(largest > 0, largest, 1.0)  # so that squares of huge values stay finite
    length = np.sqrt((relative**2).sum(axis=0))
    return relative / np.where(length > 0, length, 1.0)


def _between(data: Table, signs: Floats, ideal: Ideal) -> Floats:
    points = listed(ideal, "ideal")
    if len(points) != 2:
        raise ShapeError("wrong-length", f"ideal is a pair (best, worst), not {len(points)} of them")
    best, worst = data.aligned(points[0], "best"), data.aligned(points[1], "worst")
    for column in range(data.columns):
        if np.isnan(best[column]) or np.isnan(worst[column]):
            raise MissingData("missing-value", "an ideal point is missing", column=data.column(column))
        if not signs[column] * (best[column] - worst[column]) > 0:
            raise ValueRangeError(
                "bad-ideal",
                f"best {best[column]:g} is not better than worst {worst[column]:g} for direction {signs[column]:+g}",
                column=data.column(column),
            )
    return ramp(data.values, worst, best - worst)
