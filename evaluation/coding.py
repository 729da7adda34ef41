"""Scheme and observations as whole-number codes: what the bulk pass joins, sums and groups by.

Every normalisation of the closed set is one or two ramps clip((x − low) / span, 0, 1) per peer group and indicator:
a target, a band, or the spread of the peers. (A percentile rank is computed first and then rides the ramp 0..1.)
So numpy, DuckDB and Spark need one formula only, and give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from evaluation import normalise
from evaluation.errors import FormatError
from evaluation.observations import Observations
from evaluation.reasons import Reason
from evaluation.scheme import Indicator, Scheme
from evaluation.tables import Floats

BILLION = 1e9


class Rule(IntEnum):
    """By which rule a peer group's values of an indicator were normalised."""

    TARGET = 0
    BAND = 1
    MIN_MAX = 2
    ROBUST = 3
    PERCENTILE = 4
    SMALL_GROUP = 5
    NONE = 6


@dataclass(frozen=True, eq=False)
class Ramps:
    """One entry per ramp = peer group x scored indicator (code = group · indicators + indicator).

    A value's share is the lesser of (value − low)/span and (value − high)/high_span, clipped to 0..1; only a band
    has two different ramps. `weight` is in millionths.
    """

    side: NDArray[np.int32]
    weight: NDArray[np.int64]
    low: Floats
    span: Floats
    high: Floats
    high_span: Floats


@dataclass(frozen=True, eq=False)
class Coded:
    """Present values only: unit code, ramp code, value. Units without any value simply do not occur."""

    unit: NDArray[np.int32]
    ramp: NDArray[np.int32]
    value: Floats
    ramps: Ramps
    units: int
    sides: int


@dataclass(frozen=True, eq=False)
class Cells:
    """What the coding decided, per unit x scored indicator: value (NaN missing) and reason; per group: rules, weights.

    `peers` are the sorted group names, `peer` the group of each unit; `rules[g, j]` is a `Rule`,
    `applicable[g, side]` the millionths that can count in the group.
    """

    values: Floats
    reasons: NDArray[np.int8]
    peers: tuple[str, ...]
    peer: NDArray[np.int32]
    rules: NDArray[np.int8]
    applicable: NDArray[np.int64]


def code(scheme: Scheme, observations: Observations) -> tuple[Coded, Cells]:
    """Integer codes for the bulk pass, and the cells behind them for the explanation.

    Raises FormatError for a unit without a group when the scheme limits indicators to groups.
    """
    peers, peer = _peers(scheme, observations)
    values, reasons = _cells(scheme, observations, peers, peer)
    ramps, rules = _ramps(scheme, values, reasons, peers, peer)
    applies = np.array([[one.applies_to(name) for one in scheme.scored] for name in peers])
    cells = Cells(values, reasons, peers, peer, rules, _applicable(scheme, applies))
    unit, indicator = np.nonzero(reasons == Reason.PRESENT)
    coded = Coded(
        unit=unit.astype(np.int32),
        ramp=(peer[unit] * len(scheme.scored) + indicator).astype(np.int32),
        value=values[unit, indicator],
        ramps=ramps,
        units=len(observations.units),
        sides=len(scheme.sides),
    )
    return coded, cells


def whole_shares(values: Floats, ramp: NDArray[np.int32], ramps: Ramps) -> Floats:
    """Normalised values as whole billionths floor(z · 1e9 + 0.5), in floats that hold them exactly."""
    with np.errstate(over="ignore"):
        rising = (values - ramps.low[ramp]) / ramps.span[ramp]
        falling = (values - ramps.high[ramp]) / ramps.high_span[ramp]
    share = np.clip(np.minimum(rising, falling), 0.0, 1.0)
    return np.floor(share * BILLION + 0.5)


def _peers(scheme: Scheme, observations: Observations) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    peers = tuple(sorted(set(observations.groups)))
    if "" in peers and any(indicator.groups for indicator in scheme.scored):
        unit = observations.units[observations.groups.index("")]
        raise FormatError("no-group", "the scheme limits indicators to groups; this unit has none", unit, "group")
    place = {name: code for code, name in enumerate(peers)}
    return peers, np.array([place[group] for group in observations.groups], dtype=np.int32)


