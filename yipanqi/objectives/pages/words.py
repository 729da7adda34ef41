"""How a priority reads in a cell or a line."""

from yipanqi.kit.links import address
from yipanqi.kit.tables import link, small, text
from yipanqi.objectives.models import STATES, Priority

STATE_TAGS = {"not_started": "line", "active": "biz", "paused": "warn", "done": "ok"}


def number(value: float | None) -> str:
    return "—" if value is None else f"{value:g}"


def aim(kind, indicator, baseline, target, unit, deliverable) -> str:
    """``即决率 83.77 → 87.37 %``, or what is handed over, in words without markup."""
    if kind == "task":
        return deliverable or ""
    if not indicator:
        return ""
    if baseline is None and target is None:
        return indicator
    return f"{indicator} {number(baseline)} → {number(target)} {unit}".strip()


def aim_of(priority: Priority) -> str:
    """The same of a priority whose indicator is at hand."""
    indicator = priority.indicator
    name, unit = (indicator.name, indicator.unit_of_measure) if indicator else ("", "")
    return aim(priority.kind, name, priority.baseline, priority.target, unit, priority.deliverable)


def aim_cell(kind, *rest) -> str:
    words = aim(kind, *rest)
    if not words:
        return '<span class="say-warn">还没写明</span>'
    return text(words) + (small("交付物") if kind == "task" else "")


def name_cell(pk, name, code, source) -> str:
    return link(address("objectives:priority", pk), name) + small(f"{code} · {source}" if source else code)


def state_cell(state) -> str:
    return f'<span class="tag {STATE_TAGS[state]}">{STATES[state]}</span>'


def carriers_cell(carriers, state) -> str:
    if carriers:
        return f"{carriers} 项在接"
    return '<span class="say-warn">没人接</span>' if state == "active" else text(None)
