"""Coupling and coordination of two or more systems (耦合协调度): are both sides high, and close to each other?

A high D says that the sides are close and not low. It does not say that one helped the other: that is the matter
of `evaluation.effects`. D is always shown together with the sides and T.
Half of the published uses get the formula wrong (刘春林 2017; 王淑佳等 2021): without the factor n the traditional C
cannot exceed 1/n. Formulas and worked tables: docs/algorithms/coupling.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from evaluation.errors import ShapeError, UnknownOption, ValueRangeError
from evaluation.reasons import Reason
from evaluation.tables import Floats, Reasoned, Table, TableLike, VectorLike, frozen, read
from evaluation.tables import weights as read_weights

BANDS = (
    "极度失调",
    "严重失调",
    "中度失调",
    "轻度失调",
    "濒临失调",
    "勉强协调",
    "初级协调",
    "中级协调",
    "良好协调",
    "优质协调",
)
# A side computed elsewhere may exceed 1 by rounding.
OVER_ONE = 1e-9


@dataclass(frozen=True, eq=False)
class Coupling:
    """Per unit: degree of coupling `C`, joint level `T`, coordination `D`, all in 0..1, and the `sides` behind them.

    A unit with a missing side has missing C, T and D (reason: side missing). `bands` names D in ten levels.
    """

    formula: ClassVar[str] = "T = Σ w·U; D = √(C·T)"
    source: ClassVar[str] = "王淑佳等 (2021) 国内耦合协调度模型的误区及修正, 自然资源学报 36(3): 793-810"

    C: Reasoned
    T: Reasoned
    D: Reasoned
    sides: Reasoned
    weights: Floats
    form: str

    @cached_property
    def bands(self) -> tuple[str | None, ...]:
        return tuple(band(value) for value in self.D.to_list())


def degree(sides: TableLike, form: str = "traditional", weights: VectorLike | None = None) -> Coupling:
    """C, T and D for sides scaled to 0..1 (rows = units, columns = systems, at least two).

    "traditional": C = n (Π U)^(1/n) / Σ U.
    "corrected" (王淑佳 2021): C = √[(1 − mean |Ui − Uj|) · (Π U / max U)^(1/(n−1))], a wider spread than traditional.
    "fan" (Fan 2024, 统计与决策): C = 1 − 2σ(U), σ with ddof 0; for two systems 1 − |U1 − U2|.
    `weights` of the systems in T default to equal and are rescaled to sum 1. Where a system is 0, the first two
    forms give C = 0; a unit of zeros only gives D = 0 in every form.
    Raises ValueRangeError outside 0..1 with row and column, ShapeError under two systems.
    """
    if form not in FORMS:
        raise UnknownOption("form", form, FORMS)
    data = _in_unit_range(read(sides, "sides"))
    shares = read_weights(1.0 if weights is None else weights, data)
    shares = shares / shares.sum()
    known: NDArray[np.bool_] = np.asarray(~np.isnan(data.values).any(axis=1))
    levels = data.values[known]
    closeness, joint = np.clip(FORMS[form](levels), 0.0, 1.0), levels @ shares
    codes = np.where(known, Reason.PRESENT, Reason.SIDE_MISSING).astype(np.int8)
    return Coupling(
        C=_spread_out(closeness, known, codes),
        T=_spread_out(joint, known, codes),
        D=_spread_out(np.sqrt(closeness * joint), known, codes),
        sides=Reasoned(data.values, np.zeros(data.values.shape, dtype=np.int8)),
        weights=frozen(shares),
        form=form,
    )


def band(value: float | None) -> str | None:
    """The ten-level name of a degree D: [0, 0.1) 极度失调 … [0.9, 1] 优质协调; None stays None."""
    if value is None or np.isnan(value):
        return None
    edges = sum(value >= (level / 10) for level in range(1, len(BANDS)))
    return BANDS[edges]


def _traditional(levels: Floats) -> Floats:
    count = levels.shape[1]
    total = levels.sum(axis=1)
    return count * _geometric_mean(levels, count) / np.where(total > 0, total, 1.0)


def _corrected(levels: Floats) -> Floats:
    count = levels.shape[1]
    pairs = list(combinations(range(count), 2))
    apart = sum(np.abs(levels[:, first] - levels[:, second]) for first, second in pairs) / len(pairs)
    largest = levels.max(axis=1, keepdims=True)
    relative = levels / np.where(largest > 0, largest, 1.0)
    return np.sqrt(np.maximum(1.0 - apart, 0.0) * _geometric_mean(relative, count - 1))


def _fan(levels: Floats) -> Floats:
    return 1.0 - 2.0 * levels.std(axis=1)


def _geometric_mean(levels: Floats, root: int) -> Floats:
    """(Π U)^(1/root), taken root by root so that many small levels do not underflow."""
    return np.prod(levels ** (1.0 / root), axis=1)


FORMS: dict[str, Callable[[Floats], Floats]] = {"traditional": _traditional, "corrected": _corrected, "fan": _fan}


def _in_unit_range(data: Table) -> Table:
    if data.columns < 2:
        raise ShapeError("too-few-systems", "coupling needs at least two systems")
    for row, column in np.argwhere((data.values < 0) | (data.values > 1 + OVER_ONE)):
        value = data.values[row, column]
        raise ValueRangeError(
            "not-in-unit-range", f"side {value:g} is not scaled to 0..1", int(row), data.column(int(column))
        )
    return Table(np.minimum(data.values, 1.0), data.names)


def _spread_out(values: Floats, known: NDArray[np.bool_], codes: NDArray[np.int8]) -> Reasoned:
    spread = np.full(len(known), np.nan)
    spread[known] = values
    return Reasoned(spread, codes)
