"""AHP against published matrices, and what it does with bad ones."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import weights
from evaluation.errors import EvaluationError, MissingData, ShapeError, UnknownOption, ValueRangeError
from evaluation.tests.published import case


@pytest.mark.parametrize("table", ["saaty-1980", "saaty-2005"])
@pytest.mark.parametrize(("name", "accepted"), [("ahp-saaty-drinks", True), ("ahp-school-inconsistent", False)])
def test_ahp_reproduces_saatys_matrices(name: str, accepted: bool, table: str) -> None:
    """Saaty (2008) relative consumption of drinks; Saaty (1980) choice of school."""
    expected = case(name).expected

    result = weights.ahp(case(name).numbers_without("item"), random_index=table)

    np.testing.assert_allclose(result.weights, expected["weights"], atol=1e-9)
    assert result.lambda_max == pytest.approx(expected["lambda_max"], abs=1e-9)
    assert result.consistency_index == pytest.approx(expected["CI"], abs=1e-9)
    assert result.consistency_ratio == pytest.approx(expected[f"CR_RI_{table.replace('-', '')}"], abs=1e-9)
    assert (result.accepted, result.random_index_table) == (accepted, table)


def test_ahp_weights_agree_with_the_printed_ones() -> None:
    """Saaty (2008), table "relative consumption of drinks", three digits."""
    drinks = case("ahp-saaty-drinks")

    result = weights.ahp(drinks.numbers_without("item"), "saaty-2005")

    printed = drinks.published
    assert dict(zip(drinks.inputs["order"], result.weights.round(3), strict=True)) == printed["weights"]
    assert round(result.consistency_ratio or 0, 3) == printed["CR"]


def written(*rows: str) -> list[list[Fraction]]:
    return [[Fraction(cell) for cell in row.split()] for row in rows]


def test_ahp_reproduces_distances_guessed_from_philadelphia() -> None:
    """Saaty (1980), ch. 2: Cairo, Tokyo, Chicago, San Francisco, London, Montreal; printed with three digits."""
    result = weights.ahp(
        written(
            "1 1/3 8 3 3 7",
            "3 1 9 3 3 9",
            "1/8 1/9 1 1/6 1/5 2",
            "1/3 1/3 6 1 1/3 6",
            "1/3 1/3 5 3 1 6",
            "1/7 1/9 1/2 1/6 1/6 1",
        )
    )

    assert result.weights.round(3).tolist() == [0.262, 0.397, 0.033, 0.116, 0.164, 0.027]
    assert round(result.lambda_max, 2) == 6.45


def test_hierarchy_reproduces_the_choice_of_a_house() -> None:
    """Saaty (1990), European J. Operational Research 48: 9-26: eight criteria, three houses; printed with three digits.

    The criteria's ratio prints as 0.169, so the hierarchy is computed and not accepted.
    """
    criteria = written(
        "1 5 3 7 6 6 1/3 1/4",
        "1/5 1 1/3 5 3 3 1/5 1/7",
        "1/3 3 1 6 3 4 6 1/5",
        "1/7 1/5 1/6 1 1/3 1/4 1/7 1/8",
        "1/6 1/3 1/3 3 1 1/2 1/5 1/6",
        "1/6 1/3 1/4 4 2 1 1/5 1/6",
        "3 5 1/6 7 5 5 1 1/2",
        "4 7 5 8 6 6 2 1",
    )
    houses = [
        written("1 6 8", "1/6 1 4", "1/8 1/4 1"),
        written("1 7 1/5", "1/7 1 1/8", "5 8 1"),
        written("1 8 6", "1/8 1 1/4", "1/6 4 1"),
        written("1 1 1", "1 1 1", "1 1 1"),
        written("1 5 4", "1/5 1 1/3", "1/4 3 1"),
        written("1 8 6", "1/8 1 1/5", "1/6 5 1"),
        written("1 1/2 1/2", "2 1 1", "2 1 1"),
        written("1 1/7 1/5", "7 1 3", "5 1/3 1"),
    ]

    result = weights.ahp_hierarchy(criteria, houses)

    top = result.criteria
    assert top.weights.round(3).tolist() == [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333]
    assert (round(top.lambda_max, 3), round(top.consistency_index, 3)) == (9.669, 0.238)
    assert (round(top.consistency_ratio or 0, 3), result.accepted) == (0.169, False)
    assert result.scores.round(3).tolist() == [0.396, 0.341, 0.263]


def test_hierarchy_reproduces_the_choice_of_a_job() -> None:
    """司守奎、孙玺菁《数学建模算法与应用》毕业生择业: six criteria, three alternatives."""
    job = case("ahp-job-hierarchy")
    names, values = job.columns.labels("matrix"), job.columns.numbers("value")
    criteria = np.reshape(values[np.array(names) == "criteria"], (6, 6))
    matrices = {name: np.reshape(values[np.array(names) == name], (3, 3)) for name in dict.fromkeys(names[36:])}

    listed = weights.ahp_hierarchy(criteria, list(matrices.values()))
    mapped = weights.ahp_hierarchy(criteria, matrices)

    np.testing.assert_allclose(listed.criteria.weights, job.expected["criteria"]["weights"], atol=1e-9)
    np.testing.assert_allclose([one.weights for one in listed.alternatives], job.expected["local_weights"], atol=1e-9)
    np.testing.assert_allclose(listed.scores, job.expected["total"], atol=1e-9)
    np.testing.assert_allclose(listed.scores, job.published["total"], atol=1e-7)
    np.testing.assert_allclose(listed.global_weights.sum(axis=0), listed.scores, atol=1e-15)
    np.testing.assert_allclose(listed.global_weights.sum(axis=1), listed.criteria.weights, atol=1e-15)
    np.testing.assert_array_equal(mapped.scores, listed.scores)
    assert listed.criteria.warnings == ("entries 4, 5 (1) and 5, 4 (3) are not reciprocal",)  # as printed there


def test_hierarchy_follows_the_names_of_the_criteria() -> None:
    criteria = {"price": [1, 1 / 4], "quality": [4, 1]}
    cheap, good = [[1, 5], [1 / 5, 1]], [[1, 1 / 3], [3, 1]]

    straight = weights.ahp_hierarchy(criteria, {"price": cheap, "quality": good})
    swapped = weights.ahp_hierarchy(criteria, {"quality": good, "price": cheap})

    np.testing.assert_array_equal(straight.global_weights, swapped.global_weights)
    np.testing.assert_allclose(straight.scores, [0.8 * 5 / 6 + 0.2 / 4, 0.8 / 6 + 0.2 * 3 / 4])
    with pytest.raises(ShapeError, match="alternatives name"):
        weights.ahp_hierarchy(criteria, {"price": cheap, "service": good})


def test_total_ordering_ratio_weighs_the_ratios_below() -> None:
    """Σ w CI / Σ w RI: with one size of matrix the weighted mean of the ratios."""
    uneven = [[1, 2, 5], [1 / 2, 1, 4], [1 / 5, 1 / 4, 1]]
    worse = [[1, 2, 9], [1 / 2, 1, 1], [1 / 9, 1, 1]]

    result = weights.ahp_hierarchy([[1, 3], [1 / 3, 1]], [uneven, worse])

    ratios = [one.consistency_ratio or 0.0 for one in result.alternatives]
    assert result.consistency_ratio == pytest.approx(0.75 * ratios[0] + 0.25 * ratios[1])
    assert len(result.warnings) == 1


def test_group_judgement_takes_the_geometric_mean() -> None:
    strict, mild = [[1, 4], [1 / 4, 1]], [[1, 1], [1, 1]]

    equal = weights.ahp_group([strict, mild])
    weighed = weights.ahp_group([strict, mild], importance=[3, 1])

    np.testing.assert_allclose(equal.weights, [2 / 3, 1 / 3])
    np.testing.assert_allclose(weighed.weights[0] / weighed.weights[1], 4**0.75)
    np.testing.assert_allclose(weights.ahp_group([strict]).weights, weights.ahp(strict).weights)


@given(st.lists(st.floats(0.05, 1.0), min_size=2, max_size=9))
def test_consistent_matrix_gives_back_its_weights(given_weights: list[float]) -> None:
    true = np.array(given_weights) / np.sum(given_weights)

    result = weights.ahp(true[:, None] / true[None, :])

    np.testing.assert_allclose(result.weights, true, atol=1e-9)
    assert result.accepted and result.consistency_ratio == pytest.approx(0, abs=1e-9)


@given(st.permutations(range(7)))
def test_order_of_items_does_not_matter(order: list[int]) -> None:
    matrix = np.array(list(case("ahp-saaty-drinks").numbers_without("item").values()), dtype=float).T

    shuffled = weights.ahp(matrix[np.ix_(order, order)])

    np.testing.assert_allclose(shuffled.weights, weights.ahp(matrix).weights[list(order)], atol=1e-12)


def test_one_and_two_items_are_always_consistent() -> None:
    assert weights.ahp([[1]]).weights.tolist() == [1.0]
    pair = weights.ahp([[1, 9], [1 / 9, 1]])
    assert (pair.consistency_ratio, pair.accepted, pair.random_index) == (0.0, True, 0.0)


def test_order_beyond_the_table_has_no_ratio() -> None:
    result = weights.ahp(np.ones((16, 16)))

    assert (result.consistency_ratio, result.random_index, result.accepted) == (None, None, False)
    assert result.warnings == ("no random index is tabulated for order 16 (up to 15)",)


def test_printed_matrix_may_round_its_fractions() -> None:
    result = weights.ahp([[1, 3, 8], [0.33, 1, 3], [0.13, 0.33, 1]])

    assert result.accepted
    np.testing.assert_allclose(result.weights.sum(), 1)


@pytest.mark.parametrize(
    ("matrix", "error", "place"),
    [
        ([[1, 2], [0.5, 1], [1, 1]], ShapeError, (None, None)),
        ([[1, -2], [-0.5, 1]], ValueRangeError, (0, 1)),
        ([[1, 0], [0, 1]], ValueRangeError, (0, 1)),
        ([[1, None], [0.5, 1]], MissingData, (0, 1)),
        ([[2, 2], [0.5, 1]], ValueRangeError, (0, 0)),
        ([], ShapeError, (None, None)),
    ],
)
def test_bad_matrix_is_refused_with_its_place(matrix: object, error: type[EvaluationError], place: tuple) -> None:
    with pytest.raises(error) as refusal:
        weights.ahp(matrix)

    assert (refusal.value.row, refusal.value.column) == place


def test_pair_that_is_not_reciprocal_is_warned_of() -> None:
    result = weights.ahp({"price": [1, 2], "quality": [2, 1]})

    assert result.warnings == ("entries 0, quality (2) and 1, price (2) are not reciprocal",)
    np.testing.assert_allclose(result.weights, [0.5, 0.5])


def test_unknown_random_index_is_named() -> None:
    with pytest.raises(UnknownOption, match="saaty-1980, saaty-2005"):
        weights.ahp([[1]], random_index="alonso")


def test_inconsistent_weights_need_a_reason_that_is_kept() -> None:
    school = weights.ahp(case("ahp-school-inconsistent").numbers_without("item"))

    with pytest.raises(EvaluationError, match=r"0\.229"):
        weights.adopt(school)
    adopted = weights.adopt(school, reason=" 专家组复议后维持原判断 ")

    assert adopted.override_reason == "专家组复议后维持原判断"
    assert adopted.consistency_ratio == school.consistency_ratio
    assert weights.adopt(weights.ahp([[1, 2], [0.5, 1]]), reason="not needed").override_reason is None


def test_bounds_hold_and_keep_proportions_between_them() -> None:
    bounded = weights.bound([0.5, 0.3, 0.1, 0.05, 0.05, 0, 0], cap=0.3, floor=0.02)

    np.testing.assert_allclose(bounded, [0.3, 0.3, 0.18, 0.09, 0.09, 0.02, 0.02], atol=1e-12)
    with pytest.raises(ValueRangeError, match="cannot sum to 1"):
        weights.bound([1, 1, 1], cap=0.3)


@given(st.lists(st.floats(0.01, 1.0), min_size=7, max_size=30))
def test_bounded_weights_sum_to_one_within_bounds(given_weights: list[float]) -> None:
    bounded = weights.bound(given_weights, cap=0.15, floor=0.01)

    assert bounded.sum() == pytest.approx(1, abs=1e-12)
    assert bounded.min() >= 0.01 - 1e-12 and bounded.max() <= 0.15 + 1e-12
    assert (np.diff(bounded[np.argsort(given_weights)]) >= -1e-12).all()
