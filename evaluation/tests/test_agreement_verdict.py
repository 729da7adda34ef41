"""When a panel's agreement is too small to be used, and trimmed means."""

import pytest

from evaluation import agreement
from evaluation.errors import EvaluationError, UnknownOption


@pytest.mark.parametrize(
    ("statistic", "value", "grade"),
    [
        ("krippendorff", 0.80, "sufficient"),
        ("krippendorff", 0.70, "tentative"),
        ("krippendorff", 0.66, "refused"),
        ("icc", 0.75, "sufficient"),
        ("icc", 0.49, "refused"),
        ("kendall_w", 0.50, "tentative"),
        ("kendall_w", 0.16, "refused"),
    ],
)
def test_a_panel_is_graded_by_the_published_threshold(statistic: str, value: float, grade: str) -> None:
    result = agreement.verdict(statistic, value)

    assert (result.grade, result.accepted) == (grade, grade != "refused")


def test_the_lower_end_of_the_interval_decides_where_it_is_known() -> None:
    result = agreement.verdict("icc", 0.80, low=0.30)

    assert result == agreement.Verdict(
        False,
        "refused",
        "评委一致性不足（0.30，低于 0.5），结果不予采用，须复评或加派评委",
        "Koo & Li (2016), J. Chiropractic Medicine 15(2): 155-163",
    )


def test_an_order_chance_would_give_as_well_is_refused() -> None:
    result = agreement.verdict("kendall_w", 0.9, p=0.2)

    assert (result.accepted, result.sentence) == (False, "评委排序与随机无异（p = 0.20），不得据此排名")


def test_an_undefined_agreement_is_refused() -> None:
    assert agreement.verdict("icc", None).sentence == "评委一致性无法计算，结果不予采用"


def test_an_unknown_statistic_names_those_that_exist() -> None:
    with pytest.raises(UnknownOption, match="kendall_w"):
        agreement.verdict("kappa", 0.5)


def test_a_trimmed_mean_leaves_out_the_highest_and_the_lowest() -> None:
    result = agreement.trimmed_means([[95, 60, 80, 84, None], [70, 70, 70, None, None], [90, 80, None, None, None]])

    assert result == agreement.TrimmedMeans(
        values=(82.0, 70.0, None),
        used=(2, 1, 0),
        reasons=(None, None, "评分只有 2 个，去掉最高、最低各 1 个后没有剩余"),
    )


def test_a_trimmed_mean_that_drops_nothing_is_the_mean() -> None:
    assert agreement.trimmed_means([[1, 2, 6]], drop=0).values == (3.0,)


def test_a_negative_number_to_drop_is_refused() -> None:
    with pytest.raises(EvaluationError, match="negative-drop"):
        agreement.trimmed_means([[1, 2, 3]], drop=-1)
