"""The page that asks before an arrow is walked: what is missing is said beside the box, and one goes on from there."""

import pytest
from django.urls import reverse

BUTTON = '<button class="btn primary">报完成</button>'


@pytest.fixture
def report(weave):
    weave.move("start", "member")
    address = reverse("act", args=["brands.measure", weave.measure.pk, "report"])
    return lambda sentence: weave.cast.client("member").post(address, {"sentence": sentence})


@pytest.mark.parametrize(
    ("sentence", "says"),
    [("  ", "请写一句完成说明"), ("说" * 301, "最多写 300 个字"), ("<b>" * 101, "最多写 300 个字")],
)
def test_a_sentence_that_does_not_do_can_be_mended_on_the_spot(weave, report, sentence, says):
    answer = report(sentence)
    page = answer.content.decode()

    assert (answer.status_code, weave.fresh().state) == (422, "doing")
    assert says in page and BUTTON in page and "现在不能" not in page
    assert "<b><b>" not in page


def test_the_longest_sentence_fits(weave, report):
    answer = report("说" * 300)

    assert (answer.status_code, len(weave.fresh().report)) == (302, 300)


def test_a_step_that_is_not_ones_own_offers_no_button(weave):
    answer = weave.cast.client("secretary").get(reverse("act", args=["brands.measure", weave.measure.pk, "confirm"]))

    assert '<button class="btn primary">' not in answer.content.decode().partition("<main")[2]
