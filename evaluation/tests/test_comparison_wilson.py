"""The score interval of one rate, against published intervals."""

import subprocess
import sys

import pytest

from evaluation.comparison import wilson
from evaluation.errors import EvaluationError


@pytest.mark.parametrize(
    ("cases", "trials", "low", "high"),
    [  # Newcombe (1998), Statistics in Medicine 17: 857-872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_intervals_equal_the_published_ones(cases, trials, low, high) -> None:
    found = wilson(cases, trials)

    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_without_a_trial_there_is_no_interval() -> None:
    assert wilson(0, 0) is None


def test_all_of_few_reach_one_and_not_beyond() -> None:
    found = wilson(3, 3)

    assert found is not None
    assert (round(found.low, 4), found.high) == (0.4385, 1.0)


@pytest.mark.parametrize(
    ("cases", "trials", "level"), [(2, 1, 0.95), (-1, 3, 0.95), (1, 3, 1.0), (1, float("inf"), 0.9)]
)
def test_what_is_no_share_is_refused(cases, trials, level) -> None:
    with pytest.raises(EvaluationError):
        wilson(cases, trials, level)


def test_comparison_loads_no_heavy_library() -> None:
    code = "import evaluation.comparison, sys; print(*{'numpy', 'scipy', 'pandas'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == ""
