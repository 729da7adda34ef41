"""Why a figure is missing: the closed list of reasons, as codes for arrays and as words for people."""

from __future__ import annotations

from enum import IntEnum


class Reason(IntEnum):
    """Codes are stored with results: never renumber, only append."""

    PRESENT = 0
    NOT_REPORTED = 1
    NOTHING_TO_MEASURE = 2
    NOT_APPLICABLE = 3
    CONSTANT = 4
    SMALL_GROUP = 5
    LOW_COVERAGE = 6
    NO_INDICATOR = 7
    SIDE_MISSING = 8
    NO_EXPOSURE = 9

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Reason.PRESENT: "有数据",
    Reason.NOT_REPORTED: "未报送，缺测不按零计",
    Reason.NOTHING_TO_MEASURE: "已报送，但本期没有可计量的对象",
    Reason.NOT_APPLICABLE: "不适用于本职能组",
    Reason.CONSTANT: "同组数值全部相同，无法区分高低",
    Reason.SMALL_GROUP: "同组有效单位少于8个，又没有目标值可用",
    Reason.LOW_COVERAGE: "数据不足：可用权重覆盖率低于方案门槛，本期不出分",
    Reason.NO_INDICATOR: "本方案没有适用于该单位的指标",
    Reason.SIDE_MISSING: "至少一方没有得分，不能计算协调度",
    Reason.NO_EXPOSURE: "没有工作量（分母为零），无率可言",
}
