"""Group-time average effects of a measure begun at different times by different units.

For each cohort g (units that began at g) and time t: the cohort's change since its base period, less the change of
units not treated by then. Source: Callaway & Sant'Anna (2021), Difference-in-Differences with multiple time periods,
J. Econometrics 225(2): 200-230; conventions (base periods, cohort shares, dropped units) of the authors' R package did.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from evaluation.comparison.minimum import MINIMUM_COHORT
from evaluation.effects import aggregate, panels, pretest
from evaluation.effects.aggregate import Aggregate
from evaluation.effects.cells import Cell, CellTable
from evaluation.effects.estimate import BASE_PERIOD, Estimate, normal, standard_error, undetermined, without_rounding
from evaluation.effects.panels import Numbers, Panel, shown
from evaluation.effects.two_period import NotEstimable, estimate
from evaluation.errors import EvaluationError, UnknownOption

CONTROLS = ("never", "not_yet")
ESTIMATORS = ("dr", "reg")
BASE_PERIODS = ("varying", "universal")
UNBALANCED = ("drop", "pairs")


@dataclass(frozen=True)
class GroupTimeEffects:
    """All cells, their averages, the joint test that the cells before the start are zero, and what to know first."""

    formula: ClassVar[str] = "ATT(g,t) = E[Y(t) − Y(base) | g] − E[Y(t) − Y(base) | controls]; averages by cohort share"
    source: ClassVar[str] = "Callaway & Sant'Anna (2021) J. Econometrics 225(2): 200-230"

    cells: tuple[Cell, ...]
    simple: Aggregate
    dynamic: Aggregate
    group: Aggregate
    calendar: Aggregate
    pretest_p: float | None
    pretest: pretest.Pretest
    units: int
    warnings: tuple[str, ...]
    influence: Numbers = field(repr=False, compare=False)


@dataclass(frozen=True)
class _Grid:
    """The panel as units x times: outcome, covariates, and each unit's start (inf = never). NaN where not observed."""

    outcome: Numbers
    covariates: Numbers
    first: Numbers
    times: Numbers
    warnings: list[str]

    def units(self, keep: NDArray[np.bool_]) -> _Grid:
        return replace(self, outcome=self.outcome[keep], covariates=self.covariates[keep], first=self.first[keep])

    def before(self, end: float) -> _Grid:
        keep = self.times < end
        return replace(self, outcome=self.outcome[:, keep], covariates=self.covariates[:, keep], times=self.times[keep])


def group_time_att(
    panel: Any,
    *,
    outcome: str,
    unit: str,
    time: str,
    first_treated: str,
    controls: str = "never",
    covariates: Sequence[str] = (),
    estimator: str = "dr",
    base_period: str = "varying",
    unbalanced: str = "drop",
) -> GroupTimeEffects:
    """Callaway-Sant'Anna effects from a mapping of columns or a CSV path.

    `controls`: units never treated, or also those not yet treated by the cell's time. `covariates` enter linearly,
    with their value in the earlier of a cell's two periods. `estimator`: "dr" (doubly robust) or "reg" (outcome
    regression). `base_period` before the start: the period just before ("varying") or always the last before the
    start ("universal"). `unbalanced`: units with missing periods are dropped, or ("pairs") used wherever both periods
    of a cell are observed. Standard errors are analytical and clustered by unit. A cell that cannot be estimated has
    None and a reason. Raises EvaluationError `no-controls` or `no-treated` when nothing can be compared.
    """
    _require_options(controls, estimator, base_period, unbalanced)
    names = (covariates,) if isinstance(covariates, str) else tuple(covariates)
    table = panels.load(panel, outcome, unit, time, names)
    grid = _comparable(_grid(table, first_treated, unbalanced), controls)
    _warn_small(grid)
    cells, influence = _cells(grid, controls, estimator, base_period)
    usable = CellTable.build(cells, influence, grid.first)
    test = pretest.wald(cells, influence)
    return GroupTimeEffects(
        tuple(cells),
        aggregate.simple(usable),
        aggregate.dynamic(usable),
        aggregate.group(usable),
        aggregate.calendar(usable),
        test.p,
        test,
        len(grid.first),
        tuple(grid.warnings),
        influence,
    )


def _require_options(controls: str, estimator: str, base_period: str, unbalanced: str) -> None:
    for option, given, known in (
        ("controls", controls, CONTROLS),
        ("estimator", estimator, ESTIMATORS),
        ("base_period", base_period, BASE_PERIODS),
        ("unbalanced", unbalanced, UNBALANCED),
    ):
        if given not in known:
            raise UnknownOption(option, given, known)


