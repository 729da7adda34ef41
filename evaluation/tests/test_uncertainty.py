"""Rank intervals, shrunk rates and sensitivity."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import uncertainty
from evaluation.errors import MissingData, ShapeError, ValueRangeError
from evaluation.reasons import Reason

THREE = {"party": [0.9, 0.5, 0.1], "business": [0.2, 0.6, 0.7]}


def test_clear_winner_is_first_under_any_weights() -> None:
    result = uncertainty.rank_intervals([[0.9, 0.8], [0.5, 0.6], [0.1, 0.2]], [0.5, 0.5], 10, draws=500, seed=1)

    assert (result.low.tolist(), result.high.tolist()) == ([1, 2, 3], [1, 2, 3])
    assert result.first_share.tolist() == [1.0, 0.0, 0.0]
    assert result.pairwise is not None
    assert result.pairwise.tolist() == [[0.5, 1.0, 1.0], [0.0, 0.5, 1.0], [0.0, 0.0, 0.5]]


def test_same_seed_gives_the_same_intervals_and_a_tighter_concentration_narrower_ones() -> None:
    wide = uncertainty.rank_intervals(THREE, [0.5, 0.5], 5, draws=2000, seed=3)
    again = uncertainty.rank_intervals(THREE, [0.5, 0.5], 5, draws=2000, seed=3)
    narrow = uncertainty.rank_intervals(THREE, [0.5, 0.5], 5000, draws=2000, seed=3)

    np.testing.assert_array_equal(wide.pairwise, again.pairwise)
    assert (wide.high - wide.low).sum() > (narrow.high - narrow.low).sum()


def test_pairwise_probability_matches_the_exact_one() -> None:
    """Two columns: unit 0 beats unit 1 when w1 > 1/5, and w1 ~ Beta(4, 4)."""
    from scipy import stats

    table = [[0.9, 0.2], [0.1, 0.4]]

    result = uncertainty.rank_intervals(table, [0.5, 0.5], concentration=8, draws=20_000, seed=11)

    assert result.pairwise is not None
    assert result.pairwise[0, 1] == pytest.approx(1 - stats.beta.cdf(0.2, 4, 4), abs=0.01)


@given(st.lists(st.lists(st.floats(0, 1), min_size=3, max_size=3), min_size=2, max_size=8), st.data())
def test_intervals_follow_the_units(rows: list[list[float]], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(rows))))

    plain = uncertainty.rank_intervals(rows, [0.5, 0.3, 0.2], 20, draws=200, seed=5)
    shuffled = uncertainty.rank_intervals(np.array(rows)[order], [0.5, 0.3, 0.2], 20, draws=200, seed=5)

    np.testing.assert_array_equal(shuffled.low, plain.low[order])
    np.testing.assert_array_equal(shuffled.high, plain.high[order])
    assert ((plain.low >= 1) & (plain.low <= plain.high) & (plain.high <= len(rows))).all()
    assert plain.first_share.sum() == pytest.approx(1)
    assert plain.pairwise is not None
    np.testing.assert_allclose(plain.pairwise + plain.pairwise.T, 1)


def test_equal_units_tie_in_every_draw() -> None:
    result = uncertainty.rank_intervals([[0.3, 0.7]] * 4, [0.5, 0.5], 10, draws=100, seed=2)

    assert (result.low.tolist(), result.high.tolist()) == ([1] * 4, [1] * 4)
    assert result.first_share.tolist() == [0.25] * 4


def test_gaps_leave_the_other_weights() -> None:
    result = uncertainty.rank_intervals([[0.9, None], [0.5, 0.5]], [0.5, 0.5], 10, draws=100, seed=2)

    assert result.first_share.tolist() == [1.0, 0.0]
    with pytest.raises(MissingData) as refusal:
        uncertainty.rank_intervals([[0.9, 0.8], [None, None]], [0.5, 0.5], 10, draws=10, seed=2)
    assert refusal.value.row == 1


def test_many_units_get_no_pairwise_table() -> None:
    result = uncertainty.rank_draws(np.arange(1001.0)[:, None])

    assert result.pairwise is None and len(result.warnings) == 1
    assert result.low[0] == 1001


def test_bad_settings_are_refused() -> None:
    with pytest.raises(ValueRangeError):
        uncertainty.rank_intervals(THREE, [0.5, 0.5], 0, draws=10, seed=1)
    with pytest.raises(ValueRangeError):
        uncertainty.rank_intervals(THREE, [0.5, 0.5], 10, draws=0, seed=1)
    with pytest.raises(ValueRangeError):
        uncertainty.rank_intervals(THREE, [0.5, 0.5], 10, draws=10, seed=1, level=1)
    with pytest.raises(ShapeError):
        uncertainty.rank_intervals([], [0.5], 10, draws=10, seed=1)


def test_shrinking_reproduces_marshalls_estimator_by_hand() -> None:
    counts, exposure = np.array([0, 1, 5, 40]), np.array([10, 20, 50, 100])
    raw, m = counts / exposure, 46 / 180
    between = (exposure * (raw - m) ** 2).sum() / 180 - m / 45

    result = uncertainty.shrink(counts, exposure)

    np.testing.assert_allclose(result.rate, m + between / (between + m / exposure) * (raw - m))
    np.testing.assert_allclose(result.trust, between / (between + m / exposure))
    assert result.common == pytest.approx(m)
    assert ((result.low <= result.rate) & (result.rate <= result.high)).all()


def test_fewer_cases_are_pulled_harder() -> None:
    result = uncertainty.shrink([2, 20, 200, 10, 30], [10, 100, 1000, 100, 1000])

    pull = np.abs(result.rate - result.raw)[:3]
    assert pull[0] > pull[1] > pull[2]
    assert (np.diff(result.high[:3] - result.low[:3]) < 0).all()


def test_rates_that_differ_by_chance_only_become_one() -> None:
    result = uncertainty.shrink([10, 11, 9, 10], [100, 100, 100, 100])

    assert result.rate.to_list() == [pytest.approx(0.1)] * 4
    assert (result.low < 0.1).all() and (result.high > 0.1).all()


@pytest.mark.parametrize("family", ["poisson", "binomial"])
def test_no_case_seen_is_not_certainly_none(family: str) -> None:
    result = uncertainty.shrink([0, 0, 0, 0, 0], [10, 20, 50, 100, 0], family)

    assert result.rate.to_list() == [0, 0, 0, 0, None]
    assert (result.high[:4] > 0).all()
    assert result.rate.reason(4) == Reason.NO_EXPOSURE.words


def test_missing_count_stays_missing_and_moves_nobody() -> None:
    with_gap = uncertainty.shrink([1, 5, None, 9, 2], [20, 50, 80, 60, 30])
    without = uncertainty.shrink([1, 5, 9, 2], [20, 50, 60, 30])

    assert [rate for rate in with_gap.rate.to_list() if rate is not None] == without.rate.to_list()
    assert with_gap.rate.reason(2) == Reason.NOT_REPORTED.words


def test_few_units_borrow_nothing_for_their_intervals() -> None:
    alone = uncertainty.shrink([3], [10])

    assert alone.rate.to_list() == [pytest.approx(0.3)]
    assert alone.low[0] < 0.3 < alone.high[0]
    assert alone.warnings == ("under four units: the intervals borrow nothing from the others",)


@pytest.mark.parametrize("family", ["poisson", "binomial"])
@pytest.mark.parametrize("units", [6, 30])
def test_intervals_cover_the_truth_at_their_nominal_rate(family: str, units: int) -> None:
    """300 simulated districts whose units truly differ (coefficient of variation about 0.5); 95 % intervals."""
    random = np.random.RandomState(2026)
    covered = []
    for _ in range(300):
        exposure = random.randint(20, 200, units)
        if family == "poisson":
            truth = random.gamma(4, 0.02, units)
            counts = random.poisson(truth * exposure)
        else:
            truth = random.beta(4, 46, units)
            counts = random.binomial(exposure, truth)
        result = uncertainty.shrink(counts, exposure, family)
        covered.append((result.low <= truth) & (truth <= result.high))

    assert 0.93 <= np.mean(covered) <= 0.98


@given(st.lists(st.integers(0, 50), min_size=4, max_size=12), st.data())
def test_shrunk_rates_lie_between_the_raw_and_the_common_rate(counts: list[int], data: st.DataObject) -> None:
    exposure = data.draw(st.lists(st.integers(50, 500), min_size=len(counts), max_size=len(counts)))

    for family in ("poisson", "binomial"):
        result = uncertainty.shrink(counts, exposure, family)
        lower, upper = np.minimum(result.raw, result.common), np.maximum(result.raw, result.common)
        assert ((result.rate >= lower - 1e-12) & (result.rate <= upper + 1e-12)).all()
        assert np.isfinite(result.high).all() and (result.low >= 0).all()


def test_bad_counts_are_refused_with_their_row() -> None:
    with pytest.raises(ValueRangeError) as negative:
        uncertainty.shrink([1, -1], [10, 10])
    assert negative.value.row == 1
    with pytest.raises(ValueRangeError, match="12 cases out of 10 trials"):
        uncertainty.shrink([12], [10], "binomial")
    with pytest.raises(ShapeError):
        uncertainty.shrink([], [])
    with pytest.raises(ShapeError):
        uncertainty.shrink([1], [0])


def test_resampled_small_counts_give_wide_ranks_and_large_ones_narrow() -> None:
    rates = [0.10, 0.12, 0.14, 0.16]

    few = uncertainty.rank_draws(uncertainty.resample([1, 1.2, 1.4, 1.6], [10] * 4, draws=2000, seed=4))
    many = uncertainty.rank_draws(uncertainty.resample([rate * 1e6 for rate in rates], [1e6] * 4, 2000, seed=4))

    assert (few.low.tolist(), few.high.tolist()) == ([1, 1, 1, 1], [4, 4, 4, 4])
    assert (many.low.tolist(), many.high.tolist()) == ([4, 3, 2, 1], [4, 3, 2, 1])


def test_one_weight_more_or_less_moves_close_ranks_only() -> None:
    table = {"party": [0.60, 0.50, 0.1], "business": [0.50, 0.61, 0.1]}

    result = uncertainty.one_at_a_time(table, [0.5, 0.5], change=0.2)

    assert result.variants == (("party", 0.8), ("party", 1.2), ("business", 0.8), ("business", 1.2))
    assert result.rank_moves.tolist() == [[0, -1, -1, 0], [0, 1, 1, 0], [0, 0, 0, 0]]
    assert result.largest_move.tolist() == [1, 1, 0]
    np.testing.assert_allclose(result.base, [0.55, 0.555, 0.1])


def test_leaving_an_indicator_out_shows_who_lives_on_it() -> None:
    result = uncertainty.leave_one_out({"a": [0.9, 0.5], "b": [0.1, 0.4], "c": [0.5, 0.5]}, [0.5, 0.5, 0])

    assert [column for column, _ in result.variants] == ["a", "b"]
    np.testing.assert_allclose(result.scores, [[0.1, 0.9], [0.4, 0.5]])
    assert result.rank_moves.tolist() == [[1, 0], [-1, 0]]
    with pytest.raises(ShapeError):
        uncertainty.leave_one_out([[1, 2]], [1, 0])
