"""The scheme and the observations that the stories about scoring share."""

from __future__ import annotations

import copy
from typing import Any

from evaluation import observations, scheme
from evaluation.observations import Observations
from evaluation.scheme import Scheme

CONTENT: dict[str, Any] = {
    "scheme": "党建业务融合自助评价",
    "version": "2026.1",
    "source": "指标模板第6节",
    "minimum_coverage": 0.8,
    "coupling": "corrected",
    "sides": {"party": {"name": "党建", "weight": 0.5}, "business": {"name": "业务", "weight": 0.5}},
    "indicators": [
        {"code": "P101", "name": "部署转化率", "side": "party", "direction": "up", "floor": 60, "target": 95,
         "weight": 0.6, "unit": "%", "formula": "已挂接业务指标的任务数 / 应转化事项数", "source": "任务库"},
        {"code": "P105", "name": "问题重复发生率", "side": "party", "direction": "down", "floor": 20, "target": 5,
         "weight": 0.4, "unit": "%"},
        {"code": "B105", "name": "查验完成时长", "side": "business", "direction": "down", "floor": 8,
         "target": 4.5, "weight": 0.5, "unit": "小时", "groups": ["口岸查验"], "guards": ["B202"]},
        {"code": "B107", "name": "即决率", "side": "business", "direction": "up", "floor": 75, "target": 92,
         "weight": 0.3, "unit": "%"},
        {"code": "B402", "name": "人均工作量可比率", "side": "business", "direction": "band", "floor": 0.8,
         "target": 1.2, "weight": 0.2},
        {"code": "B202", "name": "布控指令精准度", "side": "business", "direction": "up", "use": "display"},
    ],
}  # fmt: skip


def standing_scheme(**changes: Any) -> Scheme:
    return scheme.from_mapping(content(**changes))


def content(**changes: Any) -> dict[str, Any]:
    """A deep copy that a story may bend."""
    return copy.deepcopy(CONTENT) | changes


def standing_observations() -> Observations:
    """Branch A has all, B (another group) lacks an indicator that is not its own, C reported too little."""
    rows = [
        ("A", "口岸查验", "P101", 88, 44, 50),
        ("A", "口岸查验", "P105", 8, 2, 25),
        ("A", "口岸查验", "B105", 6.25, None, 120),
        ("A", "口岸查验", "B107", 92, 92, 100),
        ("A", "口岸查验", "B402", 1.4, None, None),
        ("A", "口岸查验", "B202", 11, 11, 100),
        ("B", "综合机关", "P101", 60, 6, 10),
        ("B", "综合机关", "P105", 5, 1, 20),
        ("B", "综合机关", "B107", 83.5, 167, 200),
        ("B", "综合机关", "B402", 1.0, None, None),
        ("C", "口岸查验", "P101", 95, 19, 20),
        ("C", "口岸查验", "P105", None, 0, 0),
        ("C", "口岸查验", "B107", 80, 8, 10),
    ]
    names = ("unit", "group", "indicator", "value", "numerator", "denominator")
    columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    return observations.from_columns(columns | {"period": ["2026Q3"] * len(rows)})
