"""A measure's way: its steps with who and when, and in one sentence who goes next and who cannot."""

from dataclasses import dataclass
from datetime import date, timedelta

from yipanqi.brands.models import Measure
from yipanqi.kit.datewords import day, due, local_day

DAYS_TO_ANSWER = 14  # 接收方两周内回话
STAGES = ("claimed", "doing", "reported", "confirmed")
LABELS = {"claimed": "已认领", "doing": "在做", "reported": "报完成", "confirmed": "接收方确认"}
MOST_NAMED = 3


@dataclass(frozen=True)
class Step:
    """``kind`` is done, current or ahead; the stone ahead is dashed."""

    label: str
    stone: str
    kind: str
    when: str
    who: str


@dataclass(frozen=True)
class Next:
    """Who goes next (``who`` in bold), what they do, who cannot, and what happens on the other way."""

    who: str
    does: str
    aside: str = ""


def steps(measure: Measure, imported: bool) -> list[Step]:
    """The four steps; 退回 stands at 在做 again."""
    at = STAGES.index("doing" if measure.state == "returned" else measure.state)
    told = [_claimed(measure, imported), _doing(measure, imported), _reported(measure), _confirmed(measure)]
    kinds = ["done" if n < at else "current" if n == at else "ahead" for n in range(len(STAGES))]
    return [
        Step(LABELS[stage], stage if kind != "ahead" else "waiting", kind, when, who)
        for stage, kind, (when, who) in zip(STAGES, kinds, told, strict=True)
    ]


def following(measure: Measure) -> Next:
    owner = measure.owner.name if measure.owner else "责任人"
    unit = measure.accepting_unit.name if measure.accepting_unit else ""
    if measure.state == "claimed":
        return Next(owner, "或本支部支委开始做")
    if measure.state == "doing":
        aside = f"报完成后{unit}会收到待办" if unit else "还没写明接收方，报完成以前先定下来"
        return Next(owner, "或本支部支委报完成", aside)
    if measure.state == "returned":
        return Next(owner, "照退回的原因接着做")
    if measure.state == "reported" and not unit:
        return Next("支部", "先写明接收方，才有人确认")
    if measure.state == "reported":
        return Next(unit, f"确认或退回；{_named(measure)}的人不能", "退回就回到“在做”，带一句原因")
    return Next("", "接收方已经确认，这一项走完了")


def answer_by(measure: Measure) -> date | None:
    """Until when the accepting side answers; unknown for a report that a workbook brought."""
    return local_day(measure.reported_at) + timedelta(days=DAYS_TO_ANSWER) if measure.reported_at else None


def _claimed(measure: Measure, imported: bool) -> tuple[str, str]:
    return "原表没写日子" if imported else "", "支部支委或责任人认领"


def _doing(measure: Measure, imported: bool) -> tuple[str, str]:
    if measure.started_on is None:
        return "", "责任人能走这一步"
    month = f"{measure.started_on.year} 年 {measure.started_on.month} 月启动"
    return month + ("，来自原表" if imported else ""), "责任人能走这一步"


def _reported(measure: Measure) -> tuple[str, str]:
    if measure.reported_at:
        by = f" {measure.reported_by.shown_name}" if measure.reported_by else ""
        return f"{day(measure.reported_at)}{by}", "责任人能报，也能收回"
    when = (
        "原表没写日子" if measure.state in ("reported", "confirmed") else due(measure.due_on) if measure.due_on else ""
    )
    return when, "责任人能报，也能收回"


def _confirmed(measure: Measure) -> tuple[str, str]:
    unit = measure.accepting_unit.name if measure.accepting_unit else "接收方还没定"
    if measure.confirmed_on and measure.confirmed_by:
        return f"{day(measure.confirmed_on)} {measure.confirmed_by.name}", unit
    by = answer_by(measure)
    return (f"{day(by)}前 {unit}" if by else unit), "只有接收方能走这一步"


def _named(measure: Measure) -> str:
    """The own section in words: the first few units, or the branch where it covers none."""
    names = list(measure.brand.sections.values()) or [branch.name for branch in measure.brand.branches]
    more = f"等 {len(names)} 个单位" if len(names) > MOST_NAMED else ""
    return "、".join(names[:MOST_NAMED]) + more