def _cells(
    scheme: Scheme, observations: Observations, peers: tuple[str, ...], peer: NDArray[np.int32]
) -> tuple[Floats, NDArray[np.int8]]:
    scored = scheme.scored
    column = {indicator.code: place for place, indicator in enumerate(scored)}
    columns = np.array([column.get(name, -1) for name in observations.indicators], dtype=np.int64)
    values = np.full((len(observations.units), len(scored)), np.nan)
    reasons = np.full(values.shape, Reason.NOT_REPORTED, dtype=np.int8)
    wanted = columns[observations.indicator] >= 0 if len(columns) else np.zeros(0, dtype=bool)
    unit, place = observations.unit[wanted], columns[observations.indicator[wanted]]
    values[unit, place] = observations.value[wanted]
    reasons[unit, place] = np.where(np.isnan(observations.value[wanted]), Reason.NOTHING_TO_MEASURE, Reason.PRESENT)
    applies = np.array([[indicator.applies_to(name) for indicator in scored] for name in peers]).reshape(
        -1, len(scored)
    )
    reasons[~applies[peer]] = Reason.NOT_APPLICABLE
    values[reasons != Reason.PRESENT] = np.nan
    return values, reasons


def _ramps(
    scheme: Scheme, values: Floats, reasons: NDArray[np.int8], peers: tuple[str, ...], peer: NDArray[np.int32]
) -> tuple[Ramps, NDArray[np.int8]]:
    """The ramps; marks cells of constant or too small groups in `reasons`, turns percentile cells into ranks."""
    scored = scheme.scored
    corners = np.ones((len(peers) * len(scored), 4))
    rules = np.full((len(peers), len(scored)), Rule.NONE, dtype=np.int8)
    for group in range(len(peers)):
        members = np.flatnonzero(peer == group)
        for place, indicator in enumerate(scored):
            rule, lines, why = _ramp(indicator, values[members, place])
            rules[group, place] = rule
            corners[group * len(scored) + place] = lines
            if why is not Reason.PRESENT:
                present = members[reasons[members, place] == Reason.PRESENT]
                reasons[present, place] = why
            elif rule is Rule.PERCENTILE:
                values[members, place] = normalise.percentile(values[members, place], indicator.sign)
    copies = len(peers)
    return (
        Ramps(
            np.tile(scheme.side_of, copies), np.tile(scheme.weights, copies), *(corners[:, k].copy() for k in range(4))
        ),
        rules,
    )


def _ramp(indicator: Indicator, own: Floats) -> tuple[Rule, tuple[float, float, float, float], Reason]:
    """Rule, (low, span, high, high_span) and whether the group's cells can be used at all."""
    if indicator.direction == "band":
        floor, target = indicator.floor or 0.0, indicator.target or 0.0
        beyond = indicator.tolerance or target - floor
        return Rule.BAND, (floor - beyond, beyond, target + beyond, -beyond), Reason.PRESENT
    if indicator.method == "target":
        return Rule.TARGET, _target_line(indicator), Reason.PRESENT
    if np.count_nonzero(~np.isnan(own)) < normalise.SMALL_GROUP:
        if indicator.target is None:
            return Rule.NONE, (0.0, 1.0, 0.0, 1.0), Reason.SMALL_GROUP
        return Rule.SMALL_GROUP, _target_line(indicator), Reason.PRESENT
    return _peer_line(indicator, own)


def _target_line(indicator: Indicator) -> tuple[float, float, float, float]:
    floor = indicator.floor or 0.0
    span = (indicator.target or 0.0) - floor
    return floor, span, floor, span


def _peer_line(indicator: Indicator, own: Floats) -> tuple[Rule, tuple[float, float, float, float], Reason]:
    edges = normalise.peer_range(own, "robust" if indicator.method == "robust" else "min_max")
    if edges is None:
        return Rule.NONE, (0.0, 1.0, 0.0, 1.0), Reason.CONSTANT
    if indicator.method == "percentile":
        return Rule.PERCENTILE, (0.0, 1.0, 0.0, 1.0), Reason.PRESENT
    low, high = edges
    start, span = (low, high - low) if indicator.sign > 0 else (high, low - high)
    rule = Rule.ROBUST if indicator.method == "robust" else Rule.MIN_MAX
    return rule, (start, span, start, span), Reason.PRESENT


def _applicable(scheme: Scheme, applies: NDArray[np.bool_]) -> NDArray[np.int64]:
    sides = np.zeros((len(applies), len(scheme.sides)), dtype=np.int64)
    for place, (side, weight) in enumerate(zip(scheme.side_of, scheme.weights, strict=True)):
        sides[:, side] += np.where(applies[:, place], weight, 0)
    return sides
