"""Two-stage difference in differences: printed results, an independent dummy computation, and refusals."""

import numpy as np
import pytest

from evaluation import effects
from evaluation.errors import EvaluationError
from evaluation.tests.published import case
from evaluation.tests.simulated import staggered

CASTLE = {"outcome": "l_homicide", "unit": "sid", "time": "year", "treated": "post", "cluster": "state"}
NAMES = {"outcome": "y", "unit": "unit", "time": "time", "treated": "treated"}


@pytest.mark.parametrize(("which", "weights"), [("weighted", "popwt"), ("unweighted", None)])
def test_the_estimate_reproduces_castle_doctrine(which: str, weights: str | None) -> None:
    """did2s-castle-weighted: Cheng & Hoekstra (2013) data; Gardner (2022), Butts & Gardner (2022), R did2s help."""
    published = case("did2s-castle-weighted")

    result = effects.two_stage(published.path, **CASTLE, weights=weights)

    expected = published.expected[which]
    assert result.att == pytest.approx(expected["att"], abs=1e-6)
    assert result.se == pytest.approx(expected["se"], abs=1e-5)


def test_the_estimate_reproduces_homogeneous_effects_in_46500_rows() -> None:
    """did2s-df-hom: Butts & Gardner (2022), R did2s package data df_hom, printed 2.005 (0.0202)."""
    published = case("did2s-df-hom")

    result = effects.two_stage(
        published.path, outcome="dep_var", unit="unit", time="year", treated="treat", cluster="state"
    )

    assert (result.att, result.se) == pytest.approx((published.expected["att"], published.expected["se"]), abs=5e-6)
    assert (result.rows, result.clusters) == (46500, 40)


@pytest.mark.parametrize("first_stage", [None, ("district", "time"), ("unit", "time", "season"), ("time",)])
def test_weights_clusters_and_any_first_stage_agree_with_written_out_dummies(
    first_stage: tuple[str, ...] | None,
) -> None:
    random = np.random.RandomState(1)
    panel = staggered(random, 24, 7, (0, 0, 3, 5), lambda start, event: 1 + event)
    panel["w"] = random.uniform(0.5, 2, len(panel["y"]))
    panel["season"] = panel["time"] % 2 + 10 * (panel["district"] % 2)

    result = effects.two_stage(panel, **NAMES, cluster="district", weights="w", first_stage=first_stage)

    assert (result.att, result.se) == pytest.approx(_by_all_dummies(panel, first_stage or ("unit", "time")), rel=1e-8)


def test_the_cluster_is_the_unit_unless_named() -> None:
    panel = staggered(np.random.RandomState(2), 24, 6, (0, 3))

    assert effects.two_stage(panel, **NAMES) == effects.two_stage(panel, **NAMES, cluster="unit")


def test_a_unit_treated_throughout_is_left_out_and_counted() -> None:
    panel = staggered(np.random.RandomState(3), 24, 6, (0, 0, 1, 4))
    later = {name: column[panel["start"] != 1] for name, column in panel.items()}

    result = effects.two_stage(panel, **NAMES)

    assert result.warnings == ("36 rows whose fixed effects no untreated row determines were left out",)
    assert (result.att, result.se) == pytest.approx(
        (other := effects.two_stage(later, **NAMES)).att and (other.att, other.se)
    )


def test_a_period_in_which_everybody_is_treated_is_left_out() -> None:
    panel = staggered(np.random.RandomState(4), 24, 6, (3, 5))

    assert effects.two_stage(panel, **NAMES).warnings == (
        "48 rows whose fixed effects no untreated row determines were left out",
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"treated": 0}, "no-treated"),
        ({"treated": 1}, "no-controls"),
        ({"treated": 2}, "not-a-flag"),
        ({"w": -1.0}, "bad-weight"),
        ({"w": None}, "bad-weight"),
    ],
)
def test_a_panel_that_cannot_be_used_says_why(change: dict[str, object], code: str) -> None:
    panel = staggered(np.random.RandomState(5), 12, 5, (0, 3))
    rows = len(panel["y"])
    changed = panel | {"w": np.ones(rows)} | {name: [value] * rows for name, value in change.items()}

    with pytest.raises(EvaluationError) as refusal:
        effects.two_stage(changed, **NAMES, weights="w")
    assert refusal.value.code == code


def _by_all_dummies(panel: dict[str, np.ndarray], first_stage: tuple[str, ...]) -> tuple[float, float]:
    """Both stages and the stacked moments' variance, with every dummy written out (Butts & Gardner 2022)."""
    x1 = np.column_stack([panel[name][:, None] == np.unique(panel[name]) for name in first_stage]).astype(float)
    treated, weight = panel["treated"].astype(float), panel["w"]
    x10 = x1 * (1 - treated)[:, None]
    pinv = np.linalg.pinv(x10.T @ (x10 * weight[:, None]))
    first = panel["y"] - x1 @ (pinv @ (x10.T @ (weight * panel["y"])))
    total = (weight * treated).sum()
    effect = float((weight * treated * first).sum() / total)
    second = weight * treated * (first - effect)
    scores = (second - (weight * treated) @ x1 @ pinv @ (x10 * (weight * first)[:, None]).T) / total
    sums = np.array([scores[panel["district"] == one].sum() for one in np.unique(panel["district"])])
    return effect, float(np.sqrt((sums**2).sum()))
