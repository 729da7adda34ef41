"""Two-stage difference in differences: learn the fixed effects where nobody is treated, then look at the rest.

Source: Gardner (2022), Two-stage differences in differences, arXiv:2207.05943; standard errors as Butts & Gardner
(2022), did2s, R Journal 14(3): the second stage's scores carry what estimating the first stage contributes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from evaluation.effects import panels
from evaluation.effects.clustered import cluster_sums
from evaluation.effects.estimate import Numbers, normal
from evaluation.effects.fixed_effects import FixedEffects
from evaluation.effects.panels import Flags, Panel
from evaluation.errors import EvaluationError, ValueRangeError


@dataclass(frozen=True)
class TwoStage:
    """Average effect on the treated rows in the outcome's unit, its clustered standard error and 95 % interval."""

    formula: ClassVar[str] = "fit unit + time where untreated; ATT = weighted mean over treated rows of y − fitted"
    source: ClassVar[str] = "Gardner (2022) arXiv:2207.05943; Butts & Gardner (2022) R Journal 14(3)"

    att: float
    se: float | None
    interval: tuple[float, float] | None
    rows: int
    treated_rows: int
    clusters: int
    warnings: tuple[str, ...]
    reason: str | None = None


def two_stage(
    panel: Any,
    *,
    outcome: str,
    unit: str,
    time: str,
    treated: str,
    first_stage: Sequence[str] | None = None,
    cluster: str | None = None,
    weights: str | None = None,
) -> TwoStage:
    """Gardner's estimator. `treated` is 0 or 1 per row; `first_stage` names the fixed effects (unit and time).

    `cluster` (the unit unless named) and `weights` name columns. Treated rows whose fixed effects no untreated row
    determines are left out and counted in a warning.
    """
    table = panels.load(panel, outcome, unit, time)
    flags = panels.treatment(table, treated)
    if not flags.any():
        raise EvaluationError("no-treated", "no row is treated", column=treated)
    if flags.all():
        raise EvaluationError("no-controls", "every row is treated, so there is nothing to compare", column=treated)
    names = (first_stage,) if isinstance(first_stage, str) else tuple(first_stage or (unit, time))
    weight = _weights(table, weights)
    factors = FixedEffects([_factor(table, name, unit, time) for name in names], weight * ~flags)
    known = factors.determined()
    if not (known & flags).any():
        raise EvaluationError("no-controls", "no treated row shares its fixed effects with untreated rows")
    if not known.all():
        table.warnings.append(f"{(~known).sum()} rows whose fixed effects no untreated row determines were left out")
    groups = table.codes(cluster)[0] if cluster else table.unit
    effect, scores = _effect_and_scores(table.outcome, flags & known, weight, factors)
    clusters = len(np.unique(groups[known]))
    sums = cluster_sums(scores[:, None], groups)
    result = normal(effect, float(np.sqrt((sums**2).sum())) if clusters > 1 else None)
    return TwoStage(
        effect,
        result.se,
        result.interval,
        int(known.sum()),
        int((flags & known).sum()),
        clusters,
        tuple(table.warnings),
        result.reason,
    )


def _weights(table: Panel, name: str | None) -> Numbers:
    if name is None:
        return np.ones(len(table.outcome))
    weight = table.numbers(name)
    wrong = np.flatnonzero(~(weight >= 0))
    if len(wrong):
        row = table.columns.row(table.rows[wrong[0]])
        raise ValueRangeError("bad-weight", "a weight must be a number of at least 0", row, name)
    return weight


def _factor(table: Panel, name: str, unit: str, time: str) -> panels.Codes:
    return table.unit if name == unit else table.time if name == time else table.codes(name)[0]


def _effect_and_scores(
    outcome: Numbers, treated: Flags, weight: Numbers, factors: FixedEffects
) -> tuple[float, Numbers]:
    """The weighted mean over treated rows of the outcome less its fitted untreated level, and each row's influence.

    A treated row pulls on the mean directly; an untreated row pulls through the fixed effects it helps to fit:
    by its residual times X (X0'WX0)^-1 X'W d, where d marks the treated rows.
    """
    surprise = outcome - factors.fitted(outcome)
    total = (weight * treated).sum()
    if total <= 0:
        raise EvaluationError("no-treated", "the treated rows have no weight")
    effect = float((weight * treated * surprise).sum() / total)
    direct = weight * treated * (surprise - effect)
    through = factors.weights * surprise * factors.solve(weight * treated)
    return effect, (direct - through) / total
