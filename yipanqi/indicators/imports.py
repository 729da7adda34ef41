"""The indicator dictionary from a workbook."""

from collections.abc import Mapping, Sequence

from yipanqi.indicators import actions, rules
from yipanqi.indicators.directory import INDICATORS
from yipanqi.indicators.models import (
    CONTROL,
    DIRECTION_WORDS,
    DIRECTIONS,
    FREQUENCIES,
    SENSITIVITIES,
    SIDES,
    USES,
    Indicator,
)
from yipanqi.indicators.observations import imports as observations  # noqa: F401  the room's other kind
from yipanqi.kit.workbook import (
    Choice,
    Code,
    Existing,
    Kind,
    Number,
    Reference,
    References,
    Row,
    Text,
    Unreadable,
    cells,
    register,
)  # fmt: skip
from yipanqi.organizations.imports import UNITS


def _choices(*tables: Mapping[str, str]) -> dict[str, str]:
    """What may stand in the cell, for every word of the tables."""
    return {word: value for table in tables for value, word in table.items()}


SIDE_WORDS = _choices(SIDES) | {"党建侧": "party", "业务侧": "operations"}
HELD = _choices(CONTROL) | {"中等": "medium", "较高": "high", "较低": "low"}
WAYS = _choices(DIRECTIONS, DIRECTION_WORDS) | {
    "正向": "up", "上升": "up", "越大越好": "up", "逆向": "down", "负向": "down", "反向": "down", "下降": "down",
    "越小越好": "down", "适中": "band", "区间": "band", "适度": "band",
}  # fmt: skip
OFTEN = _choices(FREQUENCIES) | {
    "月": "month", "每月": "month", "按月": "month", "季": "quarter", "每季": "quarter", "每季度": "quarter",
    "按季": "quarter", "半年度": "half", "每半年": "half", "年": "year", "每年": "year", "全年": "year",
}  # fmt: skip


class Sensitivity(Choice):
    """Nothing secret belongs in the system (D19): such a word is refused with the reason, not as a typing error."""

    def read(self, cell):
        word = cells.word_of(cell)
        if any(secret in word for secret in ("秘密", "机密", "绝密", "涉密")):
            raise Unreadable(f"{word}的指标不进本系统（D19），这一行请不要导入")
        return super().read(cell)


@register
class Indicators(Kind):
    slug = "indicators"
    label = "指标字典"
    counter = "个指标"
    model = Indicator
    key = ("code",)
    owned = ("versions",)
    may = staticmethod(lambda scope: scope.may_import)

    code = Code("代码", "指标代码", "编号", required=True, most=20)
    name = Text("名称", "指标名称", required=True, most=60)
    side = Choice("侧", "党建/业务", choices=SIDE_WORDS, required=True)
    definition = Text("定义", "口径")
    formula = Text("公式", "计算公式", most=300)
    unit_of_measure = Text("单位", "计量单位", most=20)
    direction = Choice("方向", "指标方向", choices=WAYS, required=True)
    controllability = Choice("可控性", choices=HELD, keep_blank=True)
    frequency = Choice("频次", "统计频次", choices=OFTEN, keep_blank=True)
    guards = References("配对守护指标", "守护指标", to=INDICATORS, within="indicators")
    floor = Number("目标下限", "下限")
    target = Number("目标值", "目标")
    function_groups = Text("适用职能组", "职能组", most=200)
    source = Text("来源", "数据来源", most=120)
    use = Choice("用途", choices=_choices(USES), keep_blank=True)
    sensitivity = Sensitivity("敏感级别", "密级", choices=_choices(SENSITIVITIES), keep_blank=True)
    data_owner = Reference("数据责任部门", "责任部门", "数据责任单位", to=UNITS)

    def check(self, row: Row) -> None:
        """D6 and D19 hold for a workbook as they do for the editor; a row that guards itself is a slip."""
        if row.get("code") in (row.get("guards") or ()):
            row.fault("guards", "指标不能给自己守护")

    def review(self, rows: Sequence[Row]) -> None:
        for row in rows:
            use = row.now("use") or "scored"
            texts = {name: row.now(name) or "" for name in ("name", "definition", "formula", "source")}
            for name, sentence in rules.refusals(use, **texts):
                row.fault(name if name in row else "use", sentence)
            if far := rules.out_of_reach(use, row.now("controllability") or "high"):
                row.fault("use" if "use" in row else "controllability", far)

    def existing(self, keys: Sequence[tuple]) -> Mapping[tuple, Existing]:
        held: dict[tuple, Existing] = {}
        plain = [name for name in self.compared if name not in ("guards", "data_owner")]
        rows = Indicator.objects.filter(code__in=[key[0] for key in keys])
        for pk, version, owner, *values in rows.values_list("pk", "version", "data_owner__code", *plain):
            told = dict(zip(plain, values, strict=True))
            held[(told["code"],)] = Existing(pk, {**told, "data_owner": owner or "", "guards": []}, version)
        pairs = Indicator.guards.through.objects.filter(from_indicator__in=rows.values("pk"))
        names = pairs.order_by("to_indicator__code").values_list("from_indicator__code", "to_indicator__code")
        for code, guard in names:
            held[(code,)].values["guards"].append(guard)
        return held

    def apply(self, rows: Sequence[Row], *, by, batch) -> None:
        actions.enter_indicators(rows, by=by, batch=batch)
