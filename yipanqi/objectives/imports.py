"""Operational priorities from a workbook."""

from collections.abc import Mapping, Sequence

from yipanqi.indicators.directory import INDICATORS
from yipanqi.indicators.models import Indicator
from yipanqi.indicators.rules import not_a_target
from yipanqi.kit.workbook import Choice, Code, Day, Existing, Kind, Number, Reference, Row, Text, register
from yipanqi.objectives import actions
from yipanqi.objectives.models import KINDS, STATES, Priority
from yipanqi.organizations.imports import UNITS
from yipanqi.people.imports import PEOPLE

STATE_WORDS = {word: state for state, word in STATES.items()} | {
    "未开始": "not_started", "未开展": "not_started", "推进中": "active", "在办": "active", "正在进行": "active",
    "暂停": "paused", "完成": "done", "办结": "done", "已办结": "done",
}  # fmt: skip
REFERENCES = {"raised_by": "code", "owner": "number", "indicator": "code", "accepting_unit": "code"}


@register
class Priorities(Kind):
    slug = "priorities"
    label = "业务重点"
    counter = "项业务重点"
    model = Priority
    key = ("code",)
    may = staticmethod(lambda scope: scope.may_import)

    code = Code("编号", "重点编号", "业务重点编号", "重点工作编号", "代码", required=True, most=20)
    name = Text("名称", "重点名称", "业务重点", "业务重点名称", "重点工作", required=True, most=80)
    raised_by = Reference(
        "提出机构代码", "提出机构", "提出单位", "提出部门", "牵头单位", "牵头部门", to=UNITS, required=True
    )
    owner = Reference("责任人工号", "责任人", "负责人", "负责人工号", to=PEOPLE)
    indicator = Reference("对应指标代码", "指标代码", "对应指标", "指标", to=INDICATORS)
    baseline = Number("基线", "基线值")
    target = Number("目标", "目标值")
    starts_on = Day("起", "开始日期", "起始日期", "启动日期")
    due_on = Day("止", "截止日期", "完成时限", "完成日期", "期限", "结束日期")
    state = Choice("状态", choices=STATE_WORDS, keep_blank=True)
    description = Text("说明", "备注")
    kind = Choice("类型", choices={word: kind for kind, word in KINDS.items()}, keep_blank=True)
    source = Text("来源", "文号", most=120)
    deliverable = Text("交付物", most=120)
    accepting_unit = Reference("接收机构代码", "接收机构", "接收方", "接收单位", "验收单位", to=UNITS)

    def check(self, row: Row) -> None:
        starts, due = row.get("starts_on"), row.get("due_on")
        if starts and due and due < starts:
            row.fault("due_on", "止不能早于起")

    def review(self, rows: Sequence[Row]) -> None:
        """A target may only be what may be one (D19); a binding that lacks its half deserves a look."""
        named = {row.now("indicator") for row in rows} - {None, ""}
        uses = {code: (name, use) for code, name, use in Indicator.objects.filter(code__in=named).values_list(
            "code", "name", "use")}  # fmt: skip
        for row in rows:
            code = row.now("indicator")
            if code in uses and (sentence := not_a_target(code, *uses[code])):
                row.fault("indicator" if "indicator" in row else "code", sentence)
            self._complete(row)

    @staticmethod
    def _complete(row: Row) -> None:
        is_task = row.now("kind") == "task"
        if is_task and not row.now("deliverable"):
            row.note("deliverable", "任务没写交付物，验收时没有东西可看")
        if not is_task and not row.now("indicator"):
            row.note("indicator", "没写对应指标，挂上来的措施没有共同的目标")
        if row.is_new and not row.get("accepting_unit"):
            if is_task:
                row.note("accepting_unit", "没写接收机构，完成后没有人验收")
            elif "accepting_unit" not in row:
                row["accepting_unit"] = row["raised_by"]  # an indicator is accepted by whoever raised the priority

    def existing(self, keys: Sequence[tuple]) -> Mapping[tuple, Existing]:
        plain = [name for name in self.compared if name not in REFERENCES]
        paths = [f"{name}__{key}" for name, key in REFERENCES.items()]
        held = {}
        rows = Priority.objects.filter(code__in=[key[0] for key in keys])
        for pk, version, *values in rows.values_list("pk", "version", *plain, *paths):
            told = dict(zip([*plain, *REFERENCES], values, strict=True))
            held[(told["code"],)] = Existing(pk, told, version)
        return held

    def apply(self, rows: Sequence[Row], *, by, batch) -> None:
        actions.enter_priorities(rows, by=by, batch=batch)
