"""When a panel agrees too little for its result to be used, and the sentence that says so."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

from evaluation.arguments import number
from evaluation.errors import UnknownOption

SIGNIFICANCE = 0.05


@dataclass(frozen=True)
class Threshold:
    """Values from `sufficient` up may be used, from `tentative` up only with a reservation, below that not at all."""

    sufficient: float
    tentative: float
    source: str


THRESHOLDS = {
    "krippendorff": Threshold(0.800, 0.667, "Krippendorff (2004), Content Analysis, 2nd ed., p. 241"),
    "icc": Threshold(0.75, 0.50, "Koo & Li (2016), J. Chiropractic Medicine 15(2): 155-163"),
    "kendall_w": Threshold(0.70, 0.50, "Schmidt (1997), Decision Sciences 28(3): 763-774"),
}


@dataclass(frozen=True)
class Verdict:
    """`accepted` is False when the result must not be published; `grade` is sufficient, tentative or refused."""

    accepted: bool
    grade: str
    sentence: str
    source: str


def verdict(statistic: str, value: float | None, low: float | None = None, p: float | None = None) -> Verdict:
    """Judge an agreement statistic ("krippendorff", "icc" or "kendall_w") by the thresholds named in THRESHOLDS.

    Where an interval is known its lower end `low` is judged (a panel is not believed on luck); a concordance whose
    `p` is 0.05 or more is refused, since chance alone would give as much.
    """
    if statistic not in THRESHOLDS:
        raise UnknownOption("statistic", statistic, THRESHOLDS)
    threshold = THRESHOLDS[statistic]
    judged = value if low is None else low
    judged = None if judged is None or isnan(number(judged, "value")) else float(judged)
    if judged is None:
        return Verdict(False, "refused", "评委一致性无法计算，结果不予采用", threshold.source)
    if p is not None and p >= SIGNIFICANCE:
        return Verdict(False, "refused", f"评委排序与随机无异（p = {p:.2f}），不得据此排名", threshold.source)
    if judged < threshold.tentative:
        sentence = f"评委一致性不足（{judged:.2f}，低于 {threshold.tentative:g}），结果不予采用，须复评或加派评委"
        return Verdict(False, "refused", sentence, threshold.source)
    if judged < threshold.sufficient:
        sentence = f"评委一致性一般（{judged:.2f}，低于 {threshold.sufficient:g}），结果仅供参考，须附说明"
        return Verdict(True, "tentative", sentence, threshold.source)
    return Verdict(True, "sufficient", f"评委一致性良好（{judged:.2f}）", threshold.source)
