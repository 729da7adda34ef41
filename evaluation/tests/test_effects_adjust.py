"""Several tests at once: Holm and Benjamini-Hochberg."""

import numpy as np
import pytest

from evaluation import effects
from evaluation.errors import EvaluationError

BENJAMINI_HOCHBERG_1995 = (
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0
)  # fmt: skip


def test_the_fifteen_p_values_give_three_findings_by_holm_and_four_by_bh() -> None:
    """Benjamini & Hochberg (1995), J. R. Statist. Soc. B 57: 289-300, example of section 3.1."""
    holm, bh = (effects.adjust(BENJAMINI_HOCHBERG_1995, method) for method in ("holm", "bh"))

    assert ((holm <= 0.05).sum(), (bh <= 0.05).sum()) == (3, 4)


def test_adjusted_values_come_in_the_given_order() -> None:
    assert effects.adjust([0.01, 0.04, 0.03, 0.005], "holm") == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert effects.adjust([0.01, 0.04, 0.03, 0.005], "bh") == pytest.approx([0.02, 0.04, 0.04, 0.02])


@pytest.mark.parametrize("method", ["holm", "bh"])
def test_adjusting_never_lowers_reorders_or_passes_one(method: str) -> None:
    p = np.random.RandomState(1).random_sample(50) ** 2
    adjusted = effects.adjust(p, method)

    assert (adjusted >= p).all() and (adjusted <= 1).all()
    assert (np.diff(adjusted[np.argsort(p)]) >= 0).all()


def test_one_p_value_stays_as_it_is() -> None:
    assert effects.adjust([0.2]).tolist() == [0.2]


@pytest.mark.parametrize(
    ("p_values", "method", "code"),
    [
        ([], "holm", "no-p-values"),
        ([1.2], "bh", "not-a-p-value"),
        ([None], "bh", "not-a-p-value"),
        ([0.1], "x", "unknown-option"),
    ],
)
def test_values_that_are_no_p_values_are_refused(p_values: list[float], method: str, code: str) -> None:
    with pytest.raises(EvaluationError) as refusal:
        effects.adjust(p_values, method)
    assert refusal.value.code == code
