"""How far a claimed contribution is supported, L0 to L4, and which verb it may use.

Only from L3 on may a text say that a measure helped; below that, that two things happened at the same time. Levels
after the indicator book, section 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from evaluation.effects.estimate import Estimate

SIGNIFICANCE = 0.05
GUARD_TOLERANCE = 1.0  # standard deviations within the group by which a guarded indicator may worsen


class Level(IntEnum):
    """Codes are stored with claims: never renumber."""

    CLAIM = 0
    BASELINE = 1
    PROCESS = 2
    COMPARED = 3
    REPLICATED = 4

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Level.CLAIM: "仅主张",
    Level.BASELINE: "有基线与目标",
    Level.PROCESS: "有过程数据且方向一致",
    Level.COMPARED: "有同组对照",
    Level.REPLICATED: "多支部复制亦成立",
}


@dataclass(frozen=True)
class Evidence:
    """The level reached, the verb it allows, and what the next level still lacks (None at the top)."""

    level: Level
    may_claim: bool
    phrase: str
    lacking: str | None
    holds: bool = True


def level(
    *,
    baseline: bool,
    target: bool,
    process_points: int = 0,
    process_direction_agrees: bool = False,
    effect: Estimate | None = None,
    direction: int = 1,
    pretest_p: float | None = None,
    randomisation_p: float | None = None,
    replications: int = 0,
    replications_improved: int = 0,
    guard_worsened_by: float | None = None,
) -> Evidence:
    """Level of one contribution from counts and estimates; each level needs the ones below it.

    L1: baseline and target. L2: process data (`process_points` > 0) moving the expected way. L3: an effect against
    comparable units whose interval excludes zero in the expected `direction` (+1 or -1) with a pretest that does not
    reject, or a randomisation p of at most 0.05 with the effect in that direction. L4: at least two branches repeated
    it and all but none of them improved (`replications_improved` = `replications`). A guarded indicator that worsened
    by more than one standard deviation within its group (`guard_worsened_by`, positive = worse) voids the claim.
    """
    reached: Level = Level.CLAIM
    lacking: str | None = "缺基线或目标"
    if baseline and target:
        reached, lacking = Level.BASELINE, "缺方向一致的过程数据"
        if process_points > 0 and process_direction_agrees:
            reached, lacking = Level.PROCESS, _lacking_comparison(effect, direction, pretest_p, randomisation_p)
            if lacking is None:
                reached, lacking = Level.COMPARED, "缺两个以上支部复制并改善"
                if replications >= 2 and replications_improved == replications:
                    reached, lacking = Level.REPLICATED, None
    holds = guard_worsened_by is None or guard_worsened_by <= GUARD_TOLERANCE
    may_claim = holds and reached >= Level.COMPARED
    phrase = "不成立：守护指标变差" if not holds else "促进了" if may_claim else "与……同期"
    return Evidence(reached, may_claim, phrase, lacking if holds else "守护指标变差超过组内一个标准差", holds)


def _lacking_comparison(
    effect: Estimate | None, direction: int, pretest_p: float | None, randomisation_p: float | None
) -> str | None:
    """What keeps a contribution from L3, or None."""
    if effect is None or effect.estimate is None:
        return "缺同组对照的估计"
    if effect.estimate * direction <= 0:
        return "与同组对照相比，方向与预期不符"
    if randomisation_p is not None and randomisation_p <= SIGNIFICANCE:
        return None
    if effect.interval is None or effect.interval[0] <= 0 <= effect.interval[1]:
        return "区间含 0，未证实"
    if pretest_p is None:
        return "启动前走势未经检验"
    return "启动前走势已有不同" if pretest_p <= SIGNIFICANCE else None
