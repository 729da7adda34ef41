"""The two command-line analyses: everything a panel or a table of ratings allows, as plain JSON."""

import argparse
import json
from pathlib import Path

import pytest

from evaluation import agreement, effects
from evaluation.errors import EvaluationError
from evaluation.tests.published import case

PANEL = ["--outcome", "lemp", "--unit", "countyreal", "--time", "year", "--first-treated", "first_treat"]


def run(module: object, *words: str) -> dict:
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)
    return json.loads(json.dumps(module.command(parser.parse_args(words)), allow_nan=False))


def test_effects_prints_the_effect_its_limits_and_the_sentence() -> None:
    """did-cs-mpdta-never: Callaway & Sant'Anna (2021), J. Econometrics 225(2): 200-230."""
    result = run(effects, str(case("did-cs-mpdta-never").path), *PANEL, "--magnitudes", "1")

    assert result["group_time"]["simple"]["estimate"] == pytest.approx(-0.03995127515)
    assert result["minimum"]["sentence"] == "先看趋势，暂不下结论"
    assert result["event_study"]["pretest"]["caveat"] == effects.CAVEAT
    assert [bound["magnitude"] for bound in result["event_study"]["bounds"]["by"]] == [1.0]
    assert result["goodman_bacon"]["result"]["twfe"] == pytest.approx(-0.036549, abs=1e-6)
    assert result["sun_abraham"]["result"]["att"]["estimate"] == pytest.approx(-0.03995127515)


def test_effects_says_why_a_second_opinion_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "panel.csv"
    rows = [f"{unit},{time},{3 if unit < 6 else 0},{unit * time % 5}" for unit in range(12) for time in (1, 2, 3, 4)]
    path.write_text("\n".join(["unit,time,start,y", *rows[:-1]]) + "\n")

    result = run(effects, str(path), "--outcome", "y", "--unit", "unit", "--time", "time", "--first-treated", "start")

    assert result["goodman_bacon"] == {
        "result": None,
        "reason": "[unbalanced] unit '11' is not observed in every period (row 11)",
    }


def test_effects_refuses_magnitudes_that_are_no_numbers() -> None:
    with pytest.raises(EvaluationError, match="magnitudes"):
        run(effects, str(case("did-cs-mpdta-never").path), *PANEL, "--magnitudes", "all")


def test_agreement_reads_the_long_form() -> None:
    """icc-shrout-fleiss-1979: Shrout & Fleiss (1979), Psychological Bulletin 86(2): 420-428, table 2."""
    published = case("icc-shrout-fleiss-1979")

    result = run(agreement, str(published.path))

    assert result["layout"] == {"form": "long", "subject": "subject", "units": 6, "raters": ["R1", "R2", "R3", "R4"]}
    assert {form: one["value"] for form, one in result["icc"].items()} == pytest.approx(
        {form: published.expected[form] for form in published.published}
    )
    assert result["severity"]["raters"]["R1"] == pytest.approx(2.375, abs=1)


def test_agreement_reads_the_wide_form_with_gaps() -> None:
    """krippendorff-4x12: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability."""
    published = case("krippendorff-4x12")

    result = run(agreement, str(published.path))

    assert result["layout"] == {
        "form": "wide",
        "subject": "unit",
        "units": 12,
        "raters": ["obs_A", "obs_B", "obs_C", "obs_D"],
    }
    assert {level: one["value"] for level, one in result["krippendorff"].items()} == pytest.approx(published.expected)
    assert result["verdicts"]["krippendorff"]["grade"] == "sufficient"


def test_agreement_gives_null_and_a_reason_where_a_statistic_is_undefined(tmp_path: Path) -> None:
    path = tmp_path / "ratings.csv"
    path.write_text("subject,rater,score\n一,甲,3\n二,乙,3\n", encoding="utf-8")

    result = run(agreement, str(path))

    assert result["krippendorff"]["nominal"] == {
        "value": None,
        "reason": "[no-pairs] no unit has two ratings, so nothing can agree or disagree",
    }
    assert result["severity"]["reason"].startswith("[unconnected]")
    assert result["verdicts"]["kendall_w"]["sentence"] == "评委一致性无法计算，结果不予采用"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("brand,round,rater,score\na,1,x,3\n", "no-subject"),
        ("subject,rater,score\na,x,3\na,x,4\n", "repeated-rating"),
        ("subject,rater,score\na,x,好\n", "not-a-number"),
    ],
)
def test_agreement_refuses_ratings_it_would_have_to_guess(tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "ratings.csv"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(EvaluationError) as refusal:
        run(agreement, str(path))
    assert refusal.value.code == code
