"""The cells of a group-time study: one estimate per cohort and time, singly and side by side as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluation.effects.estimate import BASE_PERIOD, Estimate, Numbers


@dataclass(frozen=True)
class Cell(Estimate):
    """Average effect on the cohort `group` at `time`, in the outcome's unit; before the start it is a placebo."""

    group: int | float = 0
    time: int | float = 0
    treated_units: int = 0
    control_units: int = 0


@dataclass(frozen=True)
class CellTable:
    """The estimable cells as arrays: cohort, time, estimate, influences (units x cells), cohort shares, memberships."""

    group: Numbers
    time: Numbers
    estimate: Numbers
    influence: Numbers
    share: Numbers
    belongs: Numbers  # units x cells: 1 where the unit is of the cell's cohort
    base: NDArray[np.bool_]  # cells that are zero by construction

    @classmethod
    def build(cls, cells: Sequence[Cell], influence: Numbers, first: Numbers) -> CellTable:
        usable = [number for number, cell in enumerate(cells) if cell.estimate is not None]
        group = np.array([float(cells[number].group) for number in usable])
        belongs = (first[:, None] == group[None, :]).astype(float)
        return cls(
            group,
            np.array([float(cells[number].time) for number in usable]),
            np.array([float(cells[number].estimate or 0.0) for number in usable]),
            influence[:, usable],
            belongs.mean(axis=0),
            belongs,
            np.array([cells[number].reason == BASE_PERIOD for number in usable], dtype=bool),
        )

    @property
    def after(self) -> NDArray[np.bool_]:
        return self.time >= self.group
