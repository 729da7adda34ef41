"""The event study: its path, its bands, its bounds under violated trends, and the sentence to print."""

from itertools import pairwise

import numpy as np
import pytest

from evaluation import effects
from evaluation.effects.bounds import simultaneous_critical
from evaluation.errors import EvaluationError
from evaluation.tests.published import case
from evaluation.tests.simulated import staggered

NAMES = {"outcome": "y", "unit": "unit", "time": "time", "first_treated": "start"}
COUNTIES = {"outcome": "lemp", "unit": "countyreal", "time": "year", "first_treated": "first_treat"}


def test_the_path_is_that_of_the_group_time_effects_and_zero_in_the_base_period() -> None:
    """did-cs-mpdta-never: Callaway & Sant'Anna (2021); effects since the start do not depend on the base period."""
    published = case("did-cs-mpdta-never")

    study = effects.event_study(published.path, **COUNTIES)

    path = {point.event: point.estimate for point in study.points}
    assert {event: path[event] for event in (0, 1, 2, 3)} == pytest.approx(
        {int(one["e"]): one["att"] for one in published.expected["dynamic"]["by"] if one["e"] >= 0}
    )
    base = next(point for point in study.points if point.event == -1)
    assert (base.estimate, base.se, base.band, base.reason) == (0.0, None, None, "基期，按定义为零")


def test_bounds_widen_by_the_largest_drift_and_break_down_where_zero_enters() -> None:
    """Arithmetic of Rambachan & Roth (2023), relative magnitudes, redone by hand from the path."""
    study = effects.event_study(case("did-cs-mpdta-never").path, **COUNTIES, magnitudes=(0, 1))
    path = [point.estimate for point in study.points if point.event < 0]
    drift = max(abs(later - earlier) for earlier, later in pairwise(path))
    slack = drift * (1 + 2 + 3 + 4) / 4
    low, high = study.overall.interval

    assert study.bounds.largest_drift == pytest.approx(drift)
    assert study.bounds.by == (
        effects.Bound(0.0, study.overall.estimate, study.overall.estimate, (low, high)),
        effects.Bound(
            1.0,
            pytest.approx(study.overall.estimate - slack),
            pytest.approx(study.overall.estimate + slack),
            (pytest.approx(low - slack), pytest.approx(high + slack)),
        ),
    )
    assert study.bounds.breakdown == pytest.approx(-high / slack)


def test_too_few_points_after_the_start_print_the_trend_sentence() -> None:
    study = effects.event_study(case("did-cs-mpdta-never").path, **COUNTIES)

    assert (study.minimum.enough, study.minimum.sentence) == (False, "先看趋势，暂不下结论")


def test_six_points_after_the_start_and_a_large_cohort_suffice() -> None:
    panel = staggered(np.random.RandomState(1), 40, 9, (0, 4))

    assert effects.event_study(panel, **NAMES).minimum == effects.Minimum(True, None, ())


def test_one_period_before_the_start_has_no_bounds_but_a_reason() -> None:
    panel = staggered(np.random.RandomState(2), 40, 5, (0, 2))

    study = effects.event_study(panel, **NAMES)

    assert study.bounds.by == ()
    assert study.bounds.reason == "启动前可比的时点不足两个，无法估计走势偏离"
    assert (study.pretest.p, study.pretest.reason) == (None, "启动前没有可检验的时点")


def test_bands_are_wider_than_intervals_and_cover_the_whole_path_at_their_rate() -> None:
    covered = 0
    for seed in range(120):
        panel = staggered(np.random.RandomState(seed), 80, 6, (0, 4), lambda start, event: 1.0 + 0 * event)
        points = [point for point in effects.event_study(panel, **NAMES).points if point.band]
        truth = [1.0 if point.event >= 0 else 0.0 for point in points]
        covered += all(p.band[0] <= t <= p.band[1] for p, t in zip(points, truth, strict=True))
        assert all(p.band[0] < p.interval[0] and p.band[1] > p.interval[1] for p in points)

    assert 0.88 <= covered / 120 <= 1


def test_the_simultaneous_factor_lies_between_one_estimate_and_independent_ones() -> None:
    """Independent: the 0.95^(1/5) quantile of |z| is 2.569; perfectly dependent: 1.960."""
    assert simultaneous_critical(np.eye(5)) == pytest.approx(2.569, abs=0.03)
    assert simultaneous_critical(np.ones((5, 5))) == pytest.approx(1.960, abs=0.03)


def test_a_negative_magnitude_is_refused() -> None:
    panel = staggered(np.random.RandomState(3), 40, 6, (0, 4))

    with pytest.raises(EvaluationError, match="magnitude"):
        effects.event_study(panel, **NAMES, magnitudes=(-1,))
