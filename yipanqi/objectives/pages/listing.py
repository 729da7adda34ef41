"""The list of priorities: what operations worries about, open to everybody."""

from datetime import timedelta

from yipanqi.kit.clock import add_months, today
from yipanqi.kit.datewords import short
from yipanqi.kit.filters import Choice, choice, search
from yipanqi.kit.pages import ListPage
from yipanqi.kit.tables import Column, text
from yipanqi.objectives import rules
from yipanqi.objectives.models import KINDS, STATES, Priority
from yipanqi.objectives.pages.words import aim, aim_cell, carriers_cell, name_cell, state_cell
from yipanqi.organizations.filters import by_unit

DUE = {"past": "已经过期", "month": "30 天内到期", "quarter": "三个月内到期", "later": "更晚"}
CARRIED = {"none": "没人接", "some": "有人接"}
NAME = ("pk", "name", "code", "source")
AIM = ("kind", "indicator__name", "baseline", "target", "indicator__unit_of_measure", "deliverable")


def _due(rows, value, scope):
    """By distance from today; what is done or paused is never overdue."""
    day = today()
    if value == "past":
        return rows.filter(due_on__lt=day, state__in=("active", "not_started"))
    if value == "month":
        return rows.filter(due_on__range=(day, day + timedelta(days=30)))
    if value == "quarter":
        return rows.filter(due_on__range=(day, add_months(day, 3)))
    return rows.filter(due_on__gt=add_months(day, 3)) if value == "later" else rows.none()


def _carried(rows, value, scope):
    return (
        rows.filter(carriers=0) if value == "none" else rows.filter(carriers__gt=0) if value == "some" else rows.none()
    )


def _due_cell(due_on, state) -> str:
    if due_on and due_on < today() and state in ("active", "not_started"):
        return f'<span class="say-warn">{short(due_on)} 过期</span>'
    return text(short(due_on) if due_on else None)


class PriorityList(ListPage):
    model = Priority
    title = "业务重点"
    lead = "业务上最想办成的事，都摆在这里，各支部都能来接"
    counted = "项"
    order = ("raised_by__path", "code")
    export_name = "业务重点"
    template = "objectives/priorities.html"
    empty = "还没有业务重点"
    imported_as = "priorities"
    example = "如：查验堵点攻坚，查验完成时长 5.33 → 4.84 小时，口岸监管处提出，年底到期"
    filters = (
        search("q", "找重点", ("name__icontains", "code__icontains", "source__icontains"), hint="名称、编号、文号"),
        choice("state", "状态", STATES),
        Choice("carried", "有没有人接", _carried, options=CARRIED),
        by_unit("unit", "提出单位", "raised_by__path", more=True),
        choice("kind", "类型", KINDS, more=True),
        Choice("due", "到期", _due, options=DUE, more=True),
    )
    columns = (
        Column("name", "业务重点", NAME, name_cell, lambda pk, name, *_: name, order=("name",)),
        Column("unit", "提出单位", ("raised_by__name",), order=("raised_by__path", "code")),
        Column("aim", "目标", AIM, aim_cell, aim),
        Column("due", "到期", ("due_on", "state"), _due_cell, lambda due_on, state: due_on, order=("due_on",),
               css="nowrap"),
        Column("state", "状态", ("state",), state_cell, STATES.get),
        Column("carriers", "谁在接", ("carriers", "state"), carriers_cell, lambda carriers, state: carriers,
               css="nowrap"),
    )  # fmt: skip

    def rows(self, scope):
        return super().rows(scope).with_carriers()

    def context(self, request) -> dict:
        return {"may_raise": rules.may_raise(request.scope) is None}
