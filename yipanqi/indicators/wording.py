"""The wording of an indicator: what a version keeps, and what changed between two of them."""

from dataclasses import dataclass

from yipanqi.indicators.models import CONTROL, DIRECTION_WORDS, FREQUENCIES, SENSITIVITIES, SIDES, USES, Indicator

# Fields a version keeps, with the word people know them by and how a stored value is said.
WORDED: dict[str, tuple[str, dict[str, str]]] = {
    "name": ("名称", {}),
    "side": ("侧", SIDES),
    "definition": ("定义", {}),
    "formula": ("公式", {}),
    "unit_of_measure": ("单位", {}),
    "direction": ("方向", DIRECTION_WORDS),
    "controllability": ("可控性", CONTROL),
    "frequency": ("频次", FREQUENCIES),
    "floor": ("目标下限", {}),
    "target": ("目标值", {}),
    "function_groups": ("适用职能组", {}),
    "source": ("来源", {}),
    "use": ("用途", USES),
    "sensitivity": ("敏感级别", SENSITIVITIES),
    "guards": ("配对守护指标", {}),
    "data_owner": ("数据责任部门", {}),
}


@dataclass(frozen=True)
class Change:
    """One field that reads differently in two versions."""

    label: str
    before: str
    after: str


def wording(indicator: Indicator, *, guards: list[str], data_owner: str) -> dict:
    """What a version of this indicator keeps; guards are codes, the data owner is a name."""
    own = {name: getattr(indicator, name) for name in WORDED if name not in ("guards", "data_owner")}
    return {**own, "guards": sorted(guards), "data_owner": data_owner}


def changes(before: dict, after: dict) -> list[Change]:
    """What reads differently, in the order of the dictionary's columns."""
    return [
        Change(label, said(name, before.get(name)), said(name, after.get(name)))
        for name, (label, _) in WORDED.items()
        if before.get(name) != after.get(name)
    ]


def said(name: str, value) -> str:
    """A stored value as people read it; nothing reads 空."""
    if value in (None, "", []):
        return "空"
    if isinstance(value, list):
        return "、".join(value)
    if isinstance(value, float):
        return f"{value:g}"
    return WORDED[name][1].get(value, str(value))
