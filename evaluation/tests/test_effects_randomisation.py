"""Randomisation inference: Fisher's count, every small design against brute force, and designs too large to count."""

from itertools import combinations, product

import numpy as np
import pytest

from evaluation import effects
from evaluation.errors import EvaluationError
from evaluation.tests.published import case


def darwin() -> tuple[list[float], list[int], list[int]]:
    differences = case("randomisation-darwin-maize").table("difference").ravel()
    outcome = [value for difference in differences for value in (difference, 0.0)]
    return outcome, [1, 0] * 15, [pair for pair in range(15) for _ in range(2)]


def test_the_exact_p_reproduces_darwins_maize() -> None:
    """randomisation-darwin-maize: Fisher (1935), The Design of Experiments, section 21; 1726 of 32768."""
    expected = case("randomisation-darwin-maize").expected

    result = effects.randomisation(*darwin())

    assert result == effects.Randomisation(
        statistic=pytest.approx(expected["sum"] / 15),
        p_one_sided=expected["p_one_sided"],
        p_two_sided=expected["p_two_sided"],
        exact=True,
        assignments=32768,
        draws=None,
    )


@pytest.mark.parametrize(("unit", "shift"), [(1, 0), (3, 0), (7, 0), (1e12, 0), (1e-12, 0), (3, 1e6), (10, -1e9)])
def test_the_exact_p_does_not_depend_on_unit_or_origin(unit: float, shift: float) -> None:
    """Thirds and sevenths are no finite decimals, yet 1/3 + 4/3 and 2/3 + 3/3 are the same sum."""
    outcome, treated = np.array([1, 4, 2, 3, 0, 5, 4, 1]), [1, 1, 0, 0, 0, 1, 0, 1]

    moved = effects.randomisation(outcome / unit + shift, treated)

    assert (moved.p_one_sided, moved.p_two_sided) == _brute_force(outcome, np.array(treated), np.zeros(8))


def test_random_draws_come_close_to_the_exact_p_and_can_be_drawn_again() -> None:
    """randomisation-darwin-maize: Fisher (1935); 9,999 draws."""
    first, again = (effects.randomisation(*darwin(), draws=9999, seed=1) for _ in range(2))

    assert first == again
    assert (first.p_one_sided, first.p_two_sided) == pytest.approx((0.0263, 0.0527), abs=0.01)
    assert (first.exact, first.draws) == (False, 9999)


@pytest.mark.parametrize("seed", range(20))
def test_every_small_design_equals_brute_force(seed: int) -> None:
    random = np.random.RandomState(seed)
    strata = np.repeat(np.arange(random.randint(1, 4)), random.randint(2, 6))
    outcome = random.standard_normal(len(strata)).round(random.randint(0, 12)) * 10.0 ** random.randint(-6, 6)
    treated = np.concatenate([_some_treated(random, (strata == one).sum()) for one in np.unique(strata)])

    result = effects.randomisation(outcome, treated, strata)

    assert (result.p_one_sided, result.p_two_sided) == pytest.approx(_brute_force(outcome, treated, strata), abs=1e-12)


def test_equal_sums_are_ties_whatever_their_decimals() -> None:
    """0.1 + 0.2 and 0.3 + 0.0 are one sum, as on paper: 2 of 6 assignments reach it, and 4 are as far from zero."""
    result = effects.randomisation([0.1, 0.2, 0.3, 0.0], [1, 1, 0, 0])

    assert (result.p_one_sided, result.p_two_sided) == (4 / 6, 1.0)


def test_thirty_six_units_are_still_counted_exactly() -> None:
    random = np.random.RandomState(5)
    outcome = np.append(random.standard_normal(18), 1.0 + random.standard_normal(18))

    exact = effects.randomisation(outcome, [0] * 18 + [1] * 18)
    drawn = effects.randomisation(outcome, [0] * 18 + [1] * 18, draws=20_000)

    assert exact.assignments == 9_075_135_300
    assert exact.p_two_sided == pytest.approx(drawn.p_two_sided, abs=0.01)


def test_too_many_assignments_are_refused_in_favour_of_draws() -> None:
    outcome = np.random.RandomState(6).standard_normal(120)

    with pytest.raises(EvaluationError) as refusal:
        effects.randomisation(outcome, [0, 1] * 60)
    assert refusal.value.code == "too-many-assignments"


def test_no_difference_has_p_one() -> None:
    result = effects.randomisation([5, 5, 5, 5], [1, 0, 1, 0])

    assert (result.statistic, result.p_one_sided, result.p_two_sided) == (0.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("outcome", "treated", "strata", "code"),
    [
        ([], [], None, "no-treated"),
        ([1, 2], [1, 1], None, "no-controls"),
        ([1, 2], [0, 0], None, "no-treated"),
        ([1, None], [1, 0], None, "missing-value"),
        ([1, 2], [1, 0.5], None, "not-a-flag"),
        ([1, 2], [1], None, "ragged-columns"),
        ([1, 2], [1, 0], ["a"], "ragged-columns"),
        ([1, 2], [1, 0], ["a", None], "missing-label"),
        ([1, float("inf")], [1, 0], None, "not-finite"),
        ([1, 1e200], [1, 0], None, "out-of-range"),
    ],
)
def test_a_design_that_cannot_be_tested_says_why(
    outcome: list[float], treated: list[int], strata: list[str] | None, code: str
) -> None:
    with pytest.raises(EvaluationError) as refusal:
        effects.randomisation(outcome, treated, strata)
    assert refusal.value.code == code


def _some_treated(random: np.random.RandomState, size: int) -> np.ndarray:
    treated = random.randint(1, size)
    return random.permutation([1] * treated + [0] * (size - treated))


def _brute_force(outcome: np.ndarray, treated: np.ndarray, strata: np.ndarray) -> tuple[float, float]:
    choices = []
    for one in np.unique(strata):
        members = np.flatnonzero(strata == one)
        choices.append(list(combinations(members, treated[members].sum())))
    differences = []
    for choice in product(*choices):
        flags = np.zeros(len(outcome), dtype=bool)
        flags[[unit for units in choice for unit in units]] = True
        differences.append(outcome[flags].mean() - outcome[~flags].mean())
    observed = outcome[treated == 1].mean() - outcome[treated == 0].mean()
    slack = 1e-9 * np.abs(outcome).max()
    spread = np.array(differences)
    return float((spread >= observed - slack).mean()), float((np.abs(spread) >= abs(observed) - slack).mean())
