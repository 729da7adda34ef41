"""Entropy and CRITIC weights against published tables and degenerate columns."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import aggregate, weights
from evaluation.errors import EvaluationError, MissingData, ShapeError, UnknownOption, ValueRangeError
from evaluation.tests.published import case


def test_entropy_of_raw_shares_reproduces_the_fighter_aircraft() -> None:
    """Hwang & Yoon (1981); the book rounds 1 - E to four digits, hence its wider tolerance."""
    fighter = case("entropy-hwang-yoon-fighter")

    result = weights.entropy(fighter.numbers_without("alt"), normalise="sum")

    np.testing.assert_allclose(result.entropy, fighter.expected["entropy"], atol=1e-9)
    np.testing.assert_allclose(result.weights, fighter.expected["weights"], atol=1e-9)
    np.testing.assert_allclose(result.weights, fighter.published["weights"], atol=2e-3)


def test_entropy_after_min_max_reproduces_the_hospital_wards() -> None:
    """熵权法赋权实例: 11 个科室 x 9 项整体护理; zeros after min-max count as 0 ln 0 = 0."""
    wards = case("entropy-nursing-11x9")

    result = weights.entropy(wards.numbers_without("dept"))
    scores = aggregate.weighted_sum(wards.numbers_without("dept"), result.weights)

    np.testing.assert_allclose(result.entropy, wards.expected["entropy"], atol=1e-9)
    np.testing.assert_allclose(result.weights, wards.expected["weights"], atol=1e-9)
    np.testing.assert_allclose(result.weights, wards.published["weights_2dp"], atol=6e-3)
    np.testing.assert_allclose(scores, wards.expected["scores_on_raw"], atol=1e-9)


def test_critic_reproduces_the_pharmaceutical_firms() -> None:
    """Diakoulaki, Mavrotas & Papayannakis (1995): eight Greek firms, three criteria."""
    firms = case("critic-diakoulaki-1995")

    result = weights.critic(firms.numbers_without())

    np.testing.assert_allclose(result.deviation, firms.expected["std"], atol=1e-12)
    np.testing.assert_allclose(result.deviation * result.conflict, firms.expected["information"], atol=1e-12)
    np.testing.assert_allclose(result.weights, firms.expected["weights"], atol=1e-12)
    np.testing.assert_allclose(result.weights, firms.published["weights"], atol=1e-8)


def test_edge_columns_get_no_weight_and_are_named() -> None:
    """Case engine-edge-cases: constant, all zero, one value, ordinary, with a gap."""
    edge = case("engine-edge-cases").numbers_without("unit")

    entropy, critic = weights.entropy(edge), weights.critic(edge)

    for result in (entropy, critic):
        assert result.weights[:2].tolist() == [0.0, 0.0]
        assert result.weights.sum() == pytest.approx(1)
        assert np.isfinite(result.weights).all()
    assert entropy.warnings == (
        "column missing: 1 missing values were left out, not filled",
        "column constant is constant: it distinguishes nothing; its weight is 0",
        "column all_zero is all zero: its shares are undefined; its weight is 0",
        "column one_nonzero takes 69.5% of the weight (over 40%)",
    )
    assert critic.conflict[:2].tolist() == [0.0, 0.0]


def test_one_nonzero_value_dominates_and_is_warned_of() -> None:
    edge = case("engine-edge-cases")
    both = {name: edge.numbers_without("unit")[name] for name in ("one_nonzero", "normal")}

    result = weights.entropy(both)

    expected = edge.expected["entropy_weights_one_nonzero_vs_normal_minmax"]
    np.testing.assert_allclose(result.entropy, expected["entropy"], atol=1e-9)
    np.testing.assert_allclose(result.weights, expected["weights"], atol=1e-9)
    assert result.warnings == ("column one_nonzero takes 83.0% of the weight (over 40%)",)


def test_shift_moves_the_scaled_values_inward_and_is_recorded() -> None:
    table = np.array([[1.0, 5], [2, 3], [4, 1]])
    scaled = 0.1 + 0.8 * (table - table.min(axis=0)) / np.ptp(table, axis=0)
    shares = scaled / scaled.sum(axis=0)

    result = weights.entropy(table, shift=0.1)

    np.testing.assert_allclose(result.entropy, -(shares * np.log(shares)).sum(axis=0) / np.log(3))
    assert result.shift == 0.1


def test_cost_columns_may_be_turned_by_direction() -> None:
    table = np.array([[1.0, 5], [2, 3], [4, 1.5], [9, 1]])
    turned = np.column_stack([table[:, 0], table[:, 1].max() - table[:, 1]])

    np.testing.assert_allclose(
        weights.entropy(table, direction=[1, -1]).weights, weights.entropy(turned).weights, atol=1e-12
    )


def test_critic_without_scaling_takes_the_table_as_it_is() -> None:
    table = np.array([[0.1, 0.9, 0.3], [0.4, 0.2, 0.8], [0.7, 0.5, 0.6], [0.2, 0.1, 0.9]])

    result = weights.critic(table, normalise=None)

    np.testing.assert_allclose(result.deviation, table.std(axis=0))
    np.testing.assert_allclose(result.conflict, (1 - np.corrcoef(table.T)).sum(axis=0))


TABLES = st.lists(st.lists(st.integers(1, 100), min_size=3, max_size=3), min_size=4, max_size=12)


@given(TABLES, st.data())
def test_order_of_units_does_not_matter(rows: list[list[int]], data: st.DataObject) -> None:
    table = np.array([[1, 200, 50], [200, 1, 150], *rows], dtype=float)
    order = data.draw(st.permutations(range(len(table))))

    for compute in (weights.entropy, weights.critic):
        np.testing.assert_allclose(compute(table[order]).weights, compute(table).weights, atol=1e-9)


@given(TABLES, st.floats(0.001, 1000))
def test_unit_of_measurement_does_not_matter(rows: list[list[int]], scale: float) -> None:
    table = np.array(rows, dtype=float)
    table[0], table[1] = table.max() + 1, table.min() / 2

    np.testing.assert_allclose(weights.entropy(table * scale).weights, weights.entropy(table).weights, atol=1e-7)
    np.testing.assert_allclose(
        weights.entropy(table * scale, "sum").weights, weights.entropy(table, "sum").weights, atol=1e-7
    )


@pytest.mark.parametrize("compute", [weights.entropy, weights.critic])
@pytest.mark.parametrize(
    ("table", "error"),
    [
        ([], ShapeError),
        ([[1, 2]], ShapeError),
        ([[3, 0], [3, 0]], EvaluationError),
        ([[None, 1], [None, 2]], MissingData),
        ([[1, float("inf")], [2, 3]], ValueRangeError),
    ],
)
def test_degenerate_table_is_refused(compute: object, table: object, error: type[EvaluationError]) -> None:
    with pytest.raises(error):
        compute(table)  # type: ignore[operator]


def test_proportional_columns_leave_critic_nothing_to_say() -> None:
    with pytest.raises(EvaluationError, match="move exactly together"):
        weights.critic([[1, 10], [2, 20], [4, 40]])


def test_options_and_negative_shares_are_refused() -> None:
    with pytest.raises(UnknownOption):
        weights.entropy([[1, 2], [3, 4]], normalise="z")
    with pytest.raises(ValueRangeError) as refusal:
        weights.entropy({"a": [1, 2], "b": [3, -4]}, normalise="sum")
    assert (refusal.value.row, refusal.value.column) == (1, "b")
    with pytest.raises(ValueRangeError):
        weights.entropy([[1, 2], [3, 4]], shift=0.5)
