"""Panels with a known effect: units and times have their own levels, cohorts begin at different times."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def staggered(
    random: np.random.RandomState,
    units: int,
    periods: int,
    starts: tuple[float, ...],
    effect: Callable[[np.ndarray, np.ndarray], np.ndarray] | None = None,
) -> dict[str, np.ndarray]:
    """Rows of unit, district (four units each), time 1.., start (0 = never), treated and y.

    Starts are dealt at random over the units; `effect(start, event)` is added from the start on. Errors are correlated
    within a unit, so only standard errors clustered by unit are right.
    """
    start = random.permutation(np.resize(np.array(starts, dtype=float), units))
    level = random.standard_normal(units)
    walk = random.standard_normal((units, periods)) + 0.5 * np.cumsum(random.standard_normal((units, periods)), axis=1)
    time = np.arange(1, periods + 1)
    treated = (start[:, None] > 0) & (time[None, :] >= start[:, None])
    y = level[:, None] + 0.3 * time[None, :] + walk
    if effect is not None:
        y = y + np.where(treated, effect(start[:, None] + 0 * time, time - start[:, None]), 0.0)
    unit = np.repeat(np.arange(units), periods)
    return {
        "unit": unit,
        "district": unit // 4,
        "time": np.tile(time, units),
        "start": np.repeat(start, periods),
        "treated": treated.ravel().astype(int),
        "y": y.ravel(),
    }
