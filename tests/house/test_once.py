"""A form sent twice acts once, and never loses what somebody typed without a word."""

from datetime import timedelta

import pytest
from django.utils import timezone

from yipanqi.kit import once
from yipanqi.kit.models import FormKey, SavedView

KEY = "a-key"
SAVE = {"page": "people:people", "query": "q=1", "name": "我的", "once": KEY}


@pytest.fixture
def client(cast):
    return cast.client("member")


def send(client, **given):
    return client.post("/views/save", SAVE | given, headers={"referer": "http://testserver/people/?q=1"})


def names() -> list[str]:
    return list(SavedView.objects.order_by("pk").values_list("name", flat=True))


def test_a_double_click_acts_once_and_both_go_the_same_way(client):
    first, second = send(client), send(client, name="又一个")

    assert (first.status_code, second.status_code, first["Location"]) == (302, 302, second["Location"])
    assert names() == ["我的"]


def test_somebody_elses_key_is_a_key_of_its_own(cast, client):
    send(client)

    send(cast.client("secretary"))

    assert names() == ["我的", "我的"]


def test_a_form_sent_again_after_going_back_says_that_it_was_not_done_twice(client):
    send(client)
    FormKey.objects.update(used_at=timezone.now() - timedelta(minutes=1))

    page = client.get(send(client, name="改了名")["Location"]).content.decode()

    assert "这张表刚才已经交过一次，这一次没有再办" in page
    assert names() == ["我的"]


def test_a_refused_form_may_be_sent_again_with_its_key(cast):
    person, client = cast.persons["member"], cast.client("secretary")
    address = f"/people/{person.pk}/remark"
    refused = client.post(address, {"remark": "长" * 300, "once": KEY})

    mended = client.post(address, {"remark": "值夜班", "once": KEY})

    person.refresh_from_db()
    assert (refused.status_code, mended.status_code, person.remark) == (422, 302, "值夜班")


def test_a_key_whose_request_was_killed_is_taken_over(cast, client):
    before = timezone.now() - timedelta(minutes=5)
    FormKey.objects.create(key=KEY, account=cast.account("member"), used_at=before)

    send(client)

    assert names() == ["我的"]


def test_a_second_click_while_the_first_is_at_work_leads_to_the_page_of_the_form(cast, client, monkeypatch):
    monkeypatch.setattr(once, "LOOKS", 1)
    monkeypatch.setattr(once, "PAUSE", 0)
    FormKey.objects.create(key=KEY, account=cast.account("member"), used_at=timezone.now())

    answer = send(client)

    assert (answer.status_code, answer["Location"], names()) == (302, "http://testserver/people/?q=1", [])


def test_keys_of_other_days_do_not_pile_up(cast, client):
    old = timezone.now() - timedelta(days=3)
    FormKey.objects.create(key="old", account=cast.account("member"), used_at=old, went_to="/")

    send(client)

    assert list(FormKey.objects.values_list("key", flat=True)) == [KEY]
