"""A scheme is off until a meeting adopts it, and what may not be scored is refused with the rule."""

from datetime import date

import pytest

from yipanqi.assessment import actions, packs
from yipanqi.assessment.models import Adoption
from yipanqi.indicators.models import Indicator
from yipanqi.kit.arrows import Refused


def test_the_pack_fits_the_districts_dictionary(district):
    book = Indicator.objects.in_bulk(field_name="code")
    listed = packs.indicators_of(packs.load().content)
    scored = [entry for entry in listed if entry["side"] == "operations" and packs.weighs(entry)]

    assert packs.unfit(packs.load().content) == []
    assert {
        entry["code"]: (entry["direction"], entry["floor"], entry["target"], entry["unit"]) for entry in scored
    } == {
        code: (known.direction, known.floor, known.target, known.unit_of_measure)
        for code, known in book.items()
        if known.side == "operations" and known.use == "scored" and known.controllability != "low"
    }


def test_every_party_indicator_of_the_pack_is_one_the_run_counts(year):
    codes = {entry["code"] for entry in packs.indicators_of(packs.load().content) if entry["side"] == "party"}

    assert codes == {"P201", "P206", "P207", "P401", "P402", "P403"}


def test_an_adoption_keeps_what_was_resolved_word_for_word(year):
    adoption = year.adopt()

    assert (adoption.digest, adoption.content) == (packs.load().digest, packs.load().content)
    assert packs.digest(Adoption.objects.get().content) == adoption.digest
    assert packs.rules_of(adoption.content)["corner.line"].amount == 60


@pytest.mark.parametrize(
    ("part", "told", "status", "says"),
    [
        ("secretary", {}, 403, "由关区党务干部或管理员按决议登记"),
        ("party_officer", {"resolution": "  "}, 422, "没有决议文号"),
        ("party_officer", {"resolved_on": date(2026, 11, 25)}, 422, "不能晚于今天"),
    ],
)
def test_adopting_without_the_right_or_a_resolution_is_refused(year, part, told, status, says):
    with pytest.raises(Refused, match=says) as refused:
        year.adopt(part, **told)

    assert (refused.value.status, Adoption.objects.count()) == (status, 0)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"use": "own"}, "B107 即决率 只给支部自己看，任何方案不能引用"),
        ({"use": "shown"}, "B107 即决率 在字典里只展示，不能计分（D6、D19）"),
        ({"controllability": "low"}, "B107 即决率 可控性低，不能计分"),
        ({"retired_on": date(2026, 6, 1)}, "B107 即决率 已经停用"),
    ],
)
def test_a_scheme_that_scores_what_the_dictionary_forbids_is_refused_naming_the_rule(year, facts, says):
    Indicator.objects.filter(code="B107").update(**facts)

    with pytest.raises(Refused, match=says.replace("（", ".").replace("）", ".")):
        year.adopt()


def test_an_own_use_indicator_is_refused_even_when_it_is_only_listed(year):
    Indicator.objects.filter(code="P401").update(use="own")

    with pytest.raises(Refused, match="P401 六有齐备 只给支部自己看"):
        year.adopt()


def test_a_new_resolution_succeeds_the_one_in_force(year):
    first, second = year.adopt(), year.adopt(resolution="东关党〔2026〕15 号")

    assert [each.pk for each in Adoption.objects.in_force()] == [second.pk]
    assert Adoption.objects.get(pk=first.pk).state == "ended"


def test_no_run_is_ordered_under_a_scheme_that_was_ended(year):
    adoption = year.adopt()
    Adoption.objects.update(state="ended")
    adoption.refresh_from_db()

    with pytest.raises(Refused, match="方案已经停用"):
        actions.order_run(
            adoption, by=year.cast.account("party_officer"), scope=year.cast.scope("party_officer"),
            start=date(2026, 1, 1), end=date(2026, 11, 1),
        )  # fmt: skip
