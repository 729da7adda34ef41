"""Whatever the panel or the table: a clear error, or numbers and nulls with a reason, never NaN."""

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from evaluation import agreement, effects, severity
from evaluation.errors import EvaluationError
from evaluation.plain import plain

NAMES = {"outcome": "y", "unit": "unit", "time": "time"}
OUTCOMES = st.sampled_from([0.0, 0.0, 1.0, 1.0, 0.1, -3.5, 1e9, 1e-9, None])
STARTS = st.sampled_from([0, 0, 1, 2, 3, 4, 9, None])


@st.composite
def panels(draw: st.DrawFn) -> dict[str, list[Any]]:
    """A few units in up to four periods, with gaps, equal outcomes and any starts."""
    rows: dict[str, list[Any]] = {"unit": [], "time": [], "start": [], "y": [], "x": []}
    for unit in range(draw(st.integers(0, 6))):
        start = draw(STARTS)
        for time in draw(st.sets(st.integers(1, 4))):
            for name, value in zip(rows, (unit, time, start, draw(OUTCOMES), draw(OUTCOMES)), strict=True):
                rows[name].append(value)
    return rows | {"treated": [int(bool(s) and t >= s) for s, t in zip(rows["start"], rows["time"], strict=True)]}


@given(
    panels(), st.sampled_from([(), ("x",)]), st.sampled_from(["never", "not_yet"]), st.sampled_from(["drop", "pairs"])
)
def test_no_panel_makes_an_effect_that_is_not_a_number(
    panel: dict[str, list[Any]], covariates: tuple[str, ...], controls: str, unbalanced: str
) -> None:
    cohorts: dict[str, Any] = NAMES | {"first_treated": "start", "covariates": covariates}
    for compute in (
        lambda: effects.group_time_att(panel, **cohorts, controls=controls, unbalanced=unbalanced),
        lambda: effects.group_time_att(panel, **cohorts, controls=controls, estimator="reg", base_period="universal"),
        lambda: effects.event_study(panel, **cohorts, controls=controls),
        lambda: effects.sun_abraham(panel, **cohorts),
        lambda: effects.two_stage(panel, **NAMES, treated="treated"),
        lambda: effects.goodman_bacon(panel, **NAMES, treated="treated"),
    ):
        _finite_or_refused(compute)


@given(st.lists(st.tuples(OUTCOMES, st.sampled_from([0, 1]), st.sampled_from(["a", "b"])), max_size=9))
def test_no_assignment_makes_a_p_that_is_not_a_number(rows: list[tuple[Any, int, str]]) -> None:
    outcome, treated, strata = ([row[place] for row in rows] for place in range(3))

    _finite_or_refused(lambda: effects.randomisation(outcome, treated, strata))
    _finite_or_refused(lambda: effects.randomisation(outcome, treated, strata, draws=9))


@given(st.lists(st.lists(OUTCOMES, min_size=3, max_size=3), max_size=5))
def test_no_ratings_make_an_agreement_that_is_not_a_number(table: list[list[Any]]) -> None:
    for form in ("ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"):
        _finite_or_refused(lambda form=form: agreement.icc(table, form))
    for level in ("nominal", "ordinal", "interval", "ratio"):
        _finite_or_refused(lambda level=level: agreement.krippendorff(table, level))
    _finite_or_refused(lambda: agreement.kendall_w(table))
    _finite_or_refused(lambda: agreement.trimmed_means(table))
    rows = [(row, rater, score) for row, scores in enumerate(table) for rater, score in enumerate(scores)]
    ratings = {name: [row[place] for row in rows] for place, name in enumerate(("subject", "rater", "score"))}
    _finite_or_refused(lambda: severity.additive(ratings))


@given(st.lists(OUTCOMES, max_size=8), st.lists(st.lists(OUTCOMES, max_size=8), max_size=3), st.integers(0, 8))
def test_no_series_makes_a_change_that_is_not_a_number(own: list[Any], peers: list[list[Any]], start: int) -> None:
    comparable = {str(number): series for number, series in enumerate(peers)}

    _finite_or_refused(lambda: effects.before_after(own, comparable, start, direction=1))


def _finite_or_refused(compute: Callable[[], Any]) -> None:
    """`plain` raises on any number that is not finite; only the library's own errors may stop a computation."""
    with np.errstate(invalid="raise", divide="raise"):
        try:
            plain(compute())
        except EvaluationError as error:
            assert error.code and error.message
