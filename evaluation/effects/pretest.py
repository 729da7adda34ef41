"""Did treated and comparable units already move apart before the start?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy import stats

from evaluation.effects.cells import Cell
from evaluation.effects.estimate import Numbers, covariance

CAVEAT = "未发现启动前走势不同，不等于走势相同：检验力有限，须同时看“走势若有偏离”时的区间"


@dataclass(frozen=True)
class Pretest:
    """Wald statistic and p that all effects before the start are zero; None with a reason when it cannot be tested.

    Not rejecting is no proof: `caveat` is printed beside every p. Source of the caveat: Roth (2022), Pretest with
    caution, AER: Insights 4(3): 305-322.
    """

    formula: ClassVar[str] = "W = a′·V⁻¹·a over the cells before the start, χ²"
    source: ClassVar[str] = "Callaway & Sant'Anna (2021), section 4; caveat: Roth (2022) AER: Insights 4(3): 305-322"

    statistic: float | None
    df: int
    p: float | None
    reason: str | None = None
    caveat: str = CAVEAT


def wald(cells: Sequence[Cell], influence: Numbers) -> Pretest:
    """W = a' V^-1 a over the cells before the start that have a standard error; chi-square, df = their number."""
    before = [number for number, cell in enumerate(cells) if cell.time < cell.group and cell.se is not None]
    if not before:
        return Pretest(None, 0, None, "启动前没有可检验的时点")
    effects = np.array([cells[number].estimate for number in before], dtype=float)
    spread = covariance(influence[:, before])
    scale = np.sqrt(np.diag(spread))
    correlation = spread / np.outer(scale, scale)
    if np.linalg.cond(correlation) > 1 / np.finfo(float).eps:
        return Pretest(None, len(before), None, "启动前的时点多于单位能分辨的数目，无法联合检验")
    statistic = float((effects / scale) @ np.linalg.solve(correlation, effects / scale))
    return Pretest(statistic, len(before), float(stats.chi2.sf(statistic, len(before))))
