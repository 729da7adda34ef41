"""Trimmed means of a panel's scores: 去掉最高分和最低分后取平均."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from evaluation.agreement.ratings import Numbers, numeric
from evaluation.arguments import whole


@dataclass(frozen=True)
class TrimmedMeans:
    """One mean per unit in the scores' own unit, how many ratings it rests on, and why it is None where it is."""

    formula: ClassVar[str] = "mean of the ratings without the highest and the lowest"
    source: ClassVar[str] = "Tukey (1962) Annals of Mathematical Statistics 33(1): 1-67"

    values: tuple[float | None, ...]
    used: tuple[int, ...]
    reasons: tuple[str | None, ...]


def trimmed_means(table: Any, drop: int = 1) -> TrimmedMeans:
    """Mean of each row after leaving out its `drop` highest and `drop` lowest ratings; empty ratings do not count."""
    drop = whole(drop, "drop", 0, "negative-drop")
    results = [_trimmed(row[~np.isnan(row)], drop) for row in numeric(table)]
    return TrimmedMeans(
        tuple(value for value, _, _ in results),
        tuple(used for _, used, _ in results),
        tuple(reason for _, _, reason in results),
    )


def _trimmed(given: Numbers, drop: int) -> tuple[float | None, int, str | None]:
    kept = np.sort(given)[drop : len(given) - drop]
    if len(given) <= 2 * drop:
        return None, 0, f"评分只有 {len(given)} 个，去掉最高、最低各 {drop} 个后没有剩余"
    return float(kept.mean()), len(kept), None
