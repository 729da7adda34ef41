"""Before and after a start beside comparable units: the change beyond theirs and the sentence to print."""

import numpy as np
import pytest

from evaluation.effects import before_after
from evaluation.errors import EvaluationError

BEFORE = [4.0, 4.2, 3.8, 4.0, 4.1, 3.9]


def section(after: float, months: int = 6) -> list[float]:
    return BEFORE + [after] * months


def others(changes: list[float], months: int = 6) -> dict[str, list[float]]:
    return {f"查验{number}科": section(4.0 + change, months) for number, change in enumerate(changes)}


def test_the_change_is_the_units_own_less_that_of_comparable_units() -> None:
    result = before_after(section(3.5), others([0.2, 0.3]), start=6, direction=-1)

    assert (result.own_change, result.comparable_change, result.beyond) == pytest.approx((-0.5, 0.25, -0.75))
    assert (result.points_before, result.points_after, result.comparable_units) == (6, 6, 2)


def test_four_months_after_the_start_are_a_trend() -> None:
    result = before_after(section(3.5, months=4), others([0.2, 0.3], months=4), start=6, direction=-1)

    assert (result.verdict, result.sentence) == ("too-early", "先看趋势，暂不下结论")
    assert result.beyond == pytest.approx(-0.75)


def test_without_comparable_units_nothing_is_taken_off_and_it_is_said() -> None:
    result = before_after(section(3.5), {}, start=6)

    assert (result.verdict, result.sentence) == ("no-comparable-unit", "没有可比单位")
    assert (result.own_change, result.comparable_change, result.beyond, result.p) == (
        pytest.approx(-0.5),
        None,
        None,
        None,
    )


def test_few_comparable_units_cannot_tell_and_it_is_said() -> None:
    few, enough = (before_after(section(2.0), others([0.2] * count), start=6, direction=-1) for count in (18, 19))

    assert (few.verdict, few.sentence) == ("few-comparable", "可比单位只有 18 个，还分不出差别")
    assert (enough.verdict, enough.p) == ("better", 0.05)


def test_a_change_like_that_of_others_is_no_difference() -> None:
    result = before_after(section(4.1), others(list(np.linspace(-0.4, 0.4, 30))), start=6, direction=-1)

    assert (result.verdict, result.sentence) == ("unclear", "与可比单位的变化相近，还分不出差别")
    assert result.p > 0.5


@pytest.mark.parametrize(
    ("after", "direction", "verdict", "sentence"),
    [
        (2.0, -1, "better", "同期比可比单位明显改善"),
        (2.0, 1, "worse", "同期比可比单位明显变差"),
        (2.0, None, "different", "与可比单位的变化明显不同"),
    ],
)
def test_a_change_unlike_any_other_is_named_without_naming_a_cause(
    after: float, direction: int | None, verdict: str, sentence: str
) -> None:
    result = before_after(section(after), others(list(np.linspace(-0.4, 0.4, 30))), start=6, direction=direction)

    assert (result.verdict, result.sentence, result.p) == (verdict, sentence, pytest.approx(1 / 31))


def test_months_without_a_figure_and_units_without_both_sides_do_not_count() -> None:
    own = [None, *section(3.5)[1:-1], None]
    peers = {"有": section(4.0), "无": [None] * 6 + [4.0] * 6}

    result = before_after(own, peers, start=6)

    assert (result.points_before, result.points_after, result.comparable_units) == (5, 5, 1)


def test_only_the_chosen_months_before_count() -> None:
    result = before_after([9.0, 9.0, *section(3.5)], others([0.0, 0.1]) and {}, start=8, before=6)

    assert (result.own_change, result.points_before) == (pytest.approx(-0.5), 6)


def test_a_start_before_any_figure_cannot_be_compared() -> None:
    result = before_after(section(3.5)[6:], {"甲": section(4.0)[6:]}, start=0)

    assert (result.own_change, result.comparable_units, result.verdict) == (None, 0, "no-comparable-unit")


@pytest.mark.parametrize(
    ("own", "peers", "start", "direction", "code"),
    [
        ([1, 2], {}, 3, None, "start"),
        ([1, 2], {"甲": [1]}, 1, None, "ragged-series"),
        ([1, 2], {}, 1, 2, "bad-direction"),
    ],
)
def test_series_that_do_not_fit_are_refused(
    own: list[float], peers: dict[str, list[float]], start: int, direction: int | None, code: str
) -> None:
    with pytest.raises(EvaluationError) as refusal:
        before_after(own, peers, start=start, direction=direction)
    assert refusal.value.code == code
