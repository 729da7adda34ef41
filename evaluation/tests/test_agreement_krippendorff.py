"""Krippendorff's alpha: published table at four levels, missing ratings, and data that cannot show agreement."""

import numpy as np
import pytest

from evaluation import agreement
from evaluation.errors import EvaluationError, UnknownOption
from evaluation.tests.published import case

LEVELS = ("nominal", "ordinal", "interval", "ratio")


def test_alpha_reproduces_krippendorffs_four_observers() -> None:
    """krippendorff-4x12: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability; two units incomplete."""
    published = case("krippendorff-4x12")
    table = published.table("obs_A", "obs_B", "obs_C", "obs_D")

    values = {level: agreement.krippendorff(table, level) for level in LEVELS}

    assert values == pytest.approx(published.expected, abs=published.tolerance["alpha"])
    assert values == pytest.approx(published.published, abs=published.tolerance["published"])


def test_alpha_reproduces_krippendorffs_two_observers() -> None:
    """Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, examples A (binary) and B (nominal)."""
    binary = list(zip([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0], strict=True))
    nominal = list(zip("aabbdcccedda", "babbbccceddd", strict=True))

    assert round(agreement.krippendorff(binary), 3) == 0.095
    assert round(agreement.krippendorff(nominal), 3) == 0.692


def test_alpha_is_the_share_of_disagreement_within_units_however_many_values_there_are() -> None:
    """20,000 distinct scores: the table of their pairs would need 3 GB. Interval alpha of complete data by ANOVA."""
    scores = np.random.RandomState(8).standard_normal((2_000, 10)) + np.arange(2_000)[:, None] / 1_000

    within = 2 * 10 * ((scores - scores.mean(axis=1, keepdims=True)) ** 2).sum() / 9
    overall = 2 * ((scores - scores.mean()) ** 2).sum() * scores.size / (scores.size - 1)

    assert agreement.krippendorff(scores, "interval") == pytest.approx(1 - within / overall)


def test_nominal_ratings_may_be_words() -> None:
    numbers = [[1, 1, 2], [2, 2, None], [3, 1, 3], [1, 1, 1]]
    words = [[{1: "优", 2: "良", 3: "中", None: ""}[cell] for cell in row] for row in numbers]

    assert agreement.krippendorff(words, "nominal") == agreement.krippendorff(numbers, "nominal")


@pytest.mark.parametrize("level", LEVELS)
def test_alpha_ignores_the_order_of_units_and_of_raters_within_a_unit(level: str) -> None:
    random = np.random.RandomState(3)
    table = random.randint(1, 6, (12, 4)).astype(float)
    table[random.random_sample(table.shape) < 0.2] = np.nan
    shuffled = np.array([row[random.permutation(4)] for row in table[random.permutation(12)]])

    assert agreement.krippendorff(shuffled, level) == pytest.approx(agreement.krippendorff(table, level))


def test_alpha_is_one_for_perfect_and_about_zero_for_random_ratings() -> None:
    random = np.random.RandomState(4)
    column = random.randint(1, 6, (500, 1))

    assert agreement.krippendorff(np.hstack([column, column]), "ordinal") == 1.0
    assert abs(agreement.krippendorff(random.randint(1, 6, (500, 2)), "interval")) < 0.1


def test_interval_alpha_does_not_change_with_the_scale_and_ratio_not_with_the_unit() -> None:
    table = np.random.RandomState(5).randint(1, 9, (15, 3)).astype(float)

    assert agreement.krippendorff(3 * table - 7, "interval") == pytest.approx(agreement.krippendorff(table, "interval"))
    assert agreement.krippendorff(3 * table, "ratio") == pytest.approx(agreement.krippendorff(table, "ratio"))


@pytest.mark.parametrize(
    ("table", "level", "code"),
    [
        ([[1, None], [None, 2]], "nominal", "no-pairs"),
        ([[None, None]], "interval", "no-pairs"),
        ([[2, 2], [2, 2]], "interval", "no-variation"),
        ([["优", "优"]], "nominal", "no-variation"),
        ([[-1, 1], [1, 2]], "ratio", "negative-ratio"),
        ([], "nominal", "empty-table"),
    ],
)
def test_data_that_cannot_show_agreement_say_why(table: list[list[float]], level: str, code: str) -> None:
    with pytest.raises(EvaluationError) as refusal:
        agreement.krippendorff(table, level)
    assert refusal.value.code == code


def test_an_unknown_level_names_those_that_exist() -> None:
    with pytest.raises(UnknownOption, match="ordinal"):
        agreement.krippendorff([[1, 2]], "metric")
