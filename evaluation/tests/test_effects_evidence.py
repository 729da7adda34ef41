"""Evidence levels L0 to L4, the minimum sample, and the wording each allows."""

from typing import Any

import pytest

from evaluation.effects import Estimate, Evidence, Level, Minimum, Shortfall, level, minimum

CLEAR = Estimate(-0.3, 0.1, (-0.5, -0.1))
UNCLEAR = Estimate(-0.3, 0.2, (-0.7, 0.1))
PROCESS: dict[str, Any] = {"baseline": True, "target": True, "process_points": 4, "process_direction_agrees": True}
COMPARED = PROCESS | {"effect": CLEAR, "direction": -1, "pretest_p": 0.4}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"baseline": True, "target": False}, (Level.CLAIM, "缺基线或目标")),
        ({"baseline": True, "target": True}, (Level.BASELINE, "缺方向一致的过程数据")),
        (PROCESS | {"process_direction_agrees": False}, (Level.BASELINE, "缺方向一致的过程数据")),
        (PROCESS, (Level.PROCESS, "缺同组对照的估计")),
        (COMPARED | {"effect": UNCLEAR}, (Level.PROCESS, "区间含 0，未证实")),
        (COMPARED | {"direction": 1}, (Level.PROCESS, "与同组对照相比，方向与预期不符")),
        (COMPARED | {"pretest_p": 0.01}, (Level.PROCESS, "启动前走势已有不同")),
        (COMPARED | {"pretest_p": None}, (Level.PROCESS, "启动前走势未经检验")),
        (COMPARED | {"effect": Estimate(None, None, None)}, (Level.PROCESS, "缺同组对照的估计")),
        (COMPARED, (Level.COMPARED, "缺两个以上支部复制并改善")),
        (COMPARED | {"effect": UNCLEAR, "randomisation_p": 0.03}, (Level.COMPARED, "缺两个以上支部复制并改善")),
        (COMPARED | {"replications": 3, "replications_improved": 2}, (Level.COMPARED, "缺两个以上支部复制并改善")),
        (COMPARED | {"replications": 2, "replications_improved": 2}, (Level.REPLICATED, None)),
    ],
)
def test_a_contribution_reaches_the_level_its_evidence_supports(
    facts: dict[str, Any], expected: tuple[Level, str | None]
) -> None:
    result = level(**facts)

    assert (result.level, result.lacking) == expected


def test_only_from_the_third_level_on_may_a_text_say_that_it_helped() -> None:
    assert level(**PROCESS) == Evidence(Level.PROCESS, False, "与……同期", "缺同组对照的估计")
    assert level(**COMPARED) == Evidence(Level.COMPARED, True, "促进了", "缺两个以上支部复制并改善")


def test_a_guarded_indicator_that_worsened_voids_the_claim() -> None:
    assert level(**COMPARED, guard_worsened_by=1.0).holds
    assert level(**COMPARED, guard_worsened_by=1.2) == Evidence(
        Level.COMPARED, False, "不成立：守护指标变差", "守护指标变差超过组内一个标准差", False
    )


def test_levels_have_words() -> None:
    assert [one.words for one in Level] == [
        "仅主张",
        "有基线与目标",
        "有过程数据且方向一致",
        "有同组对照",
        "多支部复制亦成立",
    ]


def test_fewer_than_six_points_after_the_start_give_a_trend_and_no_verdict() -> None:
    too_early = Shortfall("too-early", "先看趋势，暂不下结论")

    assert minimum(points_after=5, comparable_units=76) == Minimum(False, "先看趋势，暂不下结论", (too_early,))
    assert minimum(points_after=6, comparable_units=76) == Minimum(True, None, ())


def test_no_comparable_unit_is_said_first() -> None:
    result = minimum(points_after=3, comparable_units=0)

    assert result.sentence == "没有可比单位"
    assert [shortfall.code for shortfall in result.shortfalls] == ["no-comparable-unit", "too-early"]


def test_few_units_or_little_before_are_reservations_not_refusals() -> None:
    result = minimum(points_after=6, comparable_units=3, points_before=1, treated_units=4)

    assert (result.enough, [one.sentence for one in result.reservations]) == (
        True,
        ["启动前数据不足，无法检验此前走势是否相同", "同期启动的单位不足 5 个，区间只供参考"],
    )
