"""Scores in whole numbers: by hand, with gaps, in peer groups, and the same bytes in any order."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import observations, scheme, score
from evaluation.errors import EvaluationError, FormatError, ShapeError
from evaluation.reasons import Reason
from evaluation.tests.standing_scheme import content, standing_observations, standing_scheme

A, B, C = 0, 1, 2
PARTY, BUSINESS = 0, 1


def test_scores_are_the_weighted_sums_done_by_hand() -> None:
    """A: party 0.6 · 28/35 + 0.4 · 12/15; business 0.5 · 1.75/3.5 + 0.3 · 1 + 0.2 · (1 − 0.2/0.4)."""
    scores = score.score(standing_scheme(), standing_observations())

    assert scores.units == ("A", "B", "C")
    assert scores.sides == ("party", "business")
    assert scores.whole.tolist() == [[800_000_000, 650_000_000], [400_000_000, 700_000_000], [-1, -1]]
    assert scores.values.to_list() == [[0.8, 0.65], [0.4, 0.7], [None, None]]
    assert scores.T is not None and scores.T.to_list() == [pytest.approx(0.725), pytest.approx(0.55), None]


def test_indicator_of_another_group_is_not_held_against_a_unit() -> None:
    scores = score.score(standing_scheme(), standing_observations())

    assert scores.applicable.tolist() == [[1_000_000, 1_000_000], [1_000_000, 500_000], [1_000_000, 1_000_000]]
    assert scores.coverage.to_list() == [[1.0, 1.0], [1.0, 1.0], [0.6, 0.3]]
    assert scores.reasons.tolist() == [[0, 0], [0, 0], [Reason.LOW_COVERAGE, Reason.LOW_COVERAGE]]
    assert scores.normalised.reason(B, 2) == Reason.NOT_APPLICABLE.words


def test_nothing_to_measure_is_told_from_not_reported() -> None:
    scores = score.score(standing_scheme(), standing_observations())

    assert scores.normalised.reason(C, 1) == "已报送，但本期没有可计量的对象"
    assert scores.normalised.reason(C, 2) == "未报送，缺测不按零计"


def test_coverage_gate_compares_whole_numbers_at_the_edge() -> None:
    exactly, above = (standing_scheme(minimum_coverage=share) for share in (0.6, 0.600001))

    at_the_edge = score.score(exactly, standing_observations())
    beyond = score.score(above, standing_observations())

    assert at_the_edge.values.to_list()[C] == [1.0, None]
    assert beyond.values.to_list()[C] == [None, None]


def test_missing_value_is_left_out_not_counted_as_zero() -> None:
    with_gap = score.score(standing_scheme(minimum_coverage=0.5), standing_observations())

    assert with_gap.whole[C, PARTY] == 1_000_000_000  # P101 at its target is all there is


def test_peer_relative_methods_work_inside_groups_and_small_ones_fall_back() -> None:
    changed = content()
    changed["indicators"][3] |= {"method": "min_max"}
    units = [f"u{number:02}" for number in range(12)]
    values = [75 + number for number in range(9)] + [75, 83.5, 92]
    groups = ["大组"] * 9 + ["小组"] * 3
    seen = observations.from_table(np.array(values, dtype=float)[:, None], units, ["B107"], groups)

    scores = score.score(scheme.from_mapping(changed), seen)

    place = 3
    np.testing.assert_allclose(scores.normalised[:9, place], np.arange(9) / 8, atol=1e-9)
    assert scores.normalised.to_list()[9][place] == 0.0
    assert scores.normalised.to_list()[10][place] == 0.5
    assert scores.normalised.to_list()[11][place] == 1.0


@pytest.mark.parametrize("method", ["min_max", "robust", "percentile"])
def test_constant_peers_have_no_value_and_the_reason(method: str) -> None:
    changed = content()
    changed["indicators"][3] |= {"method": method}
    seen = observations.from_table([[80.0]] * 9, [f"u{number}" for number in range(9)], ["B107"], ["大组"] * 9)

    scores = score.score(scheme.from_mapping(changed), seen)

    assert scores.normalised.to_list()[0][3] is None
    assert scores.normalised.reason(0, 3) == Reason.CONSTANT.words
    assert scores.totals.covered[:, BUSINESS].tolist() == [0] * 9


def test_percentile_and_robust_agree_with_the_plain_functions() -> None:
    from evaluation import normalise

    values = [float(number**2 % 23) for number in range(12)]
    seen = observations.from_table(np.array(values)[:, None], [f"u{n:02}" for n in range(12)], ["B107"], ["大组"] * 12)
    for method in ("percentile", "robust"):
        changed = content()
        changed["indicators"][3] |= {"method": method}

        scores = score.score(scheme.from_mapping(changed), seen)

        np.testing.assert_allclose(scores.normalised[:, 3], getattr(normalise, method)(values, 1), atol=1e-9)


def test_indicators_outside_the_scheme_are_named_not_scored() -> None:
    scores = score.score(standing_scheme(), standing_observations())

    assert scores.ignored == ("B202",)


def test_unit_on_the_roster_without_any_row_is_scored_as_missing() -> None:
    seen = observations.from_columns({"unit": [], "indicator": [], "value": []}, roster={"D": "口岸查验"})

    scores = score.score(standing_scheme(), seen)

    assert scores.values.to_list() == [[None, None]]
    assert scores.D is not None and scores.D.reason(0) == Reason.SIDE_MISSING.words


@given(st.permutations(range(13)))
def test_digest_does_not_depend_on_the_order_of_rows(order: list[int]) -> None:
    rows = standing_observations()
    names = {"unit": rows.units, "indicator": rows.indicators}
    columns = {
        "unit": [names["unit"][rows.unit[row]] for row in order],
        "indicator": [names["indicator"][rows.indicator[row]] for row in order],
        "group": [rows.groups[rows.unit[row]] for row in order],
        "value": [rows.value[row] for row in order],
        "numerator": [rows.numerator[row] for row in order],
        "denominator": [rows.denominator[row] for row in order],
        "period": [rows.period for _ in order],
    }

    shuffled = score.score(standing_scheme(), observations.from_columns(columns))

    assert shuffled.digest == score.score(standing_scheme(), rows).digest


def test_digest_changes_with_the_scheme_and_with_a_value() -> None:
    base = score.score(standing_scheme(), standing_observations()).digest

    other_version = score.score(standing_scheme(version="2026.2"), standing_observations()).digest
    seen = standing_observations()
    value = seen.value.copy()
    value[0] += 1e-12
    nudged = score.score(standing_scheme(), observations.Observations(**{**vars(seen), "value": value})).digest

    assert len({base, other_version, nudged}) == 3


@given(st.floats(55, 100), st.floats(0.001, 40))
def test_better_value_never_scores_lower(value: float, more: float) -> None:
    def party_score(measured: float) -> int:
        seen = observations.from_table([[measured, 10.0]], ["A"], ["P101", "P105"], ["口岸查验"])
        return int(score.score(standing_scheme(), seen).whole[0, PARTY])

    assert party_score(value + more) >= party_score(value)


@given(st.lists(st.lists(st.floats(-1e308, 1e308), min_size=5, max_size=5), min_size=1, max_size=6))
def test_scores_stay_in_bounds_whatever_was_measured(rows: list[list[float]]) -> None:
    codes = ["P101", "P105", "B105", "B107", "B402"]
    seen = observations.from_table(rows, [f"u{n}" for n in range(len(rows))], codes, ["口岸查验"] * len(rows))

    whole = score.score(standing_scheme(), seen).whole

    assert ((whole >= 0) & (whole <= 1_000_000_000)).all()


def test_scheme_with_one_side_has_no_coupling() -> None:
    one = content(sides={"party": {"name": "党建", "weight": 1}})
    one["indicators"] = one["indicators"][:2]

    scores = score.score(scheme.from_mapping(one), standing_observations())

    assert (scores.T, scores.C, scores.D) == (None, None, None)
    assert scores.values.to_list() == [[0.8], [0.4], [None]]


def test_no_units_and_unknown_units_are_refused() -> None:
    nobody = observations.from_columns({"unit": [], "indicator": [], "value": []})
    with pytest.raises(ShapeError):
        score.score(standing_scheme(), nobody)
    with pytest.raises(EvaluationError, match="unknown-unit"):
        score.score(standing_scheme(), standing_observations()).row("Z")
    without_group = observations.from_columns({"unit": ["A"], "indicator": ["P101"], "value": [1]})
    with pytest.raises(FormatError, match="no-group"):
        score.score(standing_scheme(), without_group)


def test_results_cannot_be_changed() -> None:
    scores = score.score(standing_scheme(), standing_observations())

    for array in (scores.values, scores.whole, scores.totals.total, scores.normalised):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 0


def test_scoring_and_explaining_load_neither_scipy_nor_duckdb() -> None:
    """Pages explain one unit on demand; the web process must stay light."""
    script = "import sys; import evaluation.explain; print(sorted({'scipy', 'duckdb', 'pandas'} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
