"""Six elements and three red lines, in the words the branch reads."""

from yipanqi.brands.elements import elements_of, in_words
from yipanqi.brands.gates import gates_of
from yipanqi.brands.models import Brand, Measure


def read(brand: Brand) -> list[tuple[bool, str]]:
    return [(gate.holds, gate.sentence) for gate in gates_of(brand, list(brand.measures.all()))]


def test_a_sound_brand_passes_all_three(weave):
    assert read(weave.brand) == [
        (True, "1 项措施写了党建元素"),
        (True, "1 项都绑了指标或交付物"),
        (True, "每项都有目标、期限和责任人"),
    ]


def test_an_unbound_measure_is_named_without_a_threat_while_half_are_bound(weave):
    Measure.objects.create(code="PP001-2", brand=weave.brand, name="讲一课", owner=weave.cast.persons["member"])

    assert read(weave.brand)[1:] == [
        (True, "够一半了，还有 1 项没绑指标或交付物"),
        (False, "1 项没绑指标或交付物，1 项缺期限，不补就过不了关"),
    ]


def test_most_measures_unbound_do_not_pass(weave):
    for n in (2, 3):
        Measure.objects.create(code=f"PP001-{n}", brand=weave.brand, name="讲一课")

    assert read(weave.brand)[1] == (False, "2 项措施没绑指标或交付物，不补就过不了关")


def test_a_target_no_better_than_the_baseline_is_no_aim(weave):
    Measure.objects.update(target=80)

    assert read(weave.brand)[2] == (False, "1 项目标不比基线好，不补就过不了关")


def test_a_brand_without_concept_meeting_or_measures_says_so(weave):
    empty = Brand(code="PP002", organization=weave.brand.organization, name="空")

    assert [(gate.holds, gate.sentence) for gate in gates_of(empty, [])] == [
        (False, "理念内涵还空着，不补就过不了关"),
        (False, "还没有措施，不补就过不了关"),
        (False, "还没有措施，不补就过不了关"),
    ]


def test_the_words_never_speak_of_a_veto(weave):
    said = " ".join(gate.title + gate.sentence for gate in gates_of(weave.brand, []))

    assert "一票否决" not in said


def test_six_elements_say_what_stands_there(weave):
    found = elements_of(weave.brand, list(weave.brand.measures.all()))

    assert [(each.label, each.stands, each.words) for each in found] == [
        ("有品牌名称", True, "先锋窗"),
        ("有品牌标识", False, "还没有标识说明"),
        ("有理念内涵", True, "少跑一趟"),
        ("有服务标准", False, "还没有"),
        ("有创建措施", True, "1 项，都还没开始"),
        ("有成效影响", False, "还没写"),
    ]


def test_what_is_missing_is_said_by_name():
    full = dict.fromkeys(("name", "emblem", "concept", "standard", "measures", "results"), True)

    assert in_words(full) == "六有齐了"
    assert in_words({**full, "standard": False}) == "只差服务标准"
    assert in_words({**full, "standard": False, "results": False}) == "还差服务标准、成效影响"
