"""为它加一项措施 stands only where it leads somewhere."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_a_secretary_without_a_brand_is_led_to_found_one(cast):
    answer = cast.client("other_secretary").get(reverse("brands:add_measure"), follow=True)

    assert answer.redirect_chain == [(reverse("brands:found"), 302)]
    assert "先给支部建一个品牌，再为它加措施" in answer.content.decode()


def test_only_who_may_add_a_measure_is_offered_to(weave):
    address = weave.priority.get_absolute_url()
    pages = {part: weave.cast.client(part).get(address).content.decode() for part in ("secretary", "officer")}

    assert {part: "为它加一项措施" in page for part, page in pages.items()} == {"secretary": True, "officer": False}
