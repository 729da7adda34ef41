"""Sun-Abraham: the printed event study, an independent dummy regression, and panels that cannot be compared."""

import numpy as np
import pytest

from evaluation import effects
from evaluation.errors import EvaluationError
from evaluation.tests.published import case
from evaluation.tests.simulated import staggered

NAMES = {"outcome": "y", "unit": "unit", "time": "time", "first_treated": "start"}


def test_the_event_study_reproduces_the_help_page_of_sunab() -> None:
    """did-sunab-base-stagg: Sun & Abraham (2021), J. Econometrics 225(2): 175-199; data and output of R fixest."""
    published = case("did-sunab-base-stagg")
    expected = published.expected

    result = effects.sun_abraham(
        published.path,
        outcome="y",
        unit="id",
        time="year",
        first_treated="year_treated",
        covariates=("x1",),
        cluster="id",
    )

    def near(one: dict[str, float]) -> tuple[object, object]:
        return pytest.approx(one.get("att", one.get("b")), abs=1e-6), pytest.approx(one["se"], abs=1e-5)

    assert (result.att.estimate, result.att.se) == near(expected["ATT"])
    assert (result.covariates["x1"].estimate, result.covariates["x1"].se) == near(expected["x1"])
    assert {str(one.event): (one.estimate, one.se) for one in result.event_study} == {
        event: near(one) for event, one in expected["event_study"].items()
    }
    assert {str(one.cohort): (one.estimate, one.se) for one in result.by_cohort} == {
        cohort: near(one) for cohort, one in expected["by_cohort"].items()
    }


@pytest.mark.parametrize(("cluster", "fixed_levels"), [(None, 7), ("district", 7), ("time", 28), ("mixed", 34)])
def test_an_unbalanced_panel_agrees_with_a_regression_on_all_dummies(cluster: str | None, fixed_levels: int) -> None:
    """The same estimate from written-out dummies; K counts the fixed effects whose levels no cluster contains."""
    panel = _with_gaps()
    groups = panel[cluster or "unit"]

    result = effects.sun_abraham(panel, **NAMES, covariates=("x",), cluster=cluster)

    estimate, error = _by_all_dummies(panel, groups, fixed_levels)
    assert (result.att.estimate, result.att.se) == pytest.approx((estimate, error), rel=1e-8)
    assert result.clusters == len(np.unique(groups))


def test_the_result_does_not_depend_on_the_order_of_rows() -> None:
    panel = _with_gaps()
    order = np.random.RandomState(1).permutation(len(panel["y"]))

    first = effects.sun_abraham(panel, **NAMES)
    second = effects.sun_abraham({name: column[order] for name, column in panel.items()}, **NAMES)

    assert [one.estimate for one in first.event_study] == pytest.approx([one.estimate for one in second.event_study])
    assert [one.se for one in first.event_study] == pytest.approx([one.se for one in second.event_study])


def test_without_never_treated_units_the_last_cohort_is_the_comparison_until_it_begins() -> None:
    panel = staggered(np.random.RandomState(2), 40, 6, (3, 5))
    before = {name: column[panel["time"] < 5] for name, column in panel.items()}
    before["start"] = np.where(before["start"] == 5, 0, before["start"])

    result = effects.sun_abraham(panel, **NAMES)

    assert result.event_study == effects.sun_abraham(before, **NAMES).event_study
    assert result.warnings == (
        "no unit stays untreated: the last cohort (5) is only a control; later periods are left out",
    )


def test_a_cohort_without_a_period_before_its_start_loses_one_effect_and_says_so() -> None:
    panel = staggered(np.random.RandomState(3), 40, 6, (0, 0, 3, 5))
    keep = ~((panel["start"] == 5) & (panel["time"] == 4))

    result = effects.sun_abraham({name: column[keep] for name, column in panel.items()}, **NAMES)

    assert result.warnings == ("cohort 5 at event 1 is determined by the others and was left out",)


@pytest.mark.parametrize(("starts", "code"), [((0,), "no-treated"), ((1,), "no-treated"), ((3,), "no-controls")])
def test_a_panel_without_anyone_to_compare_is_refused(starts: tuple[int, ...], code: str) -> None:
    with pytest.raises(EvaluationError) as refusal:
        effects.sun_abraham(staggered(np.random.RandomState(4), 20, 5, starts), **NAMES)
    assert refusal.value.code == code


def test_a_covariate_that_never_changes_within_a_unit_is_refused_by_name() -> None:
    panel = staggered(np.random.RandomState(5), 20, 5, (0, 3))

    with pytest.raises(EvaluationError) as refusal:
        effects.sun_abraham(panel, **NAMES, covariates=("district",))
    assert (refusal.value.code, refusal.value.column) == ("collinear", "district")


def _with_gaps() -> dict[str, np.ndarray]:
    random = np.random.RandomState(6)
    panel = staggered(random, 28, 7, (0, 0, 3, 5), lambda start, event: 1 + 0.3 * event)
    panel["x"] = random.standard_normal(len(panel["y"]))
    panel["mixed"] = (panel["unit"] + panel["time"]) % 9
    keep = random.random_sample(len(panel["y"])) > 0.1
    return {name: column[keep] for name, column in panel.items()}


def _by_all_dummies(panel: dict[str, np.ndarray], groups: np.ndarray, fixed_levels: int) -> tuple[float, float]:
    event = np.where(panel["start"] > 0, panel["time"] - panel["start"], -1)
    pairs = np.unique(np.column_stack([panel["start"], event])[event != -1], axis=0)
    cells = np.column_stack([(panel["start"] == start) & (event == when) for start, when in pairs]).astype(float)
    dummies = [(panel[name][:, None] == np.unique(panel[name])).astype(float) for name in ("unit", "time")]
    own = np.column_stack([panel["x"], cells])
    design = np.column_stack([own, dummies[0], dummies[1][:, 1:]])
    solution = np.linalg.lstsq(design, panel["y"], rcond=None)[0]
    scores = design * (panel["y"] - design @ solution)[:, None]
    sums = np.array([scores[groups == one].sum(axis=0) for one in np.unique(groups)])
    bread = np.linalg.inv(design.T @ design)
    weights = np.zeros(design.shape[1])
    after = pairs[:, 1] >= 0
    weights[1 : 1 + len(pairs)] = after * cells.sum(axis=0) / cells.sum(axis=0)[after].sum()
    n, g = len(design), len(sums)
    factor = g / (g - 1) * (n - 1) / (n - own.shape[1] - fixed_levels)
    variance = weights @ bread @ sums.T @ sums @ bread @ weights
    return float(weights @ solution), float(np.sqrt(variance * factor))
