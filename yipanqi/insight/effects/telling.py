"""The words of a comparison: what a line did, what is known, what is too early to say. Below evidence level L3 no text
says that a measure helped; it says that two things happened at the same time."""

from dataclasses import dataclass
from datetime import date

from yipanqi.insight.effects.judging import GuardVerdict, Judgement
from yipanqi.insight.effects.reading import Evidence
from yipanqi.kit.charts.series import number

STEADY = 0.01  # a change below 1 % of the level counts as none
NO_CAUSE = "写材料时写“与……同期”；证据没到 L3，不写“促进了”"


@dataclass(frozen=True)
class Verdict:
    """``bold`` comes first, ``rest`` after it."""

    bold: str
    rest: str


def finding(evidence: Evidence, judgement: Judgement, beside: float | None) -> str:
    """10 月降到 3.50 小时，同组同月 4.36 小时."""
    unit = evidence.indicator.unit_of_measure
    month, value = latest(evidence)
    said = f"{month.month} 月{_way(value, judgement.computed_baseline)} {number(value)} {unit}"
    return f"{said}，同组同月 {number(beside)} {unit}" if beside is not None else said


def latest(evidence: Evidence) -> tuple[date, float]:
    """The latest month in which something was measured."""
    return next((month, value) for month in reversed(evidence.months) if (value := evidence.series[month]) is not None)


def verdict(judgement: Judgement) -> Verdict:
    result = judgement.result
    if result is None:
        return Verdict("还不能比前后。", "措施没写启动月份，写上以后才知道从哪个月算起")
    if result.verdict == "too-early" or (result.verdict == "no-comparable-unit" and judgement.enough_in):
        return Verdict(_so_far(result.points_after), _later(judgement, result.comparable_units))
    if any(each.worse for each in judgement.guards):
        names = "、".join(each.guard.name for each in judgement.guards if each.worse)
        return Verdict("不成立。", f"配对盯着的{names}变差超过同组一个标准差")
    if result.verdict == "no-comparable-unit":
        return Verdict("没有可比单位。", "只能看自己的前后，分不出是不是大家都这样")
    return Verdict(f"{result.sentence.rstrip('。')}。", NO_CAUSE)


def signed(value: float) -> str:
    """With its sign, a real minus among digits."""
    text = number(abs(value))
    return f"−{text}" if value < 0 and text.strip("0.") else f"+{text}" if text.strip("0.") else text


def guard_in_words(each: GuardVerdict) -> str:
    if each.before is None or each.after is None:
        return f"{each.guard.name}前后数据不全"
    return f"{each.guard.name}{'变差了' if each.worse else '没有变差'}"


def _so_far(points: int) -> str:
    return f"才 {points} 个月数据，先看趋势。" if points else "启动后还没有数据。"


def _later(judgement: Judgement, comparable: int) -> str:
    month = judgement.enough_in
    said = f"{month.year} 年 {month.month} 月数据到齐满 6 个月，那时再判断" if month else "满 6 个月再判断"
    return said if comparable else f"{said}；而且没有可比单位，分不出是不是大家都这样"


def _way(value: float, before: float | None) -> str:
    if before is None or abs(value - before) <= STEADY * abs(before):
        return ""
    return "降到" if value < before else "升到"
