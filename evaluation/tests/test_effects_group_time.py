"""Callaway-Sant'Anna: published cells and averages, every option, and panels that cannot be compared."""

import json
from typing import Any

import numpy as np
import pytest

from evaluation import effects
from evaluation.columns import read
from evaluation.effects import GroupTimeEffects
from evaluation.errors import EvaluationError, UnknownOption
from evaluation.tests.published import FOLDER, case
from evaluation.tests.simulated import staggered

NAMES = {"outcome": "lemp", "unit": "countyreal", "time": "year", "first_treated": "first_treat"}
SIMULATED = {"outcome": "y", "unit": "unit", "time": "time", "first_treated": "start"}
VARIANTS = json.loads((FOLDER / "did-cs-mpdta-variants" / "expected.json").read_text())


def counties(rows: str = "whole") -> dict[str, np.ndarray]:
    columns = read(case("did-cs-mpdta-never").path)
    numbers = {name: columns.numbers(name) for name in columns.values}
    keep = {
        "whole": np.ones(columns.rows, dtype=bool),
        "no-never": numbers["first_treat"] > 0,
        "unbalanced": np.arange(columns.rows) % 61 != 0,
    }[rows]
    return {name: column[keep] for name, column in numbers.items()}


def test_the_cells_reproduce_county_teen_employment() -> None:
    """did-cs-mpdta-never: Callaway & Sant'Anna (2021), J. Econometrics 225(2): 200-230, data mpdta, R did 2.5."""
    published = case("did-cs-mpdta-never")

    cells = effects.group_time_att(published.path, **NAMES).cells

    expected = published.expected["att_gt"]
    assert [(cell.group, cell.time) for cell in cells] == [(one["group"], one["time"]) for one in expected]
    assert [cell.estimate for cell in cells] == pytest.approx([one["att"] for one in expected], abs=1e-10)
    assert [cell.se for cell in cells] == pytest.approx([one["se"] for one in expected], abs=1e-6)


@pytest.mark.parametrize(
    ("average", "by"), [("simple", ""), ("dynamic", "event"), ("group", "cohort"), ("calendar", "time")]
)
def test_the_averages_reproduce_county_teen_employment(average: str, by: str) -> None:
    """did-cs-mpdta-never: Callaway & Sant'Anna (2021); aggregates of R did 2.5."""
    published = case("did-cs-mpdta-never")
    expected = published.expected[average]

    result = getattr(effects.group_time_att(published.path, **NAMES), average)

    assert (result.estimate, result.se) == pytest.approx((expected["overall_att"], expected["overall_se"]), abs=1e-10)
    assert result.interval == pytest.approx(
        (result.estimate - 1.959964 * result.se, result.estimate + 1.959964 * result.se)
    )
    assert [(getattr(one, by), one.estimate, one.se) for one in result.by] == [
        (one["e"], pytest.approx(one["att"], abs=1e-10), pytest.approx(one["se"], abs=1e-10)) for one in expected["by"]
    ]


def test_the_pretest_reproduces_county_teen_employment() -> None:
    """did-cs-mpdta-never: Wald pre-test of R did 2.5, W = 7.791, p = 0.16812."""
    published = case("did-cs-mpdta-never")

    result = effects.group_time_att(published.path, **NAMES)

    assert result.pretest.statistic == pytest.approx(published.expected["pretest"]["W"], abs=1e-9)
    assert result.pretest_p == pytest.approx(published.published["pretest_p"], abs=5e-6)
    assert result.pretest.caveat == effects.CAVEAT


@pytest.mark.parametrize("variant", VARIANTS["variants"], ids=lambda one: " ".join(map(str, list(one.values())[:5])))
def test_every_option_reproduces_the_reference_implementation(variant: dict[str, Any]) -> None:
    """did-cs-mpdta-variants: Callaway & Sant'Anna (2021); csdid 0.4.3, parity with R did 2.5."""
    options = {name: variant[name] for name in ("controls", "estimator", "base_period", "covariates")}

    result = effects.group_time_att(counties(variant["rows"]), **NAMES, **options)

    assert [(cell.group, cell.time) for cell in result.cells] == list(
        zip(variant["group"], variant["time"], strict=True)
    )
    assert [cell.estimate for cell in result.cells] == [pytest.approx(att, abs=1e-10) for att in variant["att"]]
    assert [cell.se for cell in result.cells] == [se and pytest.approx(se, abs=1e-10) for se in variant["se"]]
    assert result.pretest_p == pytest.approx(variant["pretest_p"], abs=6e-6)
    for name, expected in variant["aggregates"].items():
        average = getattr(result, name)
        assert (average.estimate, average.se) == pytest.approx((expected["att"], expected["se"]), abs=1e-10)
        assert [one.estimate for one in average.by] == pytest.approx(expected["by_att"], abs=1e-10)
        assert [one.se for one in average.by] == [se and pytest.approx(se, abs=1e-10) for se in expected["by_se"]]


