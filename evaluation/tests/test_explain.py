"""Explanations: contributions add up, every missing figure has its reason, JSON has null and never NaN."""

import json

import pytest

from evaluation import aggregate, coupling, scheme, score, uncertainty, weights
from evaluation.errors import EvaluationError
from evaluation.explain import Node, explain, json_text, result
from evaluation.score import Scores
from evaluation.tests.standing_scheme import content, standing_observations, standing_scheme


@pytest.fixture
def scores() -> Scores:
    return score.score(standing_scheme(), standing_observations())


def test_tree_of_a_scored_unit_in_words_and_numbers(scores: Scores) -> None:
    tree = explain(scores, "A")

    assert tree.reason == (
        "党建0.8000、业务0.6500，综合水平T为0.7250，协调度D为0.7762（中级协调）。D高只说明两边分数相近且不低，不说明谁促进了谁。"
    )
    party = tree.children[0]
    assert party.reason == "得分0.8000，由2项有数据的指标加权得出（可用权重100.0%，门槛80%）。"
    first = party.children[0]
    assert first.contribution == pytest.approx(0.48)
    assert first == Node(
        code="P101",
        name="部署转化率",
        value=0.8,
        reason="实测88%（分母50），下限60、目标95，按目标值法折算为0.8000。",
        weight=0.6,
        contribution=first.contribution,
        evidence={
            "measured": 88.0,
            "unit": "%",
            "numerator": 44.0,
            "denominator": 50.0,
            "period": "2026Q3",
            "line": 0,
            "definition": "已挂接业务指标的任务数 / 应转化事项数",
            "weight_millionths": 600_000,
            "rule": "目标值法",
        },
        formula="clip((x − 60) ÷ (95 − 60), 0, 1)",
        source="任务库",
    )
    band = tree.children[1].children[2]
    assert band.formula == "clip(min((x − 0.4) ÷ (0.8 − 0.4), (1.6 − x) ÷ (1.6 − 1.2)), 0, 1)"
    assert band.reason == "实测1.4，最优区间0.8至1.2，按区间最优折算为0.5000。"


def test_contributions_add_up_to_the_figure_above(scores: Scores) -> None:
    for unit in ("A", "B"):
        for node in explain(scores, unit).walk():
            parts = [child.contribution for child in node.children if child.contribution is not None]
            if parts:
                assert sum(parts) == pytest.approx(node.value, abs=2e-9)


def test_missing_figures_say_why(scores: Scores) -> None:
    tree = explain(scores, "C")

    party, business = tree.children
    assert (tree.value, party.value, business.value) == (None, None, None)
    assert tree.reason == (
        "不出综合分：党建数据不足，本期不出分：可用权重60.0%，门槛80%；缺问题重复发生率。"
        "业务数据不足，本期不出分：可用权重30.0%，门槛80%；缺查验完成时长、人均工作量可比率。"
    )
    assert [child.reason for child in party.children[1:]] == ["已报送，但本期没有可计量的对象。"]
    assert [child.contribution for child in party.children] == [None, None]
    assert explain(scores, "B").children[1].children[0].reason == "不适用于本职能组。"
    assert explain(scores, "B").children[1].children[0].weight is None


def test_json_has_null_with_a_reason_and_never_nan(scores: Scores) -> None:
    for unit in scores.units:
        plain = explain(scores, unit).to_json()
        assert json.loads(json_text(plain)) == plain
        nodes = [plain]
        while nodes:
            node = nodes.pop()
            assert node["reason"]
            nodes += node["children"]


def test_derived_figures_carry_ten_digits(scores: Scores) -> None:
    """D = √(√((1 − 0.15) · 0.65/0.8) · 0.725)."""
    assert explain(scores, "A").to_json()["evidence"]["D"] == float(
        f"{((0.85 * 0.65 / 0.8) ** 0.5 * 0.725) ** 0.5:.10g}"
    )
    assert explain(scores, "A").digest == scores.digest


def test_scheme_with_one_side_is_its_own_joint_level() -> None:
    one = content(sides={"party": {"name": "党建", "weight": 1}})
    one["indicators"] = one["indicators"][:2]
    scores = score.score(scheme.from_mapping(one), standing_observations())

    tree = explain(scores, "A")

    assert (tree.value, tree.evidence) == (0.8, {"group": "口岸查验"})
    assert tree.reason == "只有一侧，综合水平即党建0.8000。"


def test_unknown_unit_is_refused(scores: Scores) -> None:
    with pytest.raises(EvaluationError, match="'Z' is not among the 3 scored units"):
        explain(scores, "Z")


def test_every_result_of_the_library_explains_itself() -> None:
    results = [
        weights.ahp([[1, 2], [0.5, 1]]),
        weights.ahp_hierarchy([[1]], [[[1, 3], [1 / 3, 1]]]),
        weights.entropy([[1, 2], [3, 1]]),
        weights.critic([[1, 2], [3, 1], [2, 5]]),
        weights.combine([[0.5, 0.5], [0.4, 0.6]]),
        aggregate.topsis([[1, 2], [2, 1]], [1, 1]),
        aggregate.grey_relational([[1, 2], [2, 1]]),
        aggregate.fuzzy([[0.5, 0.4]], [1]),
        coupling.degree([[0.5, None], [0.2, 0.9]]),
        uncertainty.rank_intervals([[1, 2], [2, 1]], [1, 1], 10, draws=10, seed=1),
        uncertainty.shrink([1, 2, None], [10, 20, 0]),
        uncertainty.one_at_a_time([[1, 2], [2, 1]], [1, 1]),
    ]
    for one in results:
        node = result(one)
        assert node.formula and node.source and node.reason and node.evidence
        json_text(node.to_json())

    with pytest.raises(EvaluationError, match="not a result"):
        result({"weights": [1]})
