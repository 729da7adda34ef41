"""Scores: scheme + observations -> one figure per unit and side, in whole numbers, the same bytes everywhere.

Per unit and side: total = Σ weight · floor(z · 1e9 + 0.5) over present values, covered = Σ weight of present values
(weights in millionths). The score is total / covered, rounded half up to a whole billionth; there is none when
covered is under the scheme's share (80 %) of what applies to the unit's peer group. Weights are whole numbers, so
no sum depends on the order of its terms. Formula and worked table: docs/algorithms/score.md.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluation import __version__, coupling
from evaluation.coding import Cells, Coded, Ramps, code, whole_shares
from evaluation.coupling import Coupling
from evaluation.errors import EvaluationError, ShapeError
from evaluation.observations import Observations
from evaluation.reasons import Reason
from evaluation.scheme import MILLION, Scheme
from evaluation.tables import Floats, Reasoned, frozen

Whole = NDArray[np.int64]
BILLION = 1_000_000_000


@dataclass(frozen=True, eq=False)
class Totals:
    """Whole-number sums, units x sides: weight · billionths, and millionths of weight that had a value."""

    total: Whole
    covered: Whole

    @property
    def digest(self) -> str:
        """SHA-256 of both arrays as little-endian 64-bit numbers: equal on numpy, DuckDB and Spark."""
        text = hashlib.sha256(repr(self.total.shape).encode())
        for array in (self.total, self.covered):
            text.update(np.ascontiguousarray(array.astype("<i8")).data)
        return text.hexdigest()


@dataclass(frozen=True, eq=False)
class Scores:
    """Read-only arrays, rows = `units` (sorted), columns = `sides` of the scheme.

    `values` 0..1 (missing with a reason), `whole` the same in billionths (-1 missing), `coverage` present share of
    the applicable weight 0..1 (missing where nothing applies). `normalised` is units x scored indicators, 0..1.
    `T`, `C`, `D` are None for a scheme with one side.
    """

    scheme: Scheme
    observations: Observations
    values: Reasoned
    whole: Whole
    coverage: Reasoned
    totals: Totals
    applicable: Whole
    normalised: Reasoned
    cells: Cells
    ramps: Ramps
    coupling: Coupling | None
    ignored: tuple[str, ...]
    digest: str

    @property
    def units(self) -> tuple[str, ...]:
        return self.observations.units

    @property
    def sides(self) -> tuple[str, ...]:
        return tuple(side.code for side in self.scheme.sides)

    def row(self, unit: str) -> int:
        """Row of a unit in the arrays. Raises EvaluationError("unknown-unit")."""
        row = self.observations.place(unit)
        if row is None:
            raise EvaluationError("unknown-unit", f"{unit!r} is not among the {len(self.units)} scored units", row=unit)
        return row

    @property
    def reasons(self) -> NDArray[np.int8]:
        """A `Reason` code per unit and side; 0 where there is a score."""
        codes = self.values.codes
        assert codes is not None
        return codes

    @property
    def T(self) -> Reasoned | None:
        return None if self.coupling is None else self.coupling.T

    @property
    def C(self) -> Reasoned | None:
        return None if self.coupling is None else self.coupling.C

    @property
    def D(self) -> Reasoned | None:
        return None if self.coupling is None else self.coupling.D


def score(scheme: Scheme, observations: Observations) -> Scores:
    """Scores every unit of the observations. Indicators the scheme does not score are named in `.ignored`."""
    if not observations.units:
        raise ShapeError("empty-table", "there are no units to score")
    coded, cells = code(scheme, observations)
    sums = totals(coded)
    applicable = cells.applicable[cells.peer]
    whole, codes = settle(sums, applicable, scheme.minimum_coverage)
    values = Reasoned(np.where(whole < 0, np.nan, whole / BILLION), codes)
    scored = {indicator.code for indicator in scheme.scored}
    return Scores(
        scheme=scheme,
        observations=observations,
        values=values,
        whole=frozen(whole),
        coverage=_coverage(sums.covered, applicable),
        totals=sums,
        applicable=frozen(applicable),
        normalised=_normalised(coded, cells),
        cells=cells,
        ramps=coded.ramps,
        coupling=_coupled(scheme, values),
        ignored=tuple(name for name in observations.indicators if name not in scored),
        digest=digest(scheme, observations, sums),
    )


def totals(coded: Coded) -> Totals:
    """The bulk pass in numpy. Sums stay under 2^53 (1e6 millionths · 1e9 billionths), so floats hold them exactly."""
    ramps = coded.ramps
    cell = coded.unit.astype(np.int64) * coded.sides + ramps.side[coded.ramp]
    weight = ramps.weight[coded.ramp].astype(np.float64)
    count = coded.units * coded.sides
    shares = whole_shares(coded.value, coded.ramp, ramps)
    total = np.bincount(cell, weights=weight * shares, minlength=count)
    covered = np.bincount(cell, weights=weight, minlength=count)
    shape = (coded.units, coded.sides)
    return Totals(frozen(total.astype(np.int64).reshape(shape)), frozen(covered.astype(np.int64).reshape(shape)))


def settle(sums: Totals, applicable: Whole, minimum_coverage: int) -> tuple[Whole, NDArray[np.int8]]:
    """(scores in billionths, -1 without a score; reason codes). The coverage gate compares whole numbers."""
    enough = (sums.covered > 0) & (sums.covered * MILLION >= minimum_coverage * applicable)
    divisor = np.where(enough, sums.covered, 1)
    whole = np.where(enough, (2 * sums.total + divisor) // (2 * divisor), -1)
    codes = np.where(enough, Reason.PRESENT, np.where(applicable > 0, Reason.LOW_COVERAGE, Reason.NO_INDICATOR))
    return whole, codes.astype(np.int8)


def digest(scheme: Scheme, observations: Observations, sums: Totals) -> str:
    """SHA-256 of engine version, scheme, inputs and whole-number totals: equal digests mean equal results."""
    parts = (__version__, scheme.digest, observations.digest, sums.digest)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _coverage(covered: Whole, applicable: Whole) -> Reasoned:
    some = applicable > 0
    codes = np.where(some, Reason.PRESENT, Reason.NO_INDICATOR).astype(np.int8)
    return Reasoned(np.where(some, covered / np.where(some, applicable, 1), np.nan), codes)


def _normalised(coded: Coded, cells: Cells) -> Reasoned:
    shares: Floats = np.full(cells.values.shape, np.nan)
    indicator = coded.ramp % cells.values.shape[1]
    shares[coded.unit, indicator] = whole_shares(coded.value, coded.ramp, coded.ramps) / BILLION
    return Reasoned(shares, cells.reasons)


def _coupled(scheme: Scheme, values: Reasoned) -> Coupling | None:
    if len(scheme.sides) < 2:
        return None
    return coupling.degree(values, form=scheme.coupling, weights=[side.weight for side in scheme.sides])
