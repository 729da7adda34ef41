"""Schemes: what loads can be run; what must not be scored does not load."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import scheme
from evaluation.errors import EvaluationError
from evaluation.tests.standing_scheme import content, standing_scheme


def test_weights_become_millionths_that_sum_exactly() -> None:
    loaded = standing_scheme()

    assert [indicator.code for indicator in loaded.scored] == ["P101", "P105", "B105", "B107", "B402"]
    assert loaded.weights.tolist() == [600_000, 400_000, 500_000, 300_000, 200_000]
    assert [(side.code, side.weight) for side in loaded.sides] == [("party", 500_000), ("business", 500_000)]


@given(st.lists(st.floats(1e-3, 1e3), min_size=1, max_size=60))
def test_millionths_sum_to_one_million_and_keep_order(weights: list[float]) -> None:
    whole = scheme.millionths(weights)

    assert whole.sum() == 1_000_000
    assert all(abs(one - weight / sum(weights) * 1e6) <= 1 for one, weight in zip(whole, weights, strict=True))


def test_file_and_mapping_give_the_same_digest(tmp_path: Path) -> None:
    import yaml

    backwards = dict(reversed(content().items()))
    (tmp_path / "scheme.yaml").write_text(
        yaml.safe_dump(backwards, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )

    loaded = scheme.load(tmp_path / "scheme.yaml")

    assert loaded == standing_scheme()
    assert loaded.digest == standing_scheme().digest != standing_scheme(version="2").digest


BAD: list[tuple[str, dict[str, Any], str, str | None]] = [
    ("own-use", {"use": "own", "weight": 0}, "P101", "use"),
    ("not-for-scoring", {"use": "display"}, "P101", "use"),
    ("not-for-scoring", {"use": "gate"}, "P101", "use"),
    ("not-controllable", {"controllability": "low"}, "P101", "controllability"),
    ("guard-missing", {"guards": ["B999"]}, "P101", "guards"),
    ("bad-target", {"target": 60}, "P101", "target"),
    ("bad-target", {"target": 50}, "P101", "target"),
    ("no-target", {"target": None}, "P101", "target"),
    ("bad-weight", {"weight": -1}, "P101", "weight"),
    ("bad-weight", {"weight": 1e-9}, "P101", "weight"),
    ("not-a-number", {"weight": "half"}, "P101", "weight"),
    ("not-a-number", {"floor": float("nan")}, "P101", "floor"),
    ("unknown-option", {"direction": "↑"}, "P101", "direction"),
    ("unknown-option", {"method": "zscore"}, "P101", "method"),
    ("unknown-side", {"side": "other"}, "P101", "side"),
    ("unknown-key", {"expression": "x + 1"}, "indicator 1", "expression"),
    ("not-a-list", {"groups": "口岸查验"}, "P101", "groups"),
    ("duplicate-indicator", {"code": "P105"}, "P105", "code"),
    ("bad-tolerance", {"tolerance": 0}, "P101", "tolerance"),
    ("band-method", {"direction": "band", "method": "robust"}, "P101", "method"),
]


@pytest.mark.parametrize(("code", "change", "row", "column"), BAD)
def test_bad_indicator_is_refused_with_its_code_and_key(
    code: str, change: dict[str, Any], row: str, column: str
) -> None:
    bad = content()
    bad["indicators"][0] |= change

    with pytest.raises(EvaluationError) as refusal:
        scheme.from_mapping(bad)

    assert (refusal.value.code, refusal.value.row, refusal.value.column) == (code, row, column)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"sides": {}}, "no-sides"),
        ({"sides": {"party": {"name": "党建", "weight": 0}, "business": {"name": "业务", "weight": 1}}}, "bad-weight"),
        ({"indicators": []}, "not-a-list"),
        ({"minimum_coverage": 0}, "bad-coverage"),
        ({"minimum_coverage": 1.1}, "bad-coverage"),
        ({"coupling": "wang"}, "unknown-option"),
        ({"points": 5}, "unknown-key"),
    ],
)
def test_bad_scheme_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(EvaluationError) as refusal:
        standing_scheme(**change)

    assert refusal.value.code == code


def test_side_without_weighted_indicator_is_refused() -> None:
    bad = content()
    for entry in bad["indicators"][:2]:
        entry["weight"] = 0

    with pytest.raises(EvaluationError, match="no indicator with weight"):
        scheme.from_mapping(bad)


def test_bad_yaml_names_line_and_column(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("scheme: x\nsides: [\n", encoding="utf-8")

    with pytest.raises(EvaluationError) as refusal:
        scheme.load(tmp_path / "bad.yaml")

    assert (refusal.value.code, refusal.value.row) == ("not-yaml", 3)
    (tmp_path / "list.yaml").write_text("- 1\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match="must be a mapping"):
        scheme.load(tmp_path / "list.yaml")


def test_scheme_on_the_page_is_the_one_of_the_stories(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "algorithms" / "score.md").read_text(encoding="utf-8")
    (tmp_path / "scheme.yaml").write_text(page.split("```yaml\n")[1].split("```")[0], encoding="utf-8")

    loaded = scheme.load(tmp_path / "scheme.yaml")

    changed = content()
    changed["indicators"][4]["tolerance"] = 0.4
    assert loaded == scheme.from_mapping(changed)
