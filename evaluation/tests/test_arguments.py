"""Arguments that are not what they should be: every one is refused by name, none ends in another library's error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from evaluation import aggregate, agreement, coupling, effects, normalise, severity, text, uncertainty, weights
from evaluation.errors import EvaluationError

LEVELS = ("ordinal", "interval", "ratio")
TABLE = [[1.0, 2.0, 3.0], [4.0, 1.0, 2.0], [2.0, 5.0, 1.0], [3.0, 2.0, 8.0]]
FLAGS = [1, 0, 1, 0]

REFUSED: list[tuple[str, str, Callable[..., Any], tuple[Any, ...]]] = [
    ("a direction in words", "not-a-number", normalise.min_max, (TABLE, "up")),
    ("groups that are one number", "not-a-list", normalise.min_max, (TABLE, 1, 5)),
    ("a row without a group", "missing-label", normalise.min_max, (TABLE, 1, ["a", "a", None, "a"])),
    ("a group that is NaN", "missing-label", normalise.min_max, (TABLE, 1, [1.0, 1.0, float("nan"), 1.0])),
    ("no floor", "not-a-number", normalise.target, ([1, 2], None, 1)),
    ("complex numbers", "not-a-number", normalise.min_max, (np.array([[1j, 2], [3, 4]]), 1)),
    ("an infinite edge", "not-finite", normalise.interval, ([1, 2], 0, float("inf"), 1)),
    ("no weights", "not-a-number", aggregate.weighted_sum, (TABLE, None)),
    ("weights in words", "not-a-number", aggregate.weighted_sum, (TABLE, "equal")),
    ("weights too large to add", "no-weight", aggregate.weighted_sum, (TABLE, [1e308] * 3)),
    ("nested weights", "ragged-table", aggregate.weighted_sum, (TABLE, [[1], [2, 3]])),
    ("one ideal point", "wrong-length", aggregate.topsis, (TABLE, 1, 1, ([9, 9, 9],))),
    ("an ideal in words", "not-a-list", aggregate.topsis, (TABLE, 1, 1, "best")),
    ("rho in words", "not-a-number", aggregate.grey_relational, (TABLE, None, "half")),
    ("a margin in words", "not-a-number", aggregate.fuzzy, ([[0.1, 0.9]], [1], "product_sum", "near")),
    ("system weights in words", "not-a-number", coupling.degree, ([[0.1, 0.9]], "fan", "equal")),
    ("one judge that is no list", "not-a-list", weights.ahp_group, (5,)),
    ("a shift in words", "not-a-number", weights.entropy, (TABLE, "min_max", "some")),
    ("alternatives that are none", "not-a-list", weights.ahp_hierarchy, ([[1, 2], [0.5, 1]], None)),
    ("a cap in words", "not-a-number", weights.bound, ([1, 2], "all")),
    ("half a draw", "bad-draws", uncertainty.rank_intervals, (TABLE, 1, 50, 2.5, 1)),
    ("a negative seed", "bad-seed", uncertainty.rank_intervals, (TABLE, 1, 50, 20, -1)),
    ("a seed of 64 bits", "bad-seed", uncertainty.rank_intervals, (TABLE, 1, 50, 20, 2**40)),
    ("no seed", "not-a-number", uncertainty.rank_intervals, (TABLE, 1, 50, 20, None)),
    ("endless concentration", "not-finite", uncertainty.rank_intervals, (TABLE, 1, float("inf"), 20, 1)),
    ("a level of one", "bad-level", uncertainty.rank_intervals, (TABLE, 1, 50, 20, 1, 1)),
    ("a level in per cent", "bad-level", agreement.icc, (TABLE, "ICC2", 95)),
    ("a level that is missing", "bad-level", uncertainty.shrink, ([1, 2], [3, 4], "poisson", float("nan"))),
    ("trials beyond counting", "out-of-range", uncertainty.shrink, ([1, 2], [3, 1e16], "binomial")),
    ("scores in words", "not-a-number", uncertainty.rank_draws, ([["a", 1], ["b", 2]],)),
    ("a change of everything", "bad-change", uncertainty.one_at_a_time, (TABLE, 1, 1)),
    ("ratings that are one number", "not-a-list", agreement.krippendorff, (5,)),
    ("columns of different length", "ragged-table", agreement.krippendorff, ({"a": [1, 2], "b": [1]},)),
    ("half a rating dropped", "negative-drop", agreement.trimmed_means, (TABLE, 1.5)),
    ("ratings that are no columns", "not-columns", severity.additive, (5,)),
    ("treatment that is no list", "not-a-list", effects.randomisation, ([1, 2, 3, 4], None)),
    ("outcomes that are tables", "not-a-number", effects.randomisation, ([[1, 2]] * 4, FLAGS)),
    ("treatment of another length", "ragged-columns", effects.randomisation, ([1, 2, 3], FLAGS)),
    ("draws in words", "not-a-number", effects.randomisation, ([1, 2, 3, 4], FLAGS, None, "many")),
    ("no draw", "bad-draws", effects.randomisation, ([1, 2, 3, 4], FLAGS, None, 0)),
    ("half a character", "shingle-size", text.jaccard, ("党课", "党课", 2.5)),
    ("a threshold in words", "not-a-number", text.near_duplicates, (["党课", "党课"], "high")),
    ("texts that are one text", "not-a-list", text.near_duplicates, ("党课", 0.8)),
]


@pytest.mark.parametrize(("code", "call", "given"), [one[1:] for one in REFUSED], ids=[one[0] for one in REFUSED])
def test_an_argument_that_is_not_one_is_refused_by_name(
    code: str, call: Callable[..., Any], given: tuple[Any, ...]
) -> None:
    with pytest.raises(EvaluationError) as refusal:
        call(*given)
    assert refusal.value.code == code


def test_whole_numbers_may_be_written_as_any_number() -> None:
    plain = uncertainty.rank_intervals(TABLE, [0.2, 0.3, 0.5], 50, 200, 1)
    written = uncertainty.rank_intervals(np.float32(TABLE), "1", np.int64(50), 2e2, np.float64(1))  # type: ignore[arg-type]

    assert written.draws == plain.draws == 200
    assert uncertainty.rank_intervals(TABLE, [0.2, 0.3, 0.5], 50.0, 200, 1).low.tolist() == plain.low.tolist()


@pytest.mark.parametrize("unit", [1e-200, 1e-3, 1e150, 1e300])
def test_agreement_does_not_depend_on_the_unit_of_the_ratings(unit: float) -> None:
    """Squares of huge or tiny ratings would leave the range of floats."""
    ratings = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]) / 10

    scaled = [agreement.icc(ratings * unit).value, *(agreement.krippendorff(ratings * unit, x) for x in LEVELS)]

    assert scaled == pytest.approx(
        [agreement.icc(ratings).value, *(agreement.krippendorff(ratings, x) for x in LEVELS)], rel=1e-9
    )


def test_rates_beside_an_endless_exposure_have_intervals() -> None:
    rates = uncertainty.shrink([0, 1, 0, 2, 0], [1e16, 3e16, 1e17, 4, 1e16])

    assert np.all((np.asarray(rates.low) <= rates.rate) & (np.asarray(rates.rate) <= rates.high))