def test_doubly_robust_cells_with_a_covariate_equal_the_seven_printed_digits() -> None:
    """Help of the Stata command csdid (Rios-Avila, Sant'Anna & Callaway), mpdta with lpop: cohort 2004 and 2006."""
    printed = {
        (2004, 2004): (-0.0145297, 0.0221292),
        (2004, 2005): (-0.0764219, 0.0286713),
        (2004, 2006): (-0.1404483, 0.0353782),
        (2004, 2007): (-0.1069039, 0.0328865),
        (2006, 2004): (-0.0004721, 0.0222234),
        (2006, 2005): (-0.0062025, 0.0184957),
        (2006, 2006): (0.0009606, 0.0194002),
        (2006, 2007): (-0.0412939, 0.0197211),
    }

    cells = effects.group_time_att(counties(), **NAMES, covariates=("lpop",)).cells

    found = {
        (cell.group, cell.time): (round(cell.estimate, 7), round(cell.se, 7)) for cell in cells if cell.group < 2007
    }
    assert found == printed


@pytest.mark.parametrize("never", [np.nan, np.inf, 0.0, 2008.0, 9999.0])
def test_never_treated_may_be_empty_zero_infinite_or_after_the_last_period(never: float) -> None:
    panel = counties()
    coded = panel | {"first_treat": np.where(panel["first_treat"] == 0, never, panel["first_treat"])}

    assert effects.group_time_att(coded, **NAMES) == effects.group_time_att(panel, **NAMES)


def test_the_result_does_not_depend_on_the_order_of_rows_or_the_names_of_units() -> None:
    panel = staggered(np.random.RandomState(1), 40, 6, (0, 0, 3, 5), lambda start, event: 1.0 + 0.5 * event)
    order = np.random.RandomState(2).permutation(len(panel["y"]))
    shuffled = {name: column[order] for name, column in panel.items()}
    shuffled["unit"] = np.array([f"第{99 - code}支部" for code in shuffled["unit"]])

    first, second = effects.group_time_att(panel, **SIMULATED), effects.group_time_att(shuffled, **SIMULATED)

    assert _numbers(first) == pytest.approx(_numbers(second), abs=1e-12)


def test_outcomes_shifted_by_unit_and_time_levels_leave_every_cell_alone() -> None:
    panel = staggered(np.random.RandomState(3), 40, 6, (0, 0, 3, 5))
    shifted = panel | {"y": panel["y"] + 100 * panel["unit"] - 7 * panel["time"] ** 2}

    first, second = effects.group_time_att(panel, **SIMULATED), effects.group_time_att(shifted, **SIMULATED)

    assert _numbers(first) == pytest.approx(_numbers(second), abs=1e-8)


def test_effects_scale_with_the_outcome() -> None:
    panel = staggered(np.random.RandomState(4), 40, 5, (0, 0, 3))

    first = effects.group_time_att(panel, **SIMULATED).simple
    tenfold = effects.group_time_att(panel | {"y": 10 * panel["y"]}, **SIMULATED).simple

    assert (tenfold.estimate, tenfold.se) == pytest.approx((10 * first.estimate, 10 * first.se))


def test_units_treated_from_the_first_period_on_are_left_out_and_counted() -> None:
    panel = staggered(np.random.RandomState(5), 40, 5, (0, 0, 1, 3))
    later = {name: column[panel["start"] != 1] for name, column in panel.items()}

    result = effects.group_time_att(panel, **SIMULATED)

    assert result.warnings == ("10 units treated from the first period on have no before and were left out",)
    assert result.cells == effects.group_time_att(later, **SIMULATED).cells


def test_cohorts_under_five_units_are_each_named() -> None:
    panel = staggered(np.random.RandomState(6), 40, 5, (3,) * 33 + (0,) * 3 + (4,) * 4)

    assert effects.group_time_att(panel, **SIMULATED).warnings == (
        "cohort 4 has only 4 units (fewer than 5)",
        "the never-treated group has only 3 units (fewer than 5)",
    )