def _grid(table: Panel, first_treated: str, unbalanced: str) -> _Grid:
    first = panels.cohorts(table, first_treated)
    places = table.places()
    seen = places >= 0
    outcome = np.where(seen, table.outcome[places], np.nan)
    covariates = np.where(seen[:, :, None], table.covariates[places], np.nan)
    grid = _Grid(outcome, covariates, first, table.times, table.warnings)
    early = first <= table.times[0]
    if early.any():
        grid.warnings.append(f"{early.sum()} units treated from the first period on have no before and were left out")
        grid = grid.units(~early)
    whole = seen[~early].all(axis=1)
    if whole.all() or unbalanced == "pairs":
        return grid
    if not whole.any():
        raise EvaluationError("unbalanced", 'no unit is observed in every period; consider unbalanced="pairs"')
    grid.warnings.append(f"{(~whole).sum()} units not observed in every period were left out")
    for start in np.setdiff1d(grid.first, grid.first[whole]):
        grid.warnings.append(f"{_cohort(start)} has no unit left")
    return grid.units(whole)


def _comparable(grid: _Grid, controls: str) -> _Grid:
    """The grid cut to where a control exists; without never-treated units the last cohort serves until it begins."""
    if not np.isfinite(grid.first).any():
        raise EvaluationError("no-treated", "no unit begins treatment within the panel after its first period")
    if np.isinf(grid.first).any():
        return grid
    last = grid.first.max()
    if controls == "never" or not (grid.first < last).any():
        hint = "" if controls == "not_yet" else '; controls="not_yet" compares with units treated later'
        raise EvaluationError("no-controls", f"no unit stays untreated, so there is no comparable unit{hint}")
    grid.warnings.append(
        f"no unit stays untreated: the last cohort ({shown(last)}) is only a control; later periods are left out"
    )
    return grid.before(last)


def _warn_small(grid: _Grid) -> None:
    for start in np.unique(grid.first):
        size = int((grid.first == start).sum())
        if size < MINIMUM_COHORT:
            grid.warnings.append(f"{_cohort(start)} has only {size} units (fewer than {MINIMUM_COHORT})")


def _cohort(start: float) -> str:
    return f"cohort {shown(start)}" if np.isfinite(start) else "the never-treated group"


def _cells(grid: _Grid, controls: str, estimator: str, base_period: str) -> tuple[list[Cell], Numbers]:
    """Every cell in order of cohort and time, and the units x cells matrix of influences; names cells that failed."""
    starts = np.unique(grid.first[np.isfinite(grid.first)])
    if not np.isinf(grid.first).any():
        starts = starts[:-1]  # the last cohort is only a control
    pairs = [
        _cell(grid, start, base, now, controls, estimator)
        for start in starts
        for base, now in _periods(grid.times, start, base_period)
    ]
    lost = [f"({cell.group}, {cell.time})" for cell, _ in pairs if cell.estimate is None]
    if lost:
        grid.warnings.append(
            f"cells (cohort, time) left out of every average because they cannot be estimated: {', '.join(lost)}"
        )
    return [cell for cell, _ in pairs], np.column_stack([influence for _, influence in pairs])


def _periods(times: Numbers, start: float, base_period: str) -> Iterator[tuple[int, int]]:
    """Positions (base, now) of a cohort's cells in the order of time."""
    last_before = int(np.flatnonzero(times < start)[-1])
    for now in range(len(times)):
        if base_period == "universal" or times[now] >= start:
            yield last_before, now
        elif now > 0:
            yield now - 1, now


def _cell(grid: _Grid, start: float, base: int, now: int, controls: str, estimator: str) -> tuple[Cell, Numbers]:
    treated = grid.first == start
    untreated = np.isinf(grid.first)
    if controls == "not_yet":
        untreated |= (grid.first > grid.times[max(base, now)]) & ~treated
    change = grid.outcome[:, now] - grid.outcome[:, base]
    used = (treated | untreated) & ~np.isnan(change)
    influence = np.zeros(len(treated))
    if base == now:
        result = Estimate(0.0, None, None, BASE_PERIOD)
    else:
        try:
            effect, within = estimate(change[used], treated[used], grid.covariates[used, min(base, now)], estimator)
            influence[used] = without_rounding(within, change[used]) * len(treated) / used.sum()
            result = normal(effect, standard_error(influence))
        except NotEstimable as why:
            result = undetermined(str(why))
    cell = Cell(
        **vars(result),
        group=shown(start),
        time=shown(grid.times[now]),
        treated_units=int((treated & used).sum()),
        control_units=int((untreated & used).sum()),
    )
    return cell, influence
