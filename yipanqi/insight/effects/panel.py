"""The series of a measure on its own page: baseline, now, target, picture, verdict, and what else may be at work."""

from typing import Any

from yipanqi.brands import rules
from yipanqi.brands.models import Measure
from yipanqi.indicators.observations.section import in_a_sentence, short
from yipanqi.indicators.observations.series import bands
from yipanqi.insight.effects import telling
from yipanqi.insight.effects.judging import Judgement, judge
from yipanqi.insight.effects.reading import MONTHS_BEFORE, Evidence, read
from yipanqi.kit.charts.series import Picture, draw, number
from yipanqi.kit.panels import Panel, panel


@panel("brands.series", order=10, queries=6)
def before_and_after(measure: Measure, scope) -> Panel | None:
    """Nothing where the measure is bound to no indicator, or nothing of it may be seen."""
    if measure.indicator_id is None:
        return None
    evidence = read(measure, scope)
    if evidence is None or all(value is None for value in evidence.series.values()):
        return None
    judgement = judge(evidence)
    return Panel("前后变化", "insight/effect.html", _context(measure, evidence, judgement, scope))


def _context(measure: Measure, evidence: Evidence, judgement: Judgement, scope) -> dict[str, Any]:
    unit = evidence.indicator.unit_of_measure
    month, now = telling.latest(evidence)
    beside = bands(evidence.peers, evidence.months)
    at = beside[evidence.months.index(month)]
    first = next(iter(evidence.own.units.values()))
    result = judgement.result
    return {
        "measure": measure,
        "unit": unit,
        "now": number(now),
        "month": month,
        "cases": evidence.own.cases(month),
        "baseline": None if measure.baseline is None else number(measure.baseline),
        "target": None if measure.target is None else number(measure.target),
        "computed": _computed(measure, judgement),
        "may_bind": not measure.is_settled and rules.may_change(measure, scope) is None,
        "months_before": MONTHS_BEFORE,
        "finding": telling.finding(evidence, judgement, at.middle if at else None),
        "where": _where(evidence),
        "group_size": len(evidence.peers),
        "group": first.group,
        "doing_it_too": evidence.doing_it_too,
        "chart": draw(_picture(evidence, beside)),
        "verdict": telling.verdict(judgement),
        "beyond": telling.signed(result.beyond) if result and result.beyond is not None else "",
        "own_change": telling.signed(result.own_change) if result and result.own_change is not None else "",
        "their_change": telling.signed(result.comparable_change)
        if result and result.comparable_change is not None
        else "",
        "no_peers": result is not None and result.comparable_units == 0,
        "remarks": evidence.remarks,
        "as_good_before": judgement.as_good_before,
        "as_good": number(evidence.series[judgement.as_good_before] or 0) if judgement.as_good_before else "",
        "guards": [(each, telling.guard_in_words(each)) for each in judgement.guards],
        "lines": _lines(evidence, beside),
        "remark_on": first.latest,
        "whole": f"{evidence.indicator.get_absolute_url()}?unit={first.code}&span=36",
        "has_ticks": bool(evidence.party_months),
    }


def _computed(measure: Measure, judgement: Judgement) -> str:
    """The mean of the half year before, where it says something else than the registered baseline."""
    found = judgement.computed_baseline
    if found is None or (measure.baseline is not None and number(measure.baseline) == number(found)):
        return ""
    return number(found)


def _where(evidence: Evidence) -> str:
    names = [each.name for each in evidence.own.units.values()]
    return names[0] if len(names) == 1 else f"{names[0]}等 {len(names)} 个单位合在一起"


def _picture(evidence: Evidence, beside) -> Picture:
    measure = evidence.measure
    own = [evidence.series[month] for month in evidence.months]
    names = list(evidence.own.units.values())
    return Picture(
        months=evidence.months,
        own=own,
        name=short(names[0].name) if len(names) == 1 else f"{len(names)} 个单位",
        unit=evidence.indicator.unit_of_measure,
        bands=[(each.low, each.middle, each.high) if each else None for each in beside],
        target=measure.target,
        starts=[(measure.started_on, measure.name)] if measure.started_on else [],
        ticks=evidence.party_months,
        title=evidence.indicator.name,
        description=in_a_sentence(evidence.months, own, evidence.indicator.unit_of_measure),
        ident="effect",
    )


def _lines(evidence: Evidence, beside) -> list[dict]:
    lines = [
        {"month": month, "value": value, "key": evidence.own.keys.get(month), "band": band}
        for (month, value), band in zip(evidence.series.items(), beside, strict=True)
    ]
    return lines[::-1]
