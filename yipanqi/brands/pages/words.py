"""How brands and measures read in cells and lines."""

from yipanqi.brands.lifecycle import BOARD_STONES, MEASURE_STATES
from yipanqi.brands.models import BRAND_STATES, Measure
from yipanqi.kit.icons import icon, stone
from yipanqi.kit.tables import text

BRAND_TAGS = {"creating": "weave", "nurtured": "ok", "model": "ok", "rectifying": "warn", "withdrawn": "line"}
MEASURE_TAGS = {"claimed": "line", "doing": "weave", "reported": "weave", "confirmed": "ok", "returned": "warn"}
# 报完成 has its own stone beside a measure; on the board it counts as 在做.
STONES = BOARD_STONES | {"reported": "reported"}


def number(value: float | None) -> str:
    return "—" if value is None else f"{value:g}"


def brand_state(state: str) -> str:
    return f'<span class="tag {BRAND_TAGS[state]}">{BRAND_STATES[state]}</span>'


def measure_state(state: str) -> str:
    return f'<span class="tag {MEASURE_TAGS[state]}">{stone(STONES[state])}{MEASURE_STATES[state]}</span>'


def bound(indicator, baseline, target, unit, deliverable) -> str:
    """What a measure is bound to, in words without markup; empty when to nothing yet."""
    if indicator:
        return f"{indicator} {number(baseline)} → {number(target)} {unit}".strip()
    return deliverable or ""


def bound_cell(indicator, baseline, target, unit, deliverable) -> str:
    words = bound(indicator, baseline, target, unit, deliverable)
    return text(words) if words else f'<span class="say-warn">{icon("warn")}还没绑定</span>'


def bound_of(measure: Measure) -> str:
    indicator = measure.indicator
    name, unit = (indicator.name, indicator.unit_of_measure) if indicator else ("", "")
    return bound(name, measure.baseline, measure.target, unit, measure.deliverable)
