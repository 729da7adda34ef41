"""What the dictionary refuses, and names the rule (D6, D19)."""

import pytest

from yipanqi.indicators import rules
from yipanqi.indicators.models import Indicator

WORDED = ("name", "definition", "formula", "source")
TRACES = (
    "人均学时", "学习时长达标率", "点赞数", "推文转发量", "投票得分", "媒体报道篇数", "领导批示次数", "会议次数",
    "经验做法采纳数", "照片张数", "学习笔记篇数", "签到率", "活动次数",
)  # fmt: skip
OUTCOMES = ("查获票 / 查验票", "截获种次", "刑事立案数", "罚没收入", "补税金额", "查发问题稽查 / 办结稽查")
HARMLESS = (
    "立案至结案中位数", "自查发现问题 / 全部被发现问题", "税款补征准确率", "报告不计学时", "漏查案件数",
    "复核改变结论 / 复核件",
)  # fmt: skip


def refused(use: str = "scored", **texts: str) -> list[str]:
    return [field for field, _ in rules.refusals(use, **texts)]


@pytest.mark.parametrize("words", TRACES)
def test_traces_are_never_scored(words):
    [(field, sentence)] = rules.refusals("scored", name=words)

    assert (field, "D6" in sentence) == ("name", True)


@pytest.mark.parametrize("words", OUTCOMES)
def test_enforcement_outcomes_are_never_targets(words):
    [(field, sentence)] = rules.refusals("scored", formula=words)

    assert (field, "D19" in sentence) == ("formula", True)


@pytest.mark.parametrize("words", HARMLESS)
def test_words_that_only_look_alike_pass(words):
    assert refused(name=words, definition=words, formula=words) == []


def test_showing_a_number_is_always_allowed():
    assert refused("shown", name="查获率", source="媒体报道") == []
    assert refused("own", name="点赞数") == []


def test_gates_are_assessed_too():
    assert refused("gate", name="人均学时") == ["name"]


def test_low_controllability_is_never_scored():
    assert rules.out_of_reach("scored", "low") is not None
    assert rules.out_of_reach("shown", "low") is None
    assert rules.out_of_reach("scored", "medium") is None


def test_the_example_dictionary_keeps_every_rule_it_was_written_by(district):
    """Scored as it stands, no indicator is refused; scored all, exactly the enforcement outcomes and copies are."""
    everyone = Indicator.objects.all()
    texts = {each.code: {name: getattr(each, name) for name in WORDED} for each in everyone}

    as_it_stands = [each.code for each in everyone if refused(each.use, **texts[each.code])]
    all_scored = [each.code for each in everyone if refused("scored", **texts[each.code])]

    assert as_it_stands == []
    assert all_scored == ["B201", "B202", "B401", "B404", "B501", "B505", "B506", "P303"]
