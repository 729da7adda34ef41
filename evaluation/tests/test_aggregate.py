"""Weighted sum, TOPSIS, grey relation and fuzzy evaluation against published tables and at their edges."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import aggregate
from evaluation.errors import EvaluationError, MissingData, ShapeError, UnknownOption, ValueRangeError
from evaluation.reasons import Reason
from evaluation.tests.published import case

TABLE = st.lists(st.lists(st.integers(0, 100), min_size=3, max_size=3), min_size=3, max_size=12)
WEIGHTS = [0.5, 0.3, 0.2]


def test_topsis_reproduces_the_fighter_aircraft() -> None:
    """Hwang & Yoon (1981): six criteria, one of them a cost."""
    fighter = case("topsis-hwang-yoon-fighter")

    result = aggregate.topsis(fighter.numbers_without("alt"), fighter.inputs["weights"], fighter.inputs["direction"])

    np.testing.assert_allclose(result.closeness, fighter.expected["closeness"], atol=1e-9)
    np.testing.assert_allclose(result.to_ideal, fighter.expected["d_plus"], atol=1e-9)
    np.testing.assert_allclose(result.to_worst, fighter.expected["d_minus"], atol=1e-9)
    np.testing.assert_allclose(result.closeness, fighter.published["closeness"], atol=6e-4)


def test_topsis_reproduces_tzeng_and_huang() -> None:
    """Tzeng & Huang (2011) Multiple Attribute Decision Making: all benefits."""
    cars = case("topsis-tzeng-huang")

    result = aggregate.topsis(cars.numbers_without(), cars.inputs["weights"], cars.inputs["direction"])

    np.testing.assert_allclose(result.closeness, cars.expected["closeness"], atol=1e-9)
    np.testing.assert_allclose(result.to_ideal, cars.expected["d_plus"], atol=1e-9)
    assert (1 + np.argsort(np.argsort(-result.closeness))).tolist() == cars.published["rank"]


def test_added_unit_reverses_ranks_unless_the_ideal_is_fixed() -> None:
    """After García-Cascales & Lamata (2012): adding U4 turns U1 and U2 around."""
    reversal = case("topsis-rank-reversal")
    table = np.column_stack(list(reversal.numbers_without("unit").values()))
    weights, direction = reversal.inputs["weights"], reversal.inputs["direction"]

    three, four = (aggregate.topsis(table[:n], weights, direction).closeness for n in (3, 4))

    np.testing.assert_allclose(three, reversal.expected["closeness_first3"], atol=1e-9)
    np.testing.assert_allclose(four, reversal.expected["closeness_all4"], atol=1e-9)
    assert (three[0] - three[1]) * (four[0] - four[1]) < 0

    fixed = [aggregate.topsis(table[:n], weights, direction, ideal=([10] * 3, [0] * 3)).closeness for n in (3, 4)]
    np.testing.assert_array_equal(fixed[0], fixed[1][:3])


@given(TABLE, st.lists(st.integers(0, 100), min_size=3, max_size=3))
def test_fixed_ideal_never_reverses_ranks(rows: list[list[int]], newcomer: list[int]) -> None:
    ideal = ([100, 100, 0], [0, 0, 100])

    before = aggregate.topsis(rows, WEIGHTS, [1, 1, -1], ideal).closeness
    after = aggregate.topsis([*rows, newcomer], WEIGHTS, [1, 1, -1], ideal).closeness

    np.testing.assert_array_equal(before, after[:-1])


@given(TABLE, st.integers(0, 11), st.integers(1, 30))
def test_improving_a_unit_never_lowers_it_under_a_fixed_ideal(rows: list[list[int]], unit: int, more: int) -> None:
    better = [list(row) for row in rows]
    better[unit % len(rows)][0] += more
    ideal = ([100, 100, 100], [0, 0, 0])

    before = aggregate.topsis(rows, WEIGHTS, 1, ideal).closeness[unit % len(rows)]
    after = aggregate.topsis(better, WEIGHTS, 1, ideal).closeness[unit % len(rows)]

    assert after >= before - 1e-12


@given(TABLE, st.permutations(range(3)), st.floats(0.01, 100))
def test_topsis_ignores_order_of_columns_and_units_of_measurement(
    rows: list[list[int]], order: list[int], scale: float
) -> None:
    table = np.array(rows, dtype=float)
    table[0], table[1] = 101, 0
    weights, direction = np.array(WEIGHTS), np.array([1, -1, 1])

    plain = aggregate.topsis(table, weights, direction).closeness
    changed = aggregate.topsis(table[:, order] * scale, weights[order], direction[order]).closeness

    np.testing.assert_allclose(changed, plain, atol=1e-9)
    assert ((plain >= 0) & (plain <= 1)).all()


def test_topsis_refuses_what_it_cannot_compare() -> None:
    with pytest.raises(ShapeError, match="fixed ideal"):
        aggregate.topsis([[1, 2]], [1, 1], 1)
    assert aggregate.topsis([[1, 2]], [1, 1], 1, ideal=([2, 2], [0, 0])).closeness[0] == pytest.approx(
        np.sqrt(1.25) / (np.sqrt(1.25) + 0.5)
    )
    with pytest.raises(EvaluationError, match="same on every weighted column"):
        aggregate.topsis([[1, 2], [1, 2]], [1, 1], 1)
    with pytest.raises(MissingData) as gap:
        aggregate.topsis({"a": [1, 2], "b": [3, None]}, [1, 1], 1)
    assert (gap.value.row, gap.value.column) == (1, "b")
    with pytest.raises(ValueRangeError, match="not better"):
        aggregate.topsis([[1, 2]], [1, 1], [1, -1], ideal=([2, 2], [0, 0]))
    with pytest.raises(ValueRangeError):
        aggregate.topsis([[1, 2], [2, 1]], [0, 0], 1)


def test_grey_relation_reproduces_the_suppliers() -> None:
    """司守奎、孙玺菁《数学建模算法与应用》供应商选择: nine columns, three of them costs."""
    suppliers = case("gra-suppliers")

    result = aggregate.grey_relational(
        suppliers.numbers_without("supplier"),
        weights=suppliers.inputs["weights"],
        direction=suppliers.inputs["direction"],
    )

    np.testing.assert_allclose(result.coefficients, suppliers.expected["coefficients"], atol=1e-9)
    np.testing.assert_allclose(result.degree, suppliers.expected["grades"], atol=1e-9)
    np.testing.assert_allclose(result.degree, suppliers.published["grades"], atol=1e-8)


def test_grey_relation_follows_an_explicit_reference() -> None:
    series = np.array([[1.0, 2, 3], [1, 4, 9], [3, 2, 1]])

    result = aggregate.grey_relational(series, reference=[1, 2, 3], normalise=None, weights=[1, 1, 2])

    difference = np.abs(series - [1, 2, 3])
    coefficients = 3.0 / (difference + 3.0)
    np.testing.assert_allclose(result.coefficients, coefficients)
    np.testing.assert_allclose(result.degree, coefficients @ [0.25, 0.25, 0.5])
    assert result.degree[0] == 1.0


def test_reference_in_table_units_is_scaled_with_the_table() -> None:
    table = {"rate": [60, 80, 90], "hours": [8, 6, 5]}

    ideal = aggregate.grey_relational(table, direction=[1, -1])
    same = aggregate.grey_relational(table, reference={"hours": 5, "rate": 90}, direction=[1, -1])
    beyond = aggregate.grey_relational(table, reference=[100, 4], direction=[1, -1])

    np.testing.assert_allclose(same.coefficients, ideal.coefficients)
    np.testing.assert_allclose(beyond.coefficients, [[0.5, 0.5], [0.75, 0.75], [1.0, 1.0]])  # (1/4 + 1/2)/(Δ + 1/2)


def test_constant_column_relates_fully_and_is_named() -> None:
    result = aggregate.grey_relational({"same": [3, 3], "rate": [1, 2]})

    np.testing.assert_allclose(result.coefficients, [[1.0, 1 / 3], [1.0, 1.0]])
    assert result.warnings == ("column same is constant and equals the reference: coefficient 1 for every unit",)
    assert aggregate.grey_relational([[2, 2]]).degree.tolist() == [1.0]


@given(TABLE)
def test_grey_degrees_stay_in_bounds_and_the_ideal_unit_is_first(rows: list[list[int]]) -> None:
    result = aggregate.grey_relational([*rows, [101, 101, 101]], weights=WEIGHTS)

    assert ((result.degree > 0) & (result.degree <= 1 + 1e-12)).all()
    assert result.degree[-1] == pytest.approx(1)


def test_fuzzy_evaluation_reproduces_the_clothing() -> None:
    """汪培庄 1980s 服装评判: two customers, three operators."""
    clothing = case("fce-clothing")
    memberships = clothing.numbers_without("factor")
    customers = clothing.numbers_without("factor", file="weights.csv")

    for operator, name in (("min_max", "M_and_or"), ("product_max", "M_prod_or"), ("product_sum", "M_prod_sum")):
        for customer, expected in zip(customers.values(), clothing.expected[name], strict=True):
            result = aggregate.fuzzy(memberships, customer, operator=operator)
            np.testing.assert_allclose(result.memberships, expected, atol=1e-12)

    decisions = [aggregate.fuzzy(memberships, customer) for customer in customers.values()]
    assert [(one.decision, one.grade) for one in decisions] == [(2, "not_much"), (1, "welcome")]


def test_fuzzy_evaluation_reproduces_the_personnel_review() -> None:
    """司守奎: 人事考核一级模糊综合评价."""
    personnel = case("fce-personnel-single")

    result = aggregate.fuzzy(
        personnel.numbers_without("factor"), personnel.numbers_without("factor", file="weights.csv")["w"]
    )

    np.testing.assert_allclose(result.memberships, personnel.published["B"], atol=1e-12)
    assert result.decision == personnel.expected["argmax"] - 1  # printed 1-based


def test_fuzzy_min_sum_is_bounded() -> None:
    result = aggregate.fuzzy([[0.9, 0.1], [0.8, 0.3]], [0.7, 0.6], operator="min_sum")

    np.testing.assert_allclose(result.memberships, [1.0, 0.4])


def test_near_tie_is_undecided_and_the_margin_stated() -> None:
    near = aggregate.fuzzy({"good": [0.50], "fair": [0.495]}, [1])
    clear = aggregate.fuzzy({"good": [0.50], "fair": [0.45]}, [1])

    assert (near.decision, near.grade, near.margin) == (None, None, pytest.approx(0.005))
    assert (clear.decision, clear.grade, clear.margin) == (0, "good", pytest.approx(0.05))
    assert aggregate.fuzzy([[0.0, 0.0]], [1]).decision is None


@given(st.lists(st.lists(st.floats(0, 1), min_size=4, max_size=4), min_size=2, max_size=6), st.data())
def test_fuzzy_memberships_stay_in_bounds_and_ignore_order(rows: list[list[float]], data: st.DataObject) -> None:
    weights = np.array(data.draw(st.lists(st.floats(0.01, 1), min_size=len(rows), max_size=len(rows))))
    weights = weights / weights.sum()
    order = data.draw(st.permutations(range(len(rows))))

    for operator in aggregate.OPERATORS:
        result = aggregate.fuzzy(rows, weights, operator).memberships
        assert ((result >= 0) & (result <= 1 + 1e-12)).all()
        shuffled = aggregate.fuzzy(np.array(rows)[order], weights[order], operator).memberships
        np.testing.assert_allclose(shuffled, result, atol=1e-12)


def test_fuzzy_refuses_bad_input_with_its_place() -> None:
    with pytest.raises(ValueRangeError) as refusal:
        aggregate.fuzzy({"good": [0.5, 1.2]}, [0.5, 0.5])
    assert (refusal.value.row, refusal.value.column) == (1, "good")
    with pytest.raises(UnknownOption, match="product_sum, min_max, product_max, min_sum"):
        aggregate.fuzzy([[0.5]], [1], operator="max")
    with pytest.raises(ShapeError):
        aggregate.fuzzy([[0.5]], [0.5, 0.5])
    with pytest.raises(MissingData):
        aggregate.fuzzy([[0.5, None]], [1])


def test_weighted_sum_leaves_gaps_out_up_to_the_coverage() -> None:
    table = [[1, 2, 3], [None, 2, 3], [1, None, None], [None, None, None]]

    result = aggregate.weighted_sum(table, [0.2, 0.3, 0.5])

    np.testing.assert_allclose(result[:2], [2.3, 2.1 / 0.8])
    assert result.to_list()[2:] == [None, None]
    assert [result.reason(row) for row in (2, 3)] == [Reason.LOW_COVERAGE.words, Reason.NOT_REPORTED.words]


def test_weighted_sum_of_the_edge_table_counts_no_gap_as_zero() -> None:
    """Case engine-edge-cases, "missing": unit b has four of five columns."""
    edge = case("engine-edge-cases").numbers_without("unit")

    assert aggregate.weighted_sum(edge, [0.2] * 5)[1] == pytest.approx((3 + 0 + 0 + 2) / 4)
    assert aggregate.weighted_sum(edge, [0.1, 0.1, 0.1, 0.1, 0.6]).to_list()[1] is None


@given(TABLE, st.integers(0, 2), st.integers(1, 50))
def test_weighted_sum_rises_with_every_column(rows: list[list[int]], column: int, more: int) -> None:
    better = [list(row) for row in rows]
    better[0][column] += more

    assert aggregate.weighted_sum(better, WEIGHTS)[0] > aggregate.weighted_sum(rows, WEIGHTS)[0]


def test_weighted_sum_refuses_bad_weights() -> None:
    with pytest.raises(ValueRangeError) as refusal:
        aggregate.weighted_sum({"a": [1], "b": [2]}, {"a": 0.5, "b": -0.5})
    assert refusal.value.column == "b"
    with pytest.raises(ShapeError, match="2 numbers for 3 columns"):
        aggregate.weighted_sum([[1, 2, 3]], [0.5, 0.5])
    with pytest.raises(ValueRangeError):
        aggregate.weighted_sum([[1]], [1], minimum_coverage=0)
