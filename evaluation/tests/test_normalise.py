"""Normalisation: 0..1, higher is better, missing stays missing with a reason."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import normalise
from evaluation.errors import FormatError, ShapeError, ValueRangeError
from evaluation.reasons import Reason

NUMBERS = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=20)


def test_target_clips_between_floor_and_target() -> None:
    result = normalise.target([50, 60, 77.5, 95, 120, None], floor=60, target=95)

    assert result.to_list() == [0.0, 0.0, 0.5, 1.0, 1.0, None]
    assert result.reason(5) == "未报送，缺测不按零计"
    assert result.reason(0) is None


def test_target_below_floor_means_less_is_better() -> None:
    assert normalise.target([8, 6, 4, 1], floor=8, target=4).to_list() == [0.0, 0.5, 1.0, 1.0]


def test_target_takes_one_floor_per_column() -> None:
    table = {"rate": [60, 95], "hours": [6, None]}

    by_order = normalise.target(table, [60, 8], [95, 4])
    by_name = normalise.target(table, {"hours": 8, "rate": 60}, {"hours": 4, "rate": 95})

    assert by_order.to_list() == by_name.to_list() == [[0.0, 0.5], [1.0, None]]


def test_target_of_one_number_is_one_number() -> None:
    assert float(normalise.target(77.5, 60, 95)) == 0.5


def test_interval_falls_on_both_sides() -> None:
    result = normalise.interval([0.0, 0.2, 0.4, 0.6, 0.8, 1.1, 1.2, None], low=0.4, high=0.8, tolerance=0.4)

    np.testing.assert_allclose(result, [0, 0.5, 1, 1, 1, 0.25, 0, np.nan], atol=1e-12)


def test_min_max_of_a_whole_table_has_no_minimum_size() -> None:
    result = normalise.min_max([[1, 2, 5], [3, 4, 5], [2, None, 5]], [1, -1, 1])

    assert result.to_list() == [[0.0, 1.0, None], [1.0, 0.0, None], [0.5, None, None]]
    assert result.codes is not None
    assert result.codes.tolist() == [[0, 0, Reason.CONSTANT], [0, 0, Reason.CONSTANT], [0, 1, Reason.CONSTANT]]


def test_small_peer_group_falls_back_to_targets() -> None:
    values = [*range(8), 10, 20]
    groups = ["large"] * 8 + ["small"] * 2

    with_targets = normalise.min_max(values, 1, groups, targets=(0, 40))
    without = normalise.min_max(values, 1, groups)

    np.testing.assert_allclose(with_targets, [*np.arange(8) / 7, 0.25, 0.5])
    assert without.to_list()[8:] == [None, None]
    assert without.reason(9) == Reason.SMALL_GROUP.words


def test_group_counts_only_present_values() -> None:
    values = [None, *range(7)]

    result = normalise.min_max(values, 1, ["a"] * 8)

    assert [result.reason(0), result.reason(1)] == [Reason.NOT_REPORTED.words, Reason.SMALL_GROUP.words]


def test_percentile_gives_ties_their_middle_rank() -> None:
    assert normalise.percentile([3, 1, 2, 2, None], 1).to_list() == [1.0, 0.0, 0.5, 0.5, None]
    assert normalise.percentile([3, 1, 2, 2], -1).to_list() == [0.0, 1.0, 0.5, 0.5]


def test_robust_lets_one_outlier_move_nobody_else() -> None:
    calm, wild = [*range(21)], [*range(20), 10_000]

    np.testing.assert_allclose(normalise.robust(calm, 1)[:20], normalise.robust(wild, 1)[:20])
    assert normalise.robust(wild, 1)[20] == 1.0


@given(NUMBERS, st.floats(-1e5, 1e5), st.floats(1e-3, 1e5), st.booleans())
def test_target_stays_in_bounds_and_keeps_order(values: list[float], floor: float, span: float, less: bool) -> None:
    result = np.asarray(normalise.target(sorted(values), floor, floor - span if less else floor + span))

    assert ((result >= 0) & (result <= 1)).all()
    assert (np.diff(-result if less else result) >= 0).all()


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=20, unique=True), st.sampled_from([1, -1]))
def test_peer_methods_keep_order_and_turn_with_direction(values: list[int], sign: int) -> None:
    for method in (normalise.min_max, normalise.percentile, normalise.robust):
        result = np.asarray(method(sorted(values), sign))

        assert ((result >= 0) & (result <= 1)).all()
        assert (np.diff(result) * sign >= 0).all()
        np.testing.assert_allclose(result, 1 - np.asarray(method(sorted(values), -sign)), atol=1e-12)


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=20, unique=True), st.integers(1, 50), st.integers(-9, 9))
def test_min_max_ignores_scale_and_origin(values: list[int], scale: int, shift: int) -> None:
    moved = [value * scale + shift for value in values]

    np.testing.assert_allclose(normalise.min_max(moved, 1), normalise.min_max(values, 1), atol=1e-12)


def test_all_missing_stays_missing() -> None:
    for method in (normalise.min_max, normalise.percentile, normalise.robust):
        assert method([None, float("nan")], 1).to_list() == [None, None]
    assert normalise.target([None], 0, 1).to_list() == [None]


def test_huge_values_do_not_overflow() -> None:
    assert normalise.target([1e308, -1e308], 0, 1e-300).to_list() == [1.0, 0.0]
    assert normalise.min_max([0, 8e307, 1.6e308], 1).to_list() == [0.0, 0.5, 1.0]
    with pytest.raises(ValueRangeError, match="range"):
        normalise.min_max([-1.7e308, 1.7e308], 1)


def test_bad_input_is_refused_with_its_place() -> None:
    with pytest.raises(FormatError, match="'x' is not a number") as refusal:
        normalise.min_max({"a": [1, 2], "b": [3, "x"]}, 1)
    assert (refusal.value.row, refusal.value.column) == (1, "b")

    with pytest.raises(ValueRangeError, match="no span") as refused:
        normalise.target({"a": [1]}, 5, 5)
    assert refused.value.column == "a"

    with pytest.raises(ValueRangeError, match="not \\+1 or -1"):
        normalise.min_max([[1, 2]], [1, 0])
    with pytest.raises(ShapeError):
        normalise.min_max([1, 2], 1, ["a"])
    with pytest.raises(FormatError, match="cells"):
        normalise.min_max([[1, 2], [3]], 1)
    with pytest.raises(ShapeError):
        normalise.min_max([], 1)
    with pytest.raises(ValueRangeError):
        normalise.interval([1], 2, 1, 1)


def test_result_cannot_be_changed() -> None:
    result = normalise.target([1, 2], 0, 4)

    with pytest.raises(ValueError, match="read-only"):
        result[0] = 0.0
