"""Raw indicator values to 0..1. Higher is always better afterwards; missing stays missing.

All functions return a `Reasoned` array of the input's shape: NaN entries carry a reason in `.codes`.
The default is `target`, because it compares a unit with what was asked of it and not with its neighbours;
peer-relative methods work inside peer groups and fall back to targets where a group is under `SMALL_GROUP`.
Formulas and worked tables: docs/algorithms/normalise.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.arguments import listed, number
from evaluation.errors import MissingData, ShapeError, ValueRangeError
from evaluation.reasons import Reason
from evaluation.tables import Floats, Reasoned, Table, TableLike, VectorLike, directions, is_flat, read, vector

SMALL_GROUP = 8
Codes = NDArray[np.int8]
Targets = tuple[VectorLike, VectorLike]
ColumnRule = Callable[[Floats, float], tuple[Floats, Codes]]


def target(values: VectorLike | TableLike, floor: VectorLike, target: VectorLike) -> Reasoned:
    """clip((x - floor) / (target - floor), 0, 1); floor above target means less is better.

    `values` is a vector or a table, `floor` and `target` one number or one per column, in the unit of the values.
    Raises ValueRangeError where floor equals target. Source: indicator template, section 6.1 (目标值法).
    """
    return _by_column(values, lambda table: _ramp_table(table, floor, target))


def interval(values: VectorLike | TableLike, low: float, high: float, tolerance: float) -> Reasoned:
    """1 inside [low, high], falling linearly to 0 at `tolerance` beyond either edge (all in the unit of the values).

    clip(1 - max(low - x, x - high, 0) / tolerance, 0, 1). Source: indicator template, direction ▽ (区间最优).
    """
    low, high, tolerance = number(low, "low"), number(high, "high"), number(tolerance, "tolerance")
    if not (low <= high and tolerance > 0):
        raise ValueRangeError("bad-interval", f"low {low} <= high {high} and tolerance {tolerance} > 0 must hold")

    def inside(table: Table) -> tuple[Floats, Codes]:
        beyond = np.maximum(np.maximum(low - table.values, table.values - high), 0.0)
        with np.errstate(over="ignore"):
            return np.clip(1.0 - beyond / tolerance, 0.0, 1.0), _gaps(table.values)

    return _by_column(values, inside)


def min_max(
    table: TableLike, direction: object, groups: Sequence[object] | None = None, targets: Targets | None = None
) -> Reasoned:
    """(x - min) / (max - min) per column, for direction -1 (max - x) / (max - min).

    `groups=None` compares the whole table, of any size. With one group label per row, each group is compared
    within itself; where a column has under 8 present values in a group, `targets=(floor, target)` is used instead,
    and without targets the entries are missing (small group). A constant column is missing (constant).
    """
    return _within_groups(table, direction, groups, targets, _min_max_column)


def percentile(
    table: TableLike, direction: object, groups: Sequence[object] | None = None, targets: Targets | None = None
) -> Reasoned:
    """(rank - 1) / (n - 1) per column with ties at their mid-rank: 1 is the best of the peers, 0 the worst."""
    return _within_groups(table, direction, groups, targets, _percentile_column)


def robust(
    table: TableLike, direction: object, groups: Sequence[object] | None = None, targets: Targets | None = None
) -> Reasoned:
    """Min-max between the 5th and 95th percentile (linear interpolation), clipped: one outlier moves nobody else."""
    return _within_groups(table, direction, groups, targets, _robust_column)


def _by_column(values: TableLike, rule: Callable[[Table], tuple[Floats, Codes]]) -> Reasoned:
    """Applies a rule to a table, or to a vector (or single number) seen as one column."""
    if not is_flat(values):
        return Reasoned(*rule(read(values)))
    flat = vector(np.atleast_1d(np.array(values, dtype=object)), "values")
    if len(flat) == 0:
        raise ShapeError("empty-table", "no values")
    scaled, codes = rule(Table(flat[:, None]))
    shape = () if np.ndim(values) == 0 else (len(flat),)
    return Reasoned(scaled[:, 0].reshape(shape), codes[:, 0].reshape(shape))


def _ramp_table(table: Table, floor: VectorLike, target: VectorLike) -> tuple[Floats, Codes]:
    low, high = table.aligned(floor, "floor"), table.aligned(target, "target")
    for column in range(table.columns):
        if not np.isfinite(high[column] - low[column]) or high[column] == low[column]:
            raise ValueRangeError(
                "no-span", f"floor {low[column]} and target {high[column]} leave no span", column=table.column(column)
            )
    return ramp(table.values, low, high - low), _gaps(table.values)


def ramp(values: Floats, low: Floats | float, span: Floats | float) -> Floats:
    """clip((x - low) / span, 0, 1), elementwise; NaN stays NaN. The one formula the bulk pass shares."""
    with np.errstate(over="ignore"):
        return np.clip((values - low) / span, 0.0, 1.0) + 0.0  # + 0.0 turns -0.0 into 0.0


def _within_groups(
    table: TableLike, direction: object, groups: Sequence[object] | None, targets: Targets | None, rule: ColumnRule
) -> Reasoned:
    def grouped(data: Table) -> tuple[Floats, Codes]:
        signs = directions(direction, data)
        fallback = _ramp_table(data, *targets)[0] if targets is not None else None
        scaled, codes = np.full(data.values.shape, np.nan), _gaps(data.values)
        for members in _members(groups, data.rows):
            for column in range(data.columns):
                own = data.values[members, column]
                if groups is not None and np.count_nonzero(~np.isnan(own)) < SMALL_GROUP:
                    part, why = _small(own, None if fallback is None else fallback[members, column])
                else:
                    part, why = rule(own, signs[column])
                scaled[members, column] = part
                codes[members, column] = np.where(np.isnan(own), codes[members, column], why)
        return scaled, codes

    return _by_column(table, grouped)


def _members(groups: Sequence[object] | None, rows: int) -> list[NDArray[Any]]:
    if groups is None:
        return [np.arange(rows)]
    labels = listed(groups, "groups")
    if len(labels) != rows:
        raise ShapeError("wrong-length", f"groups: {len(labels)} labels for {rows} rows")
    places: dict[object, list[int]] = {}
    for row, label in enumerate(labels):
        if label is None or label != label:
            raise MissingData("missing-label", "the row has no group", row=row)
        places.setdefault(label, []).append(row)
    return [np.array(rows_of_group) for rows_of_group in places.values()]


def _small(own: Floats, by_target: Floats | None) -> tuple[Floats, Codes]:
    if by_target is None:
        return np.full(len(own), np.nan), np.full(len(own), Reason.SMALL_GROUP, dtype=np.int8)
    return by_target, np.zeros(len(own), dtype=np.int8)


def peer_range(own: Floats, method: str) -> tuple[float, float] | None:
    """(lowest, highest) between which peers are spread out; None when they do not differ. `method`: min_max, robust."""
    present = own[~np.isnan(own)]
    if len(present) == 0:
        return None
    low, high = float(present.min()), float(present.max())
    if not np.isfinite(high - low):
        raise ValueRangeError("no-span", f"the range from {low} to {high} cannot be held in a number")
    if method == "robust":
        low, high = (float(edge) for edge in np.percentile(present, [5, 95]))
    return (low, high) if high > low else None


def _spread(own: Floats, sign: float, method: str) -> tuple[Floats, Codes]:
    edges = peer_range(own, method)
    if edges is None:
        return np.full(len(own), np.nan), np.full(len(own), Reason.CONSTANT, dtype=np.int8)
    low, high = edges
    return ramp(own, low if sign > 0 else high, sign * (high - low)), np.zeros(len(own), dtype=np.int8)


def _min_max_column(own: Floats, sign: float) -> tuple[Floats, Codes]:
    return _spread(own, sign, "min_max")


def _robust_column(own: Floats, sign: float) -> tuple[Floats, Codes]:
    return _spread(own, sign, "robust")


def _percentile_column(own: Floats, sign: float) -> tuple[Floats, Codes]:
    if peer_range(own, "min_max") is None:
        return np.full(len(own), np.nan), np.full(len(own), Reason.CONSTANT, dtype=np.int8)
    present = ~np.isnan(own)
    signed = own[present] * sign
    ordered = np.sort(signed)
    below = np.searchsorted(ordered, signed, side="left")
    up_to = np.searchsorted(ordered, signed, side="right")
    scaled = np.full(len(own), np.nan)
    scaled[present] = (below + up_to - 1) / 2 / (len(ordered) - 1)
    return scaled, np.zeros(len(own), dtype=np.int8)


def _gaps(values: Floats) -> Codes:
    return np.where(np.isnan(values), Reason.NOT_REPORTED, Reason.PRESENT).astype(np.int8)
