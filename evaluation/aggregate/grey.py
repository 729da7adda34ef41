"""Grey relational analysis: how closely a unit's profile follows a reference profile.

Deng, J.L. (1989) Introduction to grey system theory, J. Grey System 1(1): 1-24.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from evaluation.arguments import number
from evaluation.errors import MissingData, UnknownOption, ValueRangeError
from evaluation.normalise import ramp
from evaluation.tables import Floats, Table, TableLike, VectorLike, complete, directions, frozen, read
from evaluation.tables import weights as read_weights


@dataclass(frozen=True, eq=False)
class GreyRelation:
    """`coefficients` (units x columns) and their weighted mean `degree` (per unit), both in 0..1."""

    formula: ClassVar[str] = "ξ = (Δmin + ρ·Δmax)/(Δ + ρ·Δmax), Δ = |x − reference|; degree = Σ w·ξ / Σw"
    source: ClassVar[str] = "Deng (1989) Introduction to grey system theory, Journal of Grey System 1(1): 1-24"

    coefficients: Floats
    degree: Floats
    reference: Floats
    warnings: tuple[str, ...] = ()


def grey_relational(
    table: TableLike,
    reference: VectorLike | None = None,
    rho: float = 0.5,
    weights: VectorLike | None = None,
    direction: object = None,
    normalise: str | None = "min_max",
) -> GreyRelation:
    """Coefficients against `reference` (in table units), or against the ideal: the best value of each column.

    `normalise="min_max"` scales each column, the reference included, to 0..1 with the better end at 1; None takes
    the table as it is. Δmin and Δmax run over the whole table. `rho` is the distinguishing coefficient in (0, 1].
    A column in which nothing differs has coefficient 1 for every unit, with a warning.
    """
    if normalise not in ("min_max", None):
        raise UnknownOption("normalise", normalise, ("min_max", "None"))
    rho = number(rho, "rho")
    if not 0 < rho <= 1:
        raise ValueRangeError("bad-rho", f"rho {rho} is not in (0, 1]")
    data = complete(read(table), "grey relational analysis")
    numbers = read_weights(1.0 if weights is None else weights, data)
    signs = directions(direction, data)
    target = _ideal(data, signs) if reference is None else _given(data, reference)
    values, scaled_target, warnings = _scaled(data, target, signs) if normalise else _relative(data, target)
    coefficients = _coefficients(np.abs(values - scaled_target), rho)
    degree = coefficients @ numbers / numbers.sum()
    return GreyRelation(frozen(coefficients), frozen(degree), frozen(target), warnings)


def _ideal(data: Table, signs: Floats) -> Floats:
    return np.where(signs > 0, data.values.max(axis=0), data.values.min(axis=0))


def _given(data: Table, reference: VectorLike) -> Floats:
    target = data.aligned(reference, "reference")
    for column in np.flatnonzero(np.isnan(target)):
        raise MissingData("missing-value", "the reference has a gap", column=data.column(int(column)))
    return target


def _scaled(data: Table, target: Floats, signs: Floats) -> tuple[Floats, Floats, tuple[str, ...]]:
    with_target = np.vstack([data.values, target])
    low, high = with_target.min(axis=0), with_target.max(axis=0)
    constant = high == low
    for column in np.flatnonzero(high / 2 - low / 2 > np.finfo(float).max / 2):
        raise ValueRangeError("no-span", "the range cannot be held in a number", column=data.column(int(column)))
    span = np.where(constant, 1.0, high - low)
    scaled = ramp(with_target, np.where(signs > 0, low, high), signs * span)
    warnings = tuple(
        f"column {data.column(int(column))} is constant and equals the reference: coefficient 1 for every unit"
        for column in np.flatnonzero(constant)
    )
    return scaled[:-1], scaled[-1], warnings


def _relative(data: Table, target: Floats) -> tuple[Floats, Floats, tuple[str, ...]]:
    """Everything over the largest size in sight: coefficients do not depend on it, but floats have an end."""
    largest = max(np.abs(data.values).max(), np.abs(target).max())
    return (data.values / largest, target / largest, ()) if largest > 0 else (data.values, target, ())


def _coefficients(difference: Floats, rho: float) -> Floats:
    largest = difference.max()
    if largest == 0:
        return np.ones_like(difference)
    return (difference.min() + rho * largest) / (difference + rho * largest)
