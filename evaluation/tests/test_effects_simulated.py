"""Simulated truth: nothing is found where nothing is, and intervals hold the effect as often as they say."""

from collections.abc import Callable

import numpy as np
import pytest

from evaluation import effects
from evaluation.tests.simulated import staggered

NAMES = {"outcome": "y", "unit": "unit", "time": "time"}


def growing(start: np.ndarray, event: np.ndarray) -> np.ndarray:
    """An effect that differs by cohort and grows with time: what two-way fixed effects get wrong."""
    return 0.2 * start + 0.5 * event


def callaway_santanna(panel: dict[str, np.ndarray]) -> effects.Estimate:
    return effects.group_time_att(panel, **NAMES, first_treated="start").simple


def sun_abraham(panel: dict[str, np.ndarray]) -> effects.Estimate:
    return effects.sun_abraham(panel, **NAMES, first_treated="start").att


def two_stage(panel: dict[str, np.ndarray]) -> effects.Estimate:
    result = effects.two_stage(panel, **NAMES, treated="treated")
    return effects.Estimate(result.att, result.se, result.interval)


ESTIMATORS = pytest.mark.parametrize("estimator", [callaway_santanna, sun_abraham, two_stage])


@ESTIMATORS
def test_placebo_dates_are_rejected_at_about_their_nominal_rate(
    estimator: Callable[[dict[str, np.ndarray]], effects.Estimate],
) -> None:
    """No effect, dates dealt at random: 5 % in the long run; 300 panels lie within 2 and 9.5 % by chance."""
    rejected = 0
    for seed in range(300):
        low, high = estimator(staggered(np.random.RandomState(seed), 100, 6, (0, 0, 3, 5))).interval
        rejected += low > 0 or high < 0

    assert 0.02 <= rejected / 300 <= 0.095


@ESTIMATORS
def test_intervals_cover_a_growing_effect_at_about_their_nominal_rate(
    estimator: Callable[[dict[str, np.ndarray]], effects.Estimate],
) -> None:
    """Cohorts 3 and 5 in six periods with equal shares: the mean effect over their six treated cells is 7.9 / 6."""
    covered = 0
    for seed in range(300):
        low, high = estimator(staggered(np.random.RandomState(1000 + seed), 100, 6, (0, 0, 3, 5), growing)).interval
        covered += low <= _truth() <= high

    assert 0.905 <= covered / 300 <= 0.98


def test_the_pretest_rejects_at_about_its_nominal_rate_when_trends_are_parallel() -> None:
    rejected = 0
    for seed in range(300):
        panel = staggered(np.random.RandomState(2000 + seed), 200, 6, (0, 0, 4, 5))
        rejected += effects.group_time_att(panel, **NAMES, first_treated="start").pretest_p <= 0.05

    assert 0.02 <= rejected / 300 <= 0.10


def test_the_pretest_sees_trends_that_are_not_parallel() -> None:
    panel = staggered(np.random.RandomState(1), 200, 6, (0, 0, 4, 5))
    apart = panel | {"y": panel["y"] + (panel["start"] > 0) * panel["time"]}

    assert effects.group_time_att(apart, **NAMES, first_treated="start").pretest_p < 0.001


def test_randomisation_never_rejects_more_often_than_it_says() -> None:
    """Exact: of 400 null designs at most 5 % in the long run; with ties and strata still no more."""
    rejected = 0
    for seed in range(400):
        random = np.random.RandomState(seed)
        strata = np.repeat([0, 1], 6)
        treated = np.concatenate([random.permutation([1, 1, 1, 0, 0, 0]) for _ in range(2)])
        outcome = random.poisson(3, 12) + 5 * strata
        rejected += effects.randomisation(outcome, treated, strata).p_two_sided <= 0.05

    assert rejected / 400 <= 0.07


def _truth() -> float:
    cells = [(3, event) for event in range(4)] + [(5, event) for event in range(2)]
    return float(np.mean([growing(np.array(start), np.array(event)) for start, event in cells]))
