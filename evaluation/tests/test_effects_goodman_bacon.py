"""Goodman-Bacon: the printed decomposition, its parts always summing to the coefficient, and refusals."""

import numpy as np
import pytest

from evaluation import effects
from evaluation.errors import EvaluationError
from evaluation.tests.published import case
from evaluation.tests.simulated import staggered

NAMES = {"outcome": "y", "unit": "unit", "time": "time", "treated": "treated"}


def test_the_parts_reproduce_castle_doctrine() -> None:
    """did-goodman-bacon-castle: Goodman-Bacon (2021), J. Econometrics 225(2): 254-277; R bacondecomp."""
    published = case("did-goodman-bacon-castle")

    result = effects.goodman_bacon(published.path, outcome="l_homicide", unit="sid", time="year", treated="post")

    found = {(part.type, part.treated, part.control): (part.estimate, part.weight) for part in result.parts}
    assert found == {
        (part["type"], part["treated"], part["control"]): pytest.approx((part["est"], part["w"]), abs=1e-8)
        for part in published.expected["components"]
    }
    assert dict(result.weight_by_type) == pytest.approx(published.expected["weight_by_type"], abs=1e-8)
    assert result.twfe == pytest.approx(published.published["twfe"], abs=1e-8)


@pytest.mark.parametrize("starts", [(0, 3), (0, 2, 4, 6), (3, 5), (0, 1, 4), (1, 3, 5), (0, 2, 3, 4, 5, 6)])
def test_the_weights_sum_to_one_and_the_parts_to_the_coefficient(starts: tuple[int, ...]) -> None:
    panel = staggered(np.random.RandomState(sum(starts)), 30, 6, starts, lambda start, event: start + event**2)

    result = effects.goodman_bacon(panel, **NAMES)

    assert sum(part.weight for part in result.parts) == pytest.approx(1)
    assert sum(part.weight * part.estimate for part in result.parts) == pytest.approx(result.twfe)
    assert all(part.weight > 0 for part in result.parts)


def test_growing_effects_bend_the_coefficient_through_the_forbidden_comparisons() -> None:
    """Later units compared with earlier ones, whose effect still grows: those parts fall below any true effect."""
    panel = staggered(np.random.RandomState(9), 400, 10, (0, 3, 7), lambda start, event: 2.0 * (1 + event))

    result = effects.goodman_bacon(panel, **NAMES)

    forbidden = [part for part in result.parts if part.type == "later_vs_earlier"]
    truth = effects.group_time_att(panel, outcome="y", unit="unit", time="time", first_treated="start").simple
    assert [part.estimate < 2.0 for part in forbidden] == [True]
    assert result.twfe < truth.interval[0]


@pytest.mark.parametrize(("starts", "code"), [((0,), "no-treated"), ((3,), "no-controls"), ((1,), "no-controls")])
def test_a_panel_without_different_timing_is_refused(starts: tuple[int, ...], code: str) -> None:
    with pytest.raises(EvaluationError) as refusal:
        effects.goodman_bacon(staggered(np.random.RandomState(1), 12, 5, starts), **NAMES)
    assert refusal.value.code == code


def test_a_missing_row_is_refused_by_the_name_of_its_unit() -> None:
    panel = staggered(np.random.RandomState(2), 12, 5, (0, 3))
    gap = {name: np.delete(column, 7) for name, column in panel.items()}

    with pytest.raises(EvaluationError) as refusal:
        effects.goodman_bacon(gap, **NAMES)
    assert (refusal.value.code, refusal.value.row) == ("unbalanced", "1")


def test_treatment_that_ends_again_is_refused() -> None:
    panel = staggered(np.random.RandomState(3), 12, 5, (0, 3))
    panel["treated"][(panel["start"] == 3) & (panel["time"] == 5)] = 0

    with pytest.raises(EvaluationError) as refusal:
        effects.goodman_bacon(panel, **NAMES)
    assert refusal.value.code == "treatment-ends"
