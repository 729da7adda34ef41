"""What a measure is bound to: an indicator with baseline and target, a deliverable, or nothing yet."""

from collections.abc import Mapping

from yipanqi.brands.models import Brand
from yipanqi.indicators.rules import not_a_target

KINDS = {"indicator": "绑一个指标", "deliverable": "交一样东西", "": "先不绑"}
OWN_SECTION = "接收方不能是自己科，做的人不能自己确认"


def unsound(facts: Mapping, brand: Brand) -> list[tuple[str, str]]:
    """(field, sentence) for everything that keeps the aim from being clear. ``facts`` hold instances by field name.

    A gate of the yearly review asks the same (创建目标明确), so that the review holds no surprise.
    """
    if facts.get("indicator"):
        found = _unsound_indicator(facts)
    elif facts.get("deliverable"):
        found = [] if facts.get("accepting_unit") else [("accepting_unit", "写明由哪个单位收")]
    else:
        return []
    if facts.get("due_on") is None:
        found.append(("due_on", "写明到什么时候"))
    accepting = facts.get("accepting_unit")
    if accepting is not None and accepting.pk in brand.sections:
        found.append(("accepting_unit", OWN_SECTION))
    return found


def _unsound_indicator(facts: Mapping) -> list[tuple[str, str]]:
    indicator, baseline, target = facts["indicator"], facts.get("baseline"), facts.get("target")
    found = []
    if sentence := not_a_target(indicator.code, indicator.name, indicator.use):
        found.append(("indicator", sentence))
    if baseline is None:
        found.append(("baseline", "写明基线，从哪里起步"))
    if target is None:
        found.append(("target", "写明目标值"))
    elif baseline is not None and not indicator.improves(baseline, target):
        found.append(("target", f"{indicator.name}{indicator.direction_words}，目标要比基线好"))
    return found


def accepting_unit_of(brand: Brand, *, priority, indicator):
    """Who accepts when nobody was named: the unit that raised the priority, else the data owner; never the own section.

    None when both are the own section: somebody else must then be named.
    """
    units = [priority.raised_by if priority else None, indicator.data_owner if indicator else None]
    return next((unit for unit in units if unit is not None and unit.pk not in brand.sections), None)
