"""What a scheme consists of: sides, indicators, weights in millionths, a digest."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from evaluation.tables import frozen

MILLION = 1_000_000
DIRECTIONS = ("up", "down", "band")
METHODS = ("target", "min_max", "robust", "percentile")
CONTROLLABILITY = ("high", "medium", "low")
USES = {"score": "计分", "gate": "门槛", "own": "仅支部自用", "display": "只展示"}


@dataclass(frozen=True)
class Side:
    """One system of the coupling (党建, 业务); `weight` is its share of T in millionths."""

    code: str
    name: str
    weight: int


@dataclass(frozen=True)
class Indicator:
    """`floor` and `target` in the indicator's own unit are 0 and 1 after normalising (of a "band": its two edges).

    `weight` is relative to the other indicators of its side; `tolerance` says how far beyond a band the value is 0
    (default: the width of the band). `groups` limits the indicator to peer groups; empty means all.
    """

    code: str
    name: str
    side: str
    direction: str
    weight: float = 0.0
    floor: float | None = None
    target: float | None = None
    tolerance: float | None = None
    method: str = "target"
    groups: tuple[str, ...] = ()
    use: str = "score"
    controllability: str = "high"
    guards: tuple[str, ...] = ()
    unit: str = ""
    formula: str = ""
    source: str = ""

    @property
    def sign(self) -> float:
        return -1.0 if self.direction == "down" else 1.0

    def applies_to(self, group: str) -> bool:
        return not self.groups or group in self.groups


@dataclass(frozen=True)
class Scheme:
    """A checked scheme. `minimum_coverage` is in millionths of a side's applicable weight."""

    name: str
    version: str
    source: str
    sides: tuple[Side, ...]
    indicators: tuple[Indicator, ...]
    minimum_coverage: int = 800_000
    coupling: str = "corrected"

    @cached_property
    def scored(self) -> tuple[Indicator, ...]:
        """The indicators that carry weight, in the scheme's order."""
        return tuple(indicator for indicator in self.indicators if indicator.weight > 0)

    @cached_property
    def weights(self) -> NDArray[np.int64]:
        """Millionths per scored indicator; those of each side sum to exactly 1,000,000."""
        scored = self.scored
        result = np.zeros(len(scored), dtype=np.int64)
        for side in self.sides:
            places = [place for place, indicator in enumerate(scored) if indicator.side == side.code]
            result[places] = millionths([scored[place].weight for place in places])
        return frozen(result)

    @cached_property
    def side_of(self) -> NDArray[np.int32]:
        """Index of the side per scored indicator."""
        index = {side.code: place for place, side in enumerate(self.sides)}
        return frozen(np.array([index[indicator.side] for indicator in self.scored], dtype=np.int32))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the scheme's content, independent of the order of keys in its file."""
        text = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def millionths(weights: Sequence[float]) -> NDArray[np.int64]:
    """Relative weights as whole millionths that sum to exactly 1,000,000 (largest remainders, earlier first)."""
    total = math.fsum(weights)
    exact = [weight / total * MILLION for weight in weights]
    whole = np.array([math.floor(share) for share in exact], dtype=np.int64)
    by_remainder = sorted(range(len(exact)), key=lambda place: (whole[place] - exact[place], place))
    whole[by_remainder[: MILLION - int(whole.sum())]] += 1
    return whole
