"""The second opinion: diff-diff, an independent implementation, gives the same numbers."""

import pytest

from evaluation.effects.diff_diff_adapter import cross_check
from evaluation.tests.published import case

NAMES = {"outcome": "lemp", "unit": "countyreal", "time": "year", "first_treated": "first_treat"}


@pytest.mark.parametrize("controls", ["never", "not_yet"])
@pytest.mark.parametrize(("estimator", "covariates"), [("dr", ()), ("reg", ("lpop",))])
def test_two_implementations_agree_on_county_teen_employment(
    controls: str, estimator: str, covariates: tuple[str, ...]
) -> None:
    """did-cs-mpdta-never: Callaway & Sant'Anna (2021), J. Econometrics 225(2): 200-230."""
    path = case("did-cs-mpdta-never").path

    result = cross_check(path, **NAMES, controls=controls, estimator=estimator, covariates=covariates)

    assert (result.ours, result.our_se) == pytest.approx((result.theirs, result.their_se), abs=1e-10)
    assert (result.cells, result.largest_difference < 1e-10) == (12, True)
