"""Averages of group-time effects: overall, by time since the start, by cohort, by calendar time.

Cohorts weigh by their share of units; that the shares are themselves estimated is part of the standard error.
Source: Callaway & Sant'Anna (2021), section 3 (parameters) and corollary 2 (influence functions).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from evaluation.effects.cells import CellTable
from evaluation.effects.estimate import BASE_PERIOD, Estimate, Numbers, covariance, normal, standard_error, undetermined
from evaluation.effects.panels import shown


@dataclass(frozen=True)
class EventEffect(Estimate):
    """Average effect `event` time units after the start; negative is before."""

    event: int | float = 0


@dataclass(frozen=True)
class CohortEffect(Estimate):
    """Average effect on a cohort over all its periods since the start."""

    cohort: int | float = 0


@dataclass(frozen=True)
class TimeEffect(Estimate):
    """Average effect at a calendar time over the cohorts that have begun."""

    time: int | float = 0


@dataclass(frozen=True)
class Aggregate(Estimate):
    """One average, and what it averages over in `by`; `covariance` is that of the estimates in `by`, in their order."""

    by: tuple[EventEffect | CohortEffect | TimeEffect, ...] = ()
    covariance: Numbers | None = field(default=None, repr=False, compare=False)


def simple(cells: CellTable) -> Aggregate:
    """All cells since the start, by cohort share."""
    if not cells.after.any():
        return _nothing()
    effect, influence = _weighted(cells, cells.after)
    return _aggregate(effect, influence)


def dynamic(cells: CellTable) -> Aggregate:
    """By time since the start, across cohorts; overall the plain mean of the times from the start on."""
    events = np.unique(cells.time - cells.group)
    parts = [_weighted(cells, cells.time - cells.group == event) for event in events]
    by = tuple(_event(cells, event, *part) for event, part in zip(events, parts, strict=True))
    return _mean_of(parts, events >= 0, by)


def _event(cells: CellTable, event: float, effect: float, influence: Numbers) -> EventEffect:
    if cells.base[cells.time - cells.group == event].all():
        return EventEffect(0.0, None, None, BASE_PERIOD, event=shown(event))
    return EventEffect(*_fields(effect, influence), event=shown(event))


def group(cells: CellTable) -> Aggregate:
    """By cohort, the plain mean of its cells since the start; overall by cohort share."""
    cohorts = np.unique(cells.group[cells.after])
    if not len(cohorts):
        return _nothing()
    parts, first_cells = [], []
    for cohort in cohorts:
        of_cohort = cells.after & (cells.group == cohort)
        parts.append((cells.estimate[of_cohort].mean(), cells.influence[:, of_cohort].mean(axis=1)))
        first_cells.append(int(np.flatnonzero(of_cohort)[0]))
    by = tuple(CohortEffect(*_fields(*part), cohort=shown(one)) for one, part in zip(cohorts, parts, strict=True))
    influences = np.column_stack([part[1] for part in parts])
    estimates = np.array([part[0] for part in parts])
    effect, influence = _by_share(estimates, influences, cells.share[first_cells], cells.belongs[:, first_cells])
    return _aggregate(effect, influence, by, covariance(influences))


def calendar(cells: CellTable) -> Aggregate:
    """By calendar time, across the cohorts that have begun; overall the plain mean of the times."""
    times = np.unique(cells.time[cells.after])
    parts = [_weighted(cells, cells.after & (cells.time == time)) for time in times]
    by = tuple(TimeEffect(*_fields(*part), time=shown(time)) for time, part in zip(times, parts, strict=True))
    return _mean_of(parts, np.ones(len(times), dtype=bool), by)


def _weighted(cells: CellTable, chosen: NDArray[np.bool_]) -> tuple[float, Numbers]:
    return _by_share(cells.estimate[chosen], cells.influence[:, chosen], cells.share[chosen], cells.belongs[:, chosen])


def _by_share(estimates: Numbers, influences: Numbers, share: Numbers, belongs: Numbers) -> tuple[float, Numbers]:
    """Sum of share x estimate over sum of shares; the influence adds that the shares are estimated."""
    total = share.sum()
    effect = float(share @ estimates / total)
    influence = influences @ (share / total)
    return effect, influence + (belongs - share) @ (estimates - effect) / total


def _mean_of(
    parts: list[tuple[float, Numbers]], counted: NDArray[np.bool_], by: tuple[EventEffect | TimeEffect, ...]
) -> Aggregate:
    if not counted.any():
        return _nothing(by)
    influences = np.column_stack([part[1] for part in parts])
    estimates = np.array([part[0] for part in parts])
    spread = covariance(influences)
    return _aggregate(float(estimates[counted].mean()), influences[:, counted].mean(axis=1), by, spread)


def _aggregate(
    effect: float,
    influence: Numbers,
    by: tuple[EventEffect | CohortEffect | TimeEffect, ...] = (),
    spread: Numbers | None = None,
) -> Aggregate:
    return Aggregate(*_fields(effect, influence), by=by, covariance=spread)


def _fields(
    effect: float, influence: Numbers
) -> tuple[float | None, float | None, tuple[float, float] | None, str | None]:
    result = normal(effect, standard_error(influence))
    return result.estimate, result.se, result.interval, result.reason


def _nothing(by: tuple[EventEffect | CohortEffect | TimeEffect, ...] = ()) -> Aggregate:
    reason = undetermined("启动以来没有可估计的时点").reason
    return Aggregate(None, None, None, reason, by=by)
