"""Event study whose coefficients do not mix cohorts: one effect per cohort and period, then averaged by cohort size.

Source: Sun & Abraham (2021), Estimating dynamic treatment effects in event studies with heterogeneous treatment
effects, J. Econometrics 225(2): 175-199; conventions and small-sample correction of sunab() in R's fixest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from evaluation.effects import panels
from evaluation.effects.aggregate import CohortEffect, EventEffect
from evaluation.effects.clustered import correction, sandwich
from evaluation.effects.estimate import Estimate, Numbers, student, without_rounding
from evaluation.effects.fixed_effects import FixedEffects
from evaluation.effects.panels import Codes, Panel, shown
from evaluation.errors import EvaluationError

REFERENCE_EVENT = -1
COLLINEAR = 1e-6  # share of a column's size left after taking out the others, below which it says nothing new


@dataclass(frozen=True)
class SunAbraham:
    """Average effect since the start, by time since the start (reference -1) and by cohort, and the covariates'.

    Intervals use Student's t with clusters - 1 degrees of freedom.
    """

    formula: ClassVar[str] = "y = unit + time + Σ δ[g,e]·1{g}·1{t − g = e}; average = Σ share[g,e]·δ[g,e]"
    source: ClassVar[str] = "Sun & Abraham (2021) J. Econometrics 225(2): 175-199"

    att: Estimate
    event_study: tuple[EventEffect, ...]
    by_cohort: tuple[CohortEffect, ...]
    covariates: Mapping[str, Estimate]
    rows: int
    clusters: int
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class _Cells:
    """One indicator column per cohort and event, with how many rows it marks."""

    cohort: Numbers
    event: Numbers
    columns: Numbers
    rows: Numbers

    def chosen(self, keep: NDArray[np.bool_]) -> _Cells:
        return _Cells(self.cohort[keep], self.event[keep], self.columns[:, keep], self.rows[keep])


def sun_abraham(
    panel: Any,
    *,
    outcome: str,
    unit: str,
    time: str,
    first_treated: str,
    covariates: Sequence[str] = (),
    cluster: str | None = None,
) -> SunAbraham:
    """Interaction-weighted event study with unit and time fixed effects; standard errors clustered by `cluster`.

    The cluster is the unit unless named. Units treated from the first period on are left out. Without never-treated
    units the last cohort is the comparison and the periods from its start on are left out. A cohort's period that
    the others determine (no period -1 of its own) is left out and named in a warning.
    """
    names = (covariates,) if isinstance(covariates, str) else tuple(covariates)
    table = panels.load(panel, outcome, unit, time, names)
    table, first = _comparable(table, panels.cohorts(table, first_treated))
    groups = table.codes(cluster)[0] if cluster else table.unit
    cells = _cells(table, first)
    factors = FixedEffects([table.unit, table.time], np.ones(len(table.outcome)))
    raw = np.column_stack([table.covariates, cells.columns])
    design = factors.residuals(raw)
    informative = _independent(design, np.linalg.norm(raw, axis=0))
    _require_covariates(names, informative)
    cells = _without_collinear(cells, informative[len(names) :], table.warnings)
    design = design[:, informative]
    effects, spread = _fit(design, factors.residuals(table.outcome), [table.unit, table.time], groups)
    clusters = len(np.unique(groups))
    return _results(effects, spread, names, cells, clusters, table)


def _comparable(table: Panel, first: Numbers) -> tuple[Panel, Numbers]:
    early = first <= table.times[0]
    if early.any():
        table.warnings.append(f"{early.sum()} units treated from the first period on have no before and were left out")
    keep = ~early[table.unit]
    begun = first[~early & np.isfinite(first)]
    if not len(begun):
        raise EvaluationError("no-treated", "no unit begins treatment within the panel after its first period")
    if not np.isinf(first).any():
        last = begun.max()
        if not (begun < last).any():
            raise EvaluationError("no-controls", "all units begin together, so there is no comparable unit")
        table.warnings.append(
            f"no unit stays untreated: the last cohort ({shown(last)}) is only a control; later periods are left out"
        )
        first = np.where(first == last, np.inf, first)
        keep &= table.times[table.time] < last
    kept = table.restricted(keep)
    position = {name: code for code, name in enumerate(table.units)}
    return kept, first[[position[name] for name in kept.units]]


def _cells(table: Panel, first: Numbers) -> _Cells:
    start = first[table.unit]
    event = table.times[table.time] - start
    marked = np.isfinite(start) & (event != REFERENCE_EVENT)
    pairs, code, rows = np.unique(
        np.column_stack([start[marked], event[marked]]), axis=0, return_inverse=True, return_counts=True
    )
    columns = np.zeros((len(start), len(pairs)))
    columns[np.flatnonzero(marked), code.ravel()] = 1.0
    return _Cells(pairs[:, 0], pairs[:, 1], columns, rows.astype(float))


def _independent(design: Numbers, original: Numbers) -> NDArray[np.bool_]:
    """Columns that say something the columns before them do not: Cholesky in order, skipping what vanishes."""
    size = np.where(original > 0, original, 1.0)
    gram = (design.T @ design) / np.outer(size, size)
    keep = np.zeros(len(gram), dtype=bool)
    factor = np.zeros_like(gram)
    for column in range(len(gram)):
        rest = gram[column:, column] - factor[column:, keep] @ factor[column, keep]
        if rest[0] > COLLINEAR**2:
            factor[column:, column] = rest / np.sqrt(rest[0])
            keep[column] = True
    return keep


def _require_covariates(names: Sequence[str], informative: NDArray[np.bool_]) -> None:
    for name, useful in zip(names, informative, strict=False):
        if not useful:
            raise EvaluationError("collinear", f"{name} does not vary beyond unit and time effects", column=name)


def _without_collinear(cells: _Cells, informative: NDArray[np.bool_], warnings: list[str]) -> _Cells:
    for cohort, event in zip(cells.cohort[~informative], cells.event[~informative], strict=True):
        warnings.append(f"cohort {shown(cohort)} at event {shown(event)} is determined by the others and was left out")
    return cells.chosen(informative)


def _fit(design: Numbers, outcome: Numbers, factors: Sequence[Codes], groups: Codes) -> tuple[Numbers, Numbers]:
    factor = correction(len(design), design.shape[1], factors, groups)
    effects = np.linalg.lstsq(design, outcome, rcond=None)[0].astype(np.float64)
    residuals = without_rounding(outcome - design @ effects, outcome)
    spread = sandwich(design, residuals, groups)
    return effects, spread * factor


def _results(
    effects: Numbers, spread: Numbers, names: Sequence[str], cells: _Cells, clusters: int, table: Panel
) -> SunAbraham:
    after = cells.event >= 0
    if not after.any():
        raise EvaluationError("no-treated", "no period since a start is left to compare")
    covariates = np.zeros(len(names))

    def judged(weights: Numbers) -> Estimate:
        variance = max(float(weights @ spread @ weights), 0.0)  # rounding may leave a variance of zero below zero
        return student(float(weights @ effects), variance**0.5, clusters - 1)

    def average(chosen: NDArray[np.bool_]) -> Estimate:
        share = chosen * cells.rows / (chosen * cells.rows).sum()
        return judged(np.concatenate([covariates, share]))

    return SunAbraham(
        average(after),
        tuple(EventEffect(**vars(average(cells.event == e)), event=shown(e)) for e in np.unique(cells.event)),
        tuple(
            CohortEffect(**vars(average(after & (cells.cohort == g))), cohort=shown(g))
            for g in np.unique(cells.cohort[after])
        ),
        MappingProxyType({name: judged(np.eye(len(effects))[place]) for place, name in enumerate(names)}),
        len(table.outcome),
        clusters,
        tuple(table.warnings),
    )