def test_pairs_use_an_incomplete_unit_wherever_both_periods_are_there() -> None:
    """Dropping the last period of one control changes only cells that end there."""
    panel = staggered(np.random.RandomState(7), 20, 4, (0, 3))
    control = panel["unit"][panel["start"] == 0][0]
    keep = ~((panel["unit"] == control) & (panel["time"] == 4))
    gap = {name: column[keep] for name, column in panel.items()}

    whole, pairs = (effects.group_time_att(one, **SIMULATED, unbalanced="pairs").cells for one in (panel, gap))

    assert [cell.estimate for cell in pairs[:2]] == [cell.estimate for cell in whole[:2]]
    assert (whole[2].control_units, pairs[2].control_units) == (10, 9)


def test_a_cohort_that_loses_all_its_units_to_gaps_is_named() -> None:
    panel = staggered(np.random.RandomState(12), 40, 5, (0, 0, 3, 4))
    keep = ~((panel["start"] == 4) & (panel["time"] == 2))

    result = effects.group_time_att({name: column[keep] for name, column in panel.items()}, **SIMULATED)

    assert result.warnings == ("10 units not observed in every period were left out", "cohort 4 has no unit left")


def test_rows_without_an_outcome_are_left_out_and_counted() -> None:
    panel = staggered(np.random.RandomState(8), 20, 4, (0, 3))
    panel["y"][5] = np.nan

    assert effects.group_time_att(panel, **SIMULATED).warnings == (
        "1 rows without an outcome or covariate were left out",
        "1 units not observed in every period were left out",
    )


def test_an_outcome_that_never_varies_has_effect_zero_and_no_error_to_judge_it() -> None:
    panel = staggered(np.random.RandomState(9), 20, 4, (0, 3))

    result = effects.group_time_att(panel | {"y": 0.1 * panel["time"]}, **SIMULATED)

    assert result.simple.estimate == pytest.approx(0, abs=1e-12)
    assert (result.simple.se, result.simple.interval, result.pretest_p) == (None, None, None)
    assert result.simple.reason == "各单位的变化没有差别，无从判断误差"


def test_a_cell_without_overlap_is_null_with_its_reason_and_left_out_of_the_averages() -> None:
    panel = staggered(np.random.RandomState(10), 40, 4, (0, 3))
    separated = panel | {"x": (panel["start"] > 0) + 0.01 * panel["unit"] % 0.1}

    result = effects.group_time_att(separated, **SIMULATED, covariates=("x",))

    assert {cell.reason for cell in result.cells} == {"协变量把实施单位与可比单位完全分开，没有重叠"}
    assert (result.simple.estimate, result.simple.reason) == (None, "启动以来没有可估计的时点")
    assert result.warnings[0].startswith("cells (cohort, time) left out of every average")


def test_collinear_covariates_are_a_reason_not_a_number() -> None:
    panel = counties() | {"twice": 2 * counties()["lpop"]}

    result = effects.group_time_att(panel, **NAMES, covariates=("lpop", "twice"), estimator="reg")

    assert {cell.reason for cell in result.cells} == {"可比单位的协变量共线"}


@pytest.mark.parametrize(
    ("starts", "controls", "code"),
    [
        ((0,), "never", "no-treated"),
        ((1,), "never", "no-treated"),
        ((3, 4), "never", "no-controls"),
        ((3,), "not_yet", "no-controls"),
    ],
)
def test_a_panel_without_anyone_to_compare_is_refused(starts: tuple[int, ...], controls: str, code: str) -> None:
    panel = staggered(np.random.RandomState(11), 20, 5, starts)

    with pytest.raises(EvaluationError) as refusal:
        effects.group_time_att(panel, **SIMULATED, controls=controls)
    assert refusal.value.code == code


@pytest.mark.parametrize("option", ["controls", "estimator", "base_period", "unbalanced"])
def test_an_unknown_option_names_those_that_exist(option: str) -> None:
    with pytest.raises(UnknownOption, match=option):
        effects.group_time_att(counties(), **NAMES, **{option: "other"})


def _numbers(result: GroupTimeEffects) -> list[float]:
    averages = [result.simple, result.dynamic, result.group, result.calendar]
    everything = [*result.cells, *averages, *(one for average in averages for one in average.by)]
    return [number for one in everything for number in (one.estimate, one.se)] + [result.pretest_p]
