"""Kendall's W: published table, ties, and orders that do not exist."""

import numpy as np
import pytest
from scipy import stats

from evaluation import agreement
from evaluation.errors import EvaluationError
from evaluation.tests.published import case


def test_w_reproduces_siegels_three_executives() -> None:
    """kendall-w-siegel: Siegel (1956), Nonparametric Statistics, three executives rank six applicants."""
    published = case("kendall-w-siegel")

    result = agreement.kendall_w(published.table("rater1", "rater2", "rater3"))

    expected = published.expected
    assert (result.W, result.chi2, result.p) == pytest.approx((expected["W"], expected["chi2"], expected["p_chi2"]))
    assert (result.S, result.ties, result.df) == (expected["S"], 0.0, 5)


def test_w_reproduces_kendalls_three_judges_with_ties() -> None:
    """Kendall (1948), Rank Correlation Methods, ch. 6, also Siegel (1956): ten entities, printed W = 0.828."""
    judges = [
        [1, 4.5, 2, 4.5, 3, 7.5, 6, 9, 7.5, 10],
        [2.5, 1, 2.5, 4.5, 4.5, 8, 9, 6.5, 10, 6.5],
        [2, 1, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10],
    ]

    result = agreement.kendall_w(np.transpose(judges))

    assert (result.S, round(result.W or 0, 3)) == (591.0, 0.828)


def test_w_with_ties_is_friedmans_statistic_over_its_maximum() -> None:
    table = np.random.RandomState(6).randint(1, 4, (7, 5)).astype(float)

    result = agreement.kendall_w(table)

    friedman = stats.friedmanchisquare(*table)
    assert (result.chi2, result.p) == pytest.approx((friedman.statistic, friedman.pvalue))
    concordance = result.W
    assert concordance == pytest.approx(friedman.statistic / (5 * 6))


def test_w_is_one_when_all_judges_order_alike_even_with_ties() -> None:
    concordance = agreement.kendall_w([[1, 10], [2, 20], [2, 20], [4, 90]]).W

    assert concordance == pytest.approx(1.0)


def test_w_uses_only_the_order_of_each_judge() -> None:
    table = np.random.RandomState(8).random_sample((6, 3))

    assert agreement.kendall_w(np.exp(9 * table)) == agreement.kendall_w(table)


def test_a_judge_who_sees_no_difference_counts_as_all_tied() -> None:
    result = agreement.kendall_w([[1, 5], [1, 5], [1, 5]])

    assert (result.W, result.chi2, result.p) == (None, None, None)
    assert result.reason == "每位评委给所有单位的名次都相同，没有可比的顺序"


@pytest.mark.parametrize("table", [[[1, 2]], [[1], [2]], [[1, None], [2, 3]]])
def test_an_order_by_too_few_judges_or_of_too_few_units_is_refused(table: list[list[float]]) -> None:
    with pytest.raises(EvaluationError) as refusal:
        agreement.kendall_w(table)
    assert refusal.value.code == "too-few-ratings"
