"""A rule pack is read in full or not at all."""

from datetime import date

import pytest

from yipanqi.kit.rulepacks import RulePackError, load, parse

INSTRUMENT = {
    "title": "某条例", "short": "条例", "issuer": "某机关", "effective_from": date(2020, 1, 1), "confidence": "V",
}  # fmt: skip
RULE = {
    "key": "size", "kind": "at_most", "says": "一般不超过 50 人", "value": 50, "basis": "statutory", "confidence": "V",
    "instrument": "one", "article": 4, "article_confidence": "V", "effective_from": date(2020, 1, 1),
    "examples": [{"given": 50, "holds": True}, {"given": 51, "holds": False}],
}  # fmt: skip


def pack(**changes):
    rule = {key: value for key, value in {**RULE, **changes}.items() if value is not None}
    return parse("example", {"title": "例", "version": "1", "instruments": {"one": INSTRUMENT}, "rules": [rule]})


def test_rule_cites_its_article():
    rule = pack()["size"]

    assert (rule.citation, rule.is_checked, rule.in_full) == (
        "条例第 4 条",
        True,
        "《某条例》第 4 条：一般不超过 50 人",
    )


def test_article_from_memory_is_marked():
    rule = pack(article_confidence="M")["size"]

    assert (rule.is_checked, rule.in_full) == (False, "《某条例》第 4 条（条号待核）：一般不超过 50 人")


def test_content_from_memory_is_marked():
    assert pack(confidence="M")["size"].in_full == "《某条例》第 4 条（内容待核）：一般不超过 50 人"


def test_rule_is_in_force_between_its_days():
    rule = pack(effective_to=date(2026, 1, 1))["size"]

    assert [rule.in_force(day) for day in (date(2019, 12, 31), date(2020, 1, 1), date(2026, 1, 1))] == [
        False, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "around"},
        {"basis": "habit"},
        {"confidence": "sure"},
        {"instrument": "two"},
        {"instrument": None},
        {"article_confidence": None},
        {"value": None},
        {"says": None},
        {"colour": "red"},
        {"examples": [{"given": 51, "holds": True}]},
    ],
)
def test_pack_with_a_fault_is_refused(changes):
    with pytest.raises(RulePackError, match="size"):
        pack(**changes)


def test_key_that_stands_twice_is_refused():
    with pytest.raises(RulePackError, match="twice"):
        parse("example", {"title": "例", "version": "1", "instruments": {"one": INSTRUMENT}, "rules": [RULE, RULE]})


def test_digest_follows_the_content():
    assert pack().digest == pack().digest != pack(says="别的").digest


def test_pack_of_branches_names_a_source_for_every_rule():
    sourced = {key: rule.citation for key, rule in load("branch-regulation").rules.items()}

    assert sourced == {
        "term.over": "选举条例第 3 条",
        "term.extension": "选举条例第 3 条",
        "term.notice": "选举条例第 3 条",
        "term.recorded": "选举条例第 3 条",
        "secretary.vacant": "支部条例第 22 条",
        "secretary.heads_section": "海关惯例",
        "section.branch": "支部条例第 4 条",
        "section.joint": "支部条例第 5 条",
        "member.branch": "教育管理条例第 25 条",
        "branch.members": "支部条例第 4 条",
        "branch.full_members": "支部条例第 4 条",
        "joint.units": "支部条例第 5 条",
    }
