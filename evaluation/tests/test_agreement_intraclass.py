"""Intraclass correlation: published table, intervals, and panels too small or too uniform to judge."""

import numpy as np
import pytest

from evaluation import agreement
from evaluation.errors import ShapeError, UnknownOption
from evaluation.tests.published import case

RATERS = ("R1", "R2", "R3", "R4")


def shrout_fleiss() -> np.ndarray:
    columns = case("icc-shrout-fleiss-1979").columns
    scores = columns.numbers("score")
    return scores.reshape(6, 4)


def test_the_six_forms_reproduce_shrout_and_fleiss() -> None:
    """icc-shrout-fleiss-1979: Shrout & Fleiss (1979), Psychological Bulletin 86(2): 420-428, table 2."""
    published = case("icc-shrout-fleiss-1979")

    values = {form: agreement.icc(shrout_fleiss(), form).value for form in published.published}

    assert values == pytest.approx({form: published.expected[form] for form in values}, abs=1e-9)
    assert values == pytest.approx(published.published, abs=published.tolerance["published"])


def test_the_intervals_reproduce_mcgraw_and_wong() -> None:
    """icc-shrout-fleiss-1979: intervals after McGraw & Wong (1996), as printed by pingouin (two decimals)."""
    printed = case("icc-shrout-fleiss-1979").expected["CI95"]
    forms = dict(zip(printed, ("ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"), strict=True))

    results = {name: agreement.icc(shrout_fleiss(), form) for name, form in forms.items()}

    assert {name: (round(r.low, 2), round(r.high, 2)) for name, r in results.items()} == {
        name: tuple(interval) for name, interval in printed.items()
    }


def test_the_f_test_compares_units_with_residual_or_within_units() -> None:
    expected = case("icc-shrout-fleiss-1979").expected

    one, three = agreement.icc(shrout_fleiss(), "ICC1"), agreement.icc(shrout_fleiss(), "ICC3")

    assert (three.F, three.df1, three.df2) == (pytest.approx(expected["F_rows"]), 5, 15)
    assert (one.F, one.df1, one.df2) == (pytest.approx(expected["MSR"] / expected["MSW"]), 5, 18)


@pytest.mark.parametrize("scale", [1, 3, 0.1])
def test_a_variance_that_cancels_leaves_no_correlation_but_a_reason(scale: float) -> None:
    """The raters' and the units' variances make up for each other exactly; what rounding leaves is no denominator."""
    ratings = np.array([[3, 3, 4], [3, 3, 4], [4, 3, 3]]) * scale + 2

    result = agreement.icc(ratings, "ICC2k")

    assert (result.value, result.reason) == (None, "各单位得分没有差别，无从归因")


@pytest.mark.parametrize("form", ["ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"])
def test_an_intraclass_correlation_ignores_the_order_of_units_and_raters(form: str) -> None:
    random = np.random.RandomState(1)
    table = shrout_fleiss()
    shuffled = table[random.permutation(6)][:, random.permutation(4)]

    first, second = agreement.icc(table, form), agreement.icc(shuffled, form)

    assert (first.value, first.low, first.high) == pytest.approx((second.value, second.low, second.high))


def test_the_interval_covers_the_true_correlation_at_its_nominal_rate() -> None:
    random = np.random.RandomState(7)
    truth, covered = 0.5, 0
    for _ in range(400):
        units = random.standard_normal((20, 1))
        result = agreement.icc(units + random.standard_normal((20, 3)), "ICC1")
        covered += result.low <= truth <= result.high

    assert 0.92 <= covered / 400 <= 0.98


def test_a_unit_with_an_empty_rating_is_left_out_and_named() -> None:
    table = shrout_fleiss()
    gap = np.vstack([table, [5.0, None, 3.0, 4.0]])

    result = agreement.icc(gap, "ICC2")

    assert result.value == agreement.icc(table, "ICC2").value
    assert result.warnings == ("rows with an empty rating were left out: 6",)


def test_identical_scores_have_no_correlation_but_a_reason() -> None:
    result = agreement.icc([[3, 3], [3, 3], [3, 3]], "ICC2")

    assert (result.value, result.low, result.high, result.F) == (None, None, None, None)
    assert result.reason == "各单位得分没有差别，无从归因"


def test_raters_who_agree_exactly_have_correlation_one_and_no_interval() -> None:
    result = agreement.icc([[0.1, 0.1], [0.2, 0.2], [0.3, 0.3]], "ICC3")

    assert (result.value, result.low, result.F) == (1.0, None, None)
    assert result.reason == "评分没有残差，F 值无上界，没有区间"


@pytest.mark.parametrize("table", [[[1, 2]], [[1], [2]], [[1, None], [None, 2]]])
def test_a_panel_too_small_to_judge_is_refused(table: list[list[float]]) -> None:
    with pytest.raises(ShapeError) as refusal:
        agreement.icc(table)
    assert refusal.value.code == "too-few-ratings"


def test_an_unknown_form_names_those_that_exist() -> None:
    with pytest.raises(UnknownOption, match="ICC2k"):
        agreement.icc(shrout_fleiss(), "ICC4")
