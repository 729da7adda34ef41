"""Coupling and coordination against published tables, the documented misuses, and bounds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import coupling
from evaluation.errors import FormatError, ShapeError, UnknownOption, ValueRangeError
from evaluation.reasons import Reason
from evaluation.tests.published import case

FORMS = {"traditional": "standard", "corrected": "wang", "fan": "fan"}
SIDES = st.lists(st.lists(st.floats(0, 1), min_size=3, max_size=3), min_size=1, max_size=10)


@pytest.mark.parametrize("form", FORMS)
def test_four_systems_reproduce_the_published_table(form: str) -> None:
    """R package coupling, vignette "ccd"; 王淑佳等 (2021) doi:10.31497/zrzyxb.20210319; Fan 2024."""
    four = case("ccd-four-systems")

    result = coupling.degree(four.numbers_without(), form)

    np.testing.assert_allclose(result.T, four.expected["T"], atol=1e-12)
    np.testing.assert_allclose(result.C, four.expected[FORMS[form]]["C"], atol=1e-12)
    np.testing.assert_allclose(result.D, four.expected[FORMS[form]]["D"], atol=1e-12)
    np.testing.assert_allclose(result.C, four.published[FORMS[form]]["C"], atol=2e-6)
    np.testing.assert_allclose(result.D, four.published[FORMS[form]]["D"], atol=2e-6)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("name", "weights"), [("equal", None), ("unequal", [0.4, 0.3, 0.3])])
def test_three_systems_reproduce_the_published_table(form: str, name: str, weights: list[float] | None) -> None:
    """R package mathmodels, coupling_degree: standard and adjusted (王淑佳 2021), equal and unequal weights."""
    three = case("ccd-three-systems")
    expected = three.expected[name]

    result = coupling.degree(three.numbers_without("id"), form, weights)

    np.testing.assert_allclose(result.T, expected["T"], atol=1e-12)
    np.testing.assert_allclose(result.C, expected[FORMS[form]]["C"], atol=1e-12)
    np.testing.assert_allclose(result.D, expected[FORMS[form]]["D"], atol=1e-12)


@pytest.mark.parametrize("form", FORMS)
def test_two_systems_reproduce_the_properties_table(form: str) -> None:
    """Formulae of 王淑佳等 (2021) and 刘春林 (2017); the wrong variants are not reproduced."""
    two = case("ccd-two-systems-properties")

    result = coupling.degree(two.numbers_without(), form, two.inputs["weights"])

    np.testing.assert_allclose(result.C, two.expected["values"][FORMS[form]]["C"], atol=1e-12)
    np.testing.assert_allclose(result.D, two.expected["values"][FORMS[form]]["D"], atol=1e-12)
    for wrong in two.expected["wrong_variants_not_allowed"].values():
        assert np.abs(np.asarray(result.C) - wrong).max() > 0.1


@given(SIDES, st.sampled_from(sorted(FORMS)))
def test_degrees_stay_in_bounds_and_agree_with_each_other(sides: list[list[float]], form: str) -> None:
    result = coupling.degree(sides, form)

    for figures in (result.C, result.T, result.D):
        assert ((figures >= 0) & (figures <= 1 + 1e-12)).all()
    np.testing.assert_allclose(np.asarray(result.D) ** 2, np.asarray(result.C) * np.asarray(result.T), atol=1e-12)


@given(SIDES, st.permutations(range(3)), st.sampled_from(sorted(FORMS)))
def test_order_of_systems_does_not_matter(sides: list[list[float]], order: list[int], form: str) -> None:
    weights = np.array([0.5, 0.3, 0.2])

    plain = coupling.degree(sides, form, weights)
    shuffled = coupling.degree(np.array(sides)[:, order], form, weights[order])

    np.testing.assert_allclose(shuffled.D, plain.D, atol=1e-7)


@given(st.floats(0.001, 1), st.integers(2, 6), st.sampled_from(sorted(FORMS)))
def test_equal_sides_are_fully_coupled(level: float, systems: int, form: str) -> None:
    result = coupling.degree([[level] * systems], form)

    assert result.C[0] == pytest.approx(1, abs=1e-7)
    assert result.D[0] == pytest.approx(np.sqrt(level), abs=1e-7)


def test_missing_side_gives_no_degree_and_says_why() -> None:
    result = coupling.degree({"party": [0.8, None], "business": [0.8, 0.9]}, "corrected")

    assert result.D.to_list() == [pytest.approx(np.sqrt(0.8)), None]
    assert result.D.reason(1) == Reason.SIDE_MISSING.words
    assert result.sides.to_list() == [[0.8, 0.8], [None, 0.9]]
    assert result.bands == ("良好协调", None)


def test_bands_begin_at_their_lower_edge() -> None:
    named = [coupling.band(value) for value in (0.0, 0.0999, 0.1, 0.3, 0.6, 0.7, 0.8999, 0.9, 1.0)]

    assert named == [
        "极度失调", "极度失调", "严重失调", "轻度失调", "初级协调", "中级协调", "良好协调", "优质协调", "优质协调",
    ]  # fmt: skip


def test_many_small_systems_do_not_underflow() -> None:
    assert coupling.degree([[1e-300] * 8]).C[0] == pytest.approx(1)
    assert coupling.degree([[1e-300] * 8], "corrected").C[0] == pytest.approx(1)


def test_all_missing_gives_nulls_only() -> None:
    result = coupling.degree([[None, None]])

    assert (result.C.to_list(), result.T.to_list(), result.D.to_list()) == ([None], [None], [None])


def test_bad_sides_are_refused_with_their_place() -> None:
    with pytest.raises(ValueRangeError, match=r"not scaled to 0\.\.1") as refusal:
        coupling.degree({"party": [0.5, 71.0], "business": [0.5, 0.5]})
    assert (refusal.value.row, refusal.value.column) == (1, "party")
    with pytest.raises(ShapeError):
        coupling.degree([[0.5]])
    with pytest.raises(UnknownOption, match="traditional, corrected, fan"):
        coupling.degree([[0.5, 0.5]], form="wang")
    with pytest.raises(FormatError):
        coupling.degree([[0.5, "high"]])
