"""Readings of names. Surnames are read as surnames; the rest as words are."""

import pytest

from yipanqi.people.names import folded, spelled


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("单沐阳", "shàn mù yáng"),
        ("曾令舟", "zēng lìng zhōu"),
        ("仇越", "qiú yuè"),
        ("解放", "xiè fàng"),
        ("查勤", "zhā qín"),
        ("任远", "rén yuǎn"),
        ("区明", "ōu míng"),
        ("朴实", "piáo shí"),
        ("尉迟恭", "yù chí gōng"),
        ("万俟雨", "mò qí yǔ"),
        ("长孙无忌", "zhǎng sūn wú jì"),
        ("欧阳长乐", "ōu yáng cháng lè"),
        ("覃重行", "qín chóng xíng"),
        ("林岚", "lín lán"),
        ("阿依努尔·买买提", "ā yī nǔ ěr mǎi mǎi tí"),
        ("查干·巴特尔", "chá gàn bā tè ěr"),
        ("Tom", "tom"),
        ("", ""),
    ],
)
def test_name_is_read_with_the_surname_of_its_own(name, reading):
    assert spelled(name)["reading"] == reading


def test_name_has_pinyin_and_initials_for_searching():
    assert spelled("吕令舟") == {"reading": "lǚ lìng zhōu", "pinyin": "lvlingzhou", "initials": "llz"}


def test_surname_of_two_characters_stands_only_before_a_given_name():
    assert spelled("单于飞")["pinyin"] == "shanyufei"
    assert spelled("令狐")["initials"] == "lh"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        (" Lin  Lan ", "linlan"),
        ("lín lán", "linlan"),
        ("ＬＬ", "ll"),
        ("xi'an", "xian"),
        ("LÜ", "lv"),
        ("lǚ", "lv"),
        ("林 岚", "林岚"),
        ("阿依努尔·买买提", "阿依努尔买买提"),
    ],
)
def test_typed_text_is_made_comparable(typed, key):
    assert folded(typed) == key
