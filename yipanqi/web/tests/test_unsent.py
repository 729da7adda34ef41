"""A session ends while somebody types: what was typed waits behind the door, for whoever can open it."""

import re

import pytest
from django.test import Client

from yipanqi.people.models import Account, Person
from yipanqi.web.unsent import LOST

PASSWORD = "kapok-harbour-31"


@pytest.fixture
def secretary(cast) -> Account:
    account = cast.account("secretary")
    account.set_password(PASSWORD)
    account.save()
    return account


@pytest.fixture
def address(cast) -> str:
    return f"/people/{cast.persons['member'].pk}/remark"


def type_late(client, address: str, **given) -> str:
    """The form comes after the session has ended; returns what travels in the page that answers."""
    answer = client.post(address, given, headers={"referer": f"http://testserver{address}"})
    page = answer.content.decode()
    assert (answer.status_code, "刚才填的都还在" in page) == (401, True)
    return hidden(page)["unsent"]


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))


def sign_in(client, unsent: str, password: str = PASSWORD):
    given = {"login": "secretary", "password": password, "next": "/unsent", "unsent": unsent}
    return client.post("/accounts/login/", given)


def test_what_was_typed_too_late_is_sent_on_after_signing_in(client, secretary, address):
    unsent = type_late(client, address, remark="值夜班，周三轮休", version="1")
    assert sign_in(client, unsent)["Location"] == "/unsent"
    page = client.get("/unsent").content.decode()

    answer = client.post(address, {name: text for name, text in hidden(page).items() if name != "csrfmiddlewaretoken"})

    assert "<li>值夜班，周三轮休</li>" in page and f'action="{address}"' in page
    assert (answer.status_code, Person.objects.get(name="陈默").remark) == (302, "值夜班，周三轮休")


def test_nothing_is_done_before_it_is_sent_on(client, secretary, address):
    sign_in(client, type_late(client, address, remark="值夜班"))
    client.get("/unsent")

    assert Person.objects.get(name="陈默").remark == ""


def test_a_wrong_password_does_not_lose_it(client, secretary, address):
    unsent = type_late(client, address, remark="值夜班")

    page = sign_in(client, unsent, password="wrong-harbour-31").content.decode()

    assert hidden(page)["unsent"] == unsent


def test_a_form_nobody_signed_is_not_shown(client, secretary):
    sign_in(client, "made-up:by:somebody")

    answer = client.get("/unsent")

    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_what_is_typed_breaks_out_of_neither_page(client, secretary, address):
    sign_in(client, type_late(client, address, remark='"><script>alert("值")</script>'))

    page = client.get("/unsent").content.decode()

    assert "<script>alert" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [("http://testserver/weave/new?back=/", "http%3A//testserver/weave/new%3Fback%3D/"), ("https://evil.example", "/")],
)
@pytest.mark.parametrize(
    ("address", "given", "headers"),
    [
        ("/weave/new", {}, {}),  # nothing typed
        ("/weave/new", {"name": "写了半天"}, {"hx-request": "true"}),  # htmx keeps it on the page
        ("/weave/new", {"description": "".join(map(chr, range(0x4E00, 0x9000))) * 9}, {}),  # too long to travel
        ("/accounts/password/change/", {"oldpassword": "密码"}, {}),  # for nobody to read
    ],
)
def test_what_cannot_travel_is_told_of_and_leads_back_to_its_page(came_from, leads_to, address, given, headers):
    client = Client()

    answer = client.post(address, given, headers={"referer": came_from, **headers})
    page = client.get(answer["Location"]).content.decode()

    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={leads_to}")
    assert LOST in page
