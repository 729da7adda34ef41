"""Rater severity: recovery of known severities, and designs that cannot separate raters from subjects."""

from typing import Any

import numpy as np
import pytest

from evaluation import severity
from evaluation.errors import EvaluationError, Unconnected
from evaluation.tests.published import case


def linked() -> dict[str, Any]:
    columns = case("rater-severity-linked").columns
    return {
        "subject": columns.labels("brand"),
        "rater": columns.labels("rater"),
        "score": columns.numbers("score").tolist(),
    }


def test_severity_reproduces_the_linked_design() -> None:
    """rater-severity-linked: additive model after Linacre (1989), Many-Facet Rasch Measurement; known truth."""
    published = case("rater-severity-linked")

    result = severity.additive(linked())

    assert dict(result.subjects) == pytest.approx(published.expected["adjusted_brand_score"], abs=1e-6)
    assert dict(result.raters) == pytest.approx(published.expected["rater_effect"], abs=1e-6)
    assert sum(result.raters.values()) == pytest.approx(0, abs=1e-9)


def test_severity_does_not_depend_on_the_order_of_the_ratings() -> None:
    ratings = linked()
    order = np.random.RandomState(2).permutation(len(ratings["score"]))
    shuffled = {name: [column[row] for row in order] for name, column in ratings.items()}

    first, second = severity.additive(ratings), severity.additive(shuffled)

    assert dict(first.subjects) == pytest.approx(dict(second.subjects))
    assert dict(first.raters) == pytest.approx(dict(second.raters))


def test_severity_recovers_an_exact_additive_table_however_sparse() -> None:
    """Each subject is seen by two neighbours in a ring of raters: everything is linked, little is shared."""
    lenient = {"甲": 3.0, "乙": 0.0, "丙": -3.0}
    good = {"一": 80.0, "二": 70.0, "三": 60.0}
    pairs = [("一", "甲"), ("一", "乙"), ("二", "乙"), ("二", "丙"), ("三", "丙")]
    ratings = {
        "subject": [subject for subject, _ in pairs],
        "rater": [rater for _, rater in pairs],
        "score": [good[subject] + lenient[rater] for subject, rater in pairs],
    }

    result = severity.additive(ratings)

    assert dict(result.subjects) == pytest.approx(good)
    assert dict(result.raters) == pytest.approx(lenient)
    assert result.residual_deviation is None


def test_unconnected_raters_are_refused_and_the_islands_named() -> None:
    ratings = {"subject": ["一", "一", "二", "二"], "rater": ["甲", "乙", "丙", "丁"], "score": [1, 2, 3, 4]}

    with pytest.raises(Unconnected) as refusal:
        severity.additive(ratings)

    assert {frozenset(island) for island in refusal.value.islands} == {
        frozenset({"一", "甲", "乙"}),
        frozenset({"二", "丙", "丁"}),
    }


def test_a_rating_without_a_score_is_left_out_and_counted() -> None:
    result = severity.additive({"subject": ["a", "a", "b"], "rater": ["x", "y", "x"], "score": [1, 3, None]})

    assert result.warnings == (
        "1 ratings without a score were left out",
        "subject b has no score at all and no result",
    )
    assert dict(result.subjects) == {"a": 2.0}


def test_names_that_are_numbers_stay_numbers() -> None:
    result = severity.additive({"subject": np.array([7, 7, 8]), "rater": [1.0, 2.0, 1.0], "score": [1, 3, 2]})

    assert (dict(result.subjects), dict(result.raters)) == ({7: 2.0, 8: 3.0}, {1: -1.0, 2: 1.0})


def test_one_rating_alone_is_its_own_score() -> None:
    result = severity.additive({"subject": ["a"], "rater": ["x"], "score": [7]})

    assert (dict(result.subjects), dict(result.raters)) == ({"a": 7.0}, {"x": 0.0})


@pytest.mark.parametrize(
    ("ratings", "code"),
    [
        ({"subject": [], "rater": [], "score": []}, "no-ratings"),
        ({"subject": ["a"], "rater": ["x"], "score": [None]}, "no-ratings"),
        ({"subject": ["a"], "rater": ["x"]}, "missing-column"),
        ({"subject": [None], "rater": ["x"], "score": [1]}, "missing-label"),
        ({"subject": ["a"], "rater": "x", "score": [1]}, "not-a-list"),
        ({"subject": ["a"], "rater": [["x"]], "score": [1]}, "not-a-label"),
        ({"subject": ["a"], "rater": ["x"], "score": [1e200]}, "out-of-range"),
        (None, "not-columns"),
        ({"subject": ["a"], "rater": ["x"], "score": [1, 2]}, "ragged-columns"),
        ({"subject": ["a"], "rater": ["x"], "score": ["好"]}, "not-a-number"),
        ({"subject": ["a"], "rater": ["x"], "score": [float("inf")]}, "not-finite"),
    ],
)
def test_ratings_that_cannot_be_read_say_where(ratings: dict[str, Any], code: str) -> None:
    with pytest.raises(EvaluationError) as refusal:
        severity.additive(ratings)
    assert refusal.value.code == code
