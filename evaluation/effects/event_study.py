"""The picture of an effect over time, with everything an honest caption needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.comparison.minimum import Minimum, minimum
from evaluation.effects.aggregate import EventEffect
from evaluation.effects.bounds import MAGNITUDES, Bounds, relative_magnitudes, simultaneous_critical
from evaluation.effects.estimate import Estimate, interval
from evaluation.effects.group_time import GroupTimeEffects, group_time_att
from evaluation.effects.pretest import Pretest


@dataclass(frozen=True)
class Point(EventEffect):
    """An effect `event` time units after the start; `band` covers all points together, `interval` this one (95 %)."""

    band: tuple[float, float] | None = None


@dataclass(frozen=True)
class EventStudy:
    """Path of effects against the last period before the start, its average, its test, its bounds, and what to print.

    `minimum.sentence` stands in the verdict's place when the data do not suffice; the pretest's caveat always stands.
    """

    points: tuple[Point, ...]
    overall: Estimate
    pretest: Pretest
    bounds: Bounds
    minimum: Minimum
    warnings: tuple[str, ...]


def event_study(
    panel: Any,
    *,
    outcome: str,
    unit: str,
    time: str,
    first_treated: str,
    controls: str = "never",
    covariates: Sequence[str] = (),
    estimator: str = "dr",
    magnitudes: Sequence[float] = MAGNITUDES,
    unbalanced: str = "drop",
) -> EventStudy:
    """Callaway-Sant'Anna event study with a universal base period; arguments as `group_time_att`.

    Source of the bands: Montiel Olea & Plagborg-Moller (2019), Simultaneous confidence bands, J. Appl. Econometrics
    34(1): 1-17.
    """
    effects = group_time_att(
        panel,
        outcome=outcome,
        unit=unit,
        time=time,
        first_treated=first_treated,
        controls=controls,
        covariates=covariates,
        estimator=estimator,
        base_period="universal",
        unbalanced=unbalanced,
    )
    overall = Estimate(*(getattr(effects.dynamic, name) for name in ("estimate", "se", "interval", "reason")))
    bounds = relative_magnitudes(effects.dynamic, magnitudes)
    return EventStudy(_points(effects), overall, effects.pretest, bounds, sample(effects), effects.warnings)


def sample(effects: GroupTimeEffects) -> Minimum:
    """The minimum-sample rules on the longest-observed cohort, the smallest comparison and the largest cohort."""
    estimated = [cell for cell in effects.cells if cell.se is not None]
    after = {cell.time - cell.group for cell in estimated if cell.time >= cell.group}
    before = {cell.time - cell.group for cell in effects.cells if cell.time < cell.group}
    return minimum(
        points_after=len(after),
        comparable_units=min((cell.control_units for cell in estimated), default=0),
        points_before=len(before),
        treated_units=max((cell.treated_units for cell in estimated), default=0),
    )


def _points(effects: GroupTimeEffects) -> tuple[Point, ...]:
    covariance = effects.dynamic.covariance
    judged = [effect for effect in effects.dynamic.by if effect.se is not None]
    critical = simultaneous_critical(covariance) if covariance is not None and judged else None
    points = []
    for effect in effects.dynamic.by:
        known = critical is not None and effect.se is not None and effect.estimate is not None
        band = interval(effect.estimate or 0.0, effect.se or 0.0, critical or 0.0) if known else None
        points.append(Point(**vars(effect), band=band))
    return tuple(points)
