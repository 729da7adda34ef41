"""What the two-way fixed-effects coefficient is made of: every comparison of two cohorts, with its weight.

Source: Goodman-Bacon (2021), Difference-in-differences with variation in treatment timing, J. Econometrics 225(2):
254-277, theorem 1. Comparisons of later with earlier cohorts use units already treated as controls; their share is
stated so that nobody reads the coefficient without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np

from evaluation.effects import panels
from evaluation.effects.panels import Numbers, Panel, shown
from evaluation.errors import EvaluationError

NEVER, ALWAYS = "never_treated", "always_treated"


@dataclass(frozen=True)
class Part:
    """One comparison: `type` is treated_vs_never, treated_vs_always, earlier_vs_later or later_vs_earlier.

    `treated` and `control` name cohorts by their first treated time; estimate in the outcome's unit, weights sum to 1.
    """

    type: str
    treated: str
    control: str
    estimate: float
    weight: float


@dataclass(frozen=True)
class GoodmanBacon:
    """The coefficient, its parts (it is their weighted sum) and the weight each type of comparison carries."""

    formula: ClassVar[str] = "twfe = Σ weight·estimate over every pair of cohorts"
    source: ClassVar[str] = "Goodman-Bacon (2021) J. Econometrics 225(2): 254-277, theorem 1"

    twfe: float
    parts: tuple[Part, ...]
    weight_by_type: Mapping[str, float]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class _Cohorts:
    """Cohorts in order of start (first period = always, inf = never): share of units, mean outcome at each time."""

    start: Numbers
    share: Numbers
    mean: Numbers  # cohorts x times
    times: Numbers

    def treated_share(self, one: int) -> float:
        """Share of the periods in which the cohort is treated."""
        return float((self.times >= self.start[one]).mean())

    def name(self, one: int) -> str:
        if np.isinf(self.start[one]):
            return NEVER
        return ALWAYS if self.start[one] <= self.times[0] else str(shown(self.start[one]))


def goodman_bacon(panel: Any, *, outcome: str, unit: str, time: str, treated: str) -> GoodmanBacon:
    """Decompose the two-way fixed-effects coefficient of a balanced panel whose treatment stays once begun.

    Raises EvaluationError `unbalanced`, `treatment-ends`, `no-treated` or `no-controls` (nobody's timing differs).
    """
    table = panels.load(panel, outcome, unit, time)
    flags = panels.treatment(table, treated)
    first = panels.starts_of(table, flags)
    places = table.places()
    if (places < 0).any():
        name = table.units[int(np.flatnonzero((places < 0).any(axis=1))[0])]
        raise EvaluationError("unbalanced", f"unit {name!r} is not observed in every period", row=str(name))
    grid = table.outcome[places]
    cohorts = _cohorts(grid, first, table)
    if not np.isfinite(first).any():
        raise EvaluationError("no-treated", "no unit is ever treated", column=treated)
    raw = list(_comparisons(cohorts))
    total = sum(part.weight for part in raw)
    if total <= 0:
        raise EvaluationError("no-controls", "no two units differ in when they are treated", column=treated)
    parts = tuple(Part(p.type, p.treated, p.control, p.estimate, p.weight / total) for p in raw)
    types: dict[str, float] = {}
    for part in parts:
        types[part.type] = types.get(part.type, 0.0) + part.weight
    twfe = _coefficient(grid, table.times[None, :] >= first[:, None])
    return GoodmanBacon(twfe, parts, MappingProxyType(types), tuple(table.warnings))


def _cohorts(grid: Numbers, first: Numbers, table: Panel) -> _Cohorts:
    start = np.unique(first)
    share = np.array([(first == one).mean() for one in start])
    mean = np.array([grid[first == one].mean(axis=0) for one in start])
    return _Cohorts(start, share, mean, table.times)


def _comparisons(cohorts: _Cohorts) -> Iterator[Part]:
    for early in range(len(cohorts.start)):
        for late in range(early + 1, len(cohorts.start)):
            yield from _comparison(cohorts, early, late)


def _comparison(cohorts: _Cohorts, early: int, late: int) -> Iterator[Part]:
    """Both uses of a pair: before the later one begins it is the control; afterwards the earlier one is."""
    treated_early, treated_late = cohorts.treated_share(early), cohorts.treated_share(late)
    pair = float(cohorts.share[early] * cohorts.share[late]) * (treated_early - treated_late)
    never, always = cohorts.name(late) == NEVER, cohorts.name(early) == ALWAYS
    since_early, since_late = cohorts.times >= cohorts.start[early], cohorts.times >= cohorts.start[late]
    if not always:
        kind = "treated_vs_never" if never else "earlier_vs_later"
        change = _change(cohorts, early, late, ~since_early, since_early & ~since_late)
        yield Part(kind, cohorts.name(early), cohorts.name(late), change, pair * (1 - treated_early))
    if not never:
        kind = "treated_vs_always" if always else "later_vs_earlier"
        change = _change(cohorts, late, early, since_early & ~since_late, since_late)
        yield Part(kind, cohorts.name(late), cohorts.name(early), change, pair * treated_late)


def _change(cohorts: _Cohorts, treated: int, control: int, before: panels.Flags, after: panels.Flags) -> float:
    gap = cohorts.mean[treated] - cohorts.mean[control]
    return float(gap[after].mean() - gap[before].mean())


def _coefficient(grid: Numbers, treated: panels.Flags) -> float:
    """The coefficient of treatment beside unit and time effects, by taking the means out of both."""
    flags = treated - treated.mean(axis=1, keepdims=True) - treated.mean(axis=0) + treated.mean()
    return float((flags * grid).sum() / (flags**2).sum())
