"""The three red lines of the yearly review, asked all year so that the review holds no surprise (A9, D13).

Source: indicators.md, section 5 (V1 to V3), as far as the record alone can tell; evidence comes with the review.
"""

from collections.abc import Callable
from dataclasses import dataclass

from yipanqi.brands.models import Brand, Measure

HALF = 0.5  # V2: fewer measures bound than this share and the brand does not pass
NOT_YET = "，不补就过不了关"


@dataclass(frozen=True)
class Gate:
    """One red line: whether it holds today, and in a sentence what there is or what is missing."""

    title: str
    holds: bool
    sentence: str


def gates_of(brand: Brand, measures: list[Measure]) -> list[Gate]:
    return [_party(brand, measures), _operations(measures), _aim(measures)]


def _party(brand: Brand, measures: list[Measure]) -> Gate:
    """V1: nobody of the branch answers for a measure, no meeting approved it, or the concept is empty."""
    title = "有党建元素"
    if not brand.concept:
        return Gate(title, False, f"理念内涵还空着{NOT_YET}")
    if brand.approved_on is None:
        return Gate(title, False, f"没有批准它的会议日期{NOT_YET}")
    named = sum(bool(each.party_element) for each in measures)
    if not named:
        return Gate(title, False, f"没有一项措施写了党建元素{NOT_YET}")
    return Gate(title, True, f"{named} 项措施写了党建元素")


def _operations(measures: list[Measure]) -> Gate:
    """V2: under half of the measures bound, or none with a baseline and a target or with an accepting side."""
    title = "与业务结合紧密"
    loose = [each for each in measures if not each.binding]
    if not measures:
        return Gate(title, False, f"还没有措施{NOT_YET}")
    sound = [each for each in measures if _is_sound(each)]
    if not sound or len(loose) > len(measures) * (1 - HALF):
        said = f"{len(loose)} 项措施没绑指标或交付物" if loose else "没有一项措施有基线、目标或接收方"
        return Gate(title, False, f"{said}{NOT_YET}")
    if loose:
        return Gate(title, True, f"够一半了，还有 {len(loose)} 项没绑指标或交付物")
    return Gate(title, True, f"{len(measures)} 项都绑了指标或交付物")


def _aim(measures: list[Measure]) -> Gate:
    """V3: any measure without baseline, target, due date or owner, or whose target is no better than the baseline."""
    title = "创建目标明确"
    lacking = {words: sum(is_so(each) for each in measures) for words, is_so in LACKS.items()}
    said = "，".join(f"{count} 项{words}" for words, count in lacking.items() if count)
    if said:
        return Gate(title, False, f"{said}{NOT_YET}")
    if not measures:
        return Gate(title, False, f"还没有措施{NOT_YET}")
    return Gate(title, True, "每项都有目标、期限和责任人")


def _is_sound(measure: Measure) -> bool:
    if measure.indicator_id:
        return measure.baseline is not None and measure.target is not None
    return bool(measure.deliverable and measure.accepting_unit_id)


def _worsens(measure: Measure) -> bool:
    baseline, target = measure.baseline, measure.target
    if measure.indicator is None or baseline is None or target is None:
        return False
    return not measure.indicator.improves(baseline, target)


LACKS: dict[str, Callable[[Measure], bool]] = {
    "没绑指标或交付物": lambda each: not each.binding,
    "缺基线": lambda each: bool(each.indicator_id) and each.baseline is None,
    "缺目标": lambda each: bool(each.indicator_id) and each.target is None,
    "目标不比基线好": _worsens,
    "缺期限": lambda each: each.due_on is None,
    "缺责任人": lambda each: each.owner_id is None,
}
