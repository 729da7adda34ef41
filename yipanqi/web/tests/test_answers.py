"""What every answer carries: a policy for scripts, and that nobody but the reader keeps it."""

import pytest
from django.contrib.staticfiles import finders

from tests.house.addresses import addresses
from yipanqi.web.answers import KEPT_NOWHERE


@pytest.mark.parametrize("address", ["/", "/nowhere", "/static/nothing.css", "/healthz", "/people/?export=csv"])
def test_every_answer_says_where_scripts_may_come_from(cast, address):
    policy = cast.client("party_officer").get(address)["Content-Security-Policy"]

    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy


def test_a_file_of_ours_says_so_too(client):
    assert finders.find("css/controls.css")

    answer = client.get("/static/css/controls.css")

    assert (answer.status_code, answer["X-Content-Type-Options"]) == (200, "nosniff")
    assert "default-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/", "private, no-cache"),
        ("/weave/new", "private, no-cache"),
        ("/people/", "private, no-store"),
        ("/people/?export=xlsx", "private, no-store"),
        ("/meetings/?export=csv", "private, no-store"),
        ("/members/admissions", "private, no-store"),
    ],
)
def test_pages_belong_to_the_reader_and_files_and_political_facts_are_kept_nowhere(cast, address, kept):
    assert cast.client("party_officer").get(address)["Cache-Control"] == kept


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize(
    "address", ["/", "/people/", "/preferences", "/healthz", "/undo", "/accounts/login/", "/nowhere"]
)
def test_nothing_answers_a_method_that_no_page_of_ours_uses(cast, address, method):
    answer = getattr(cast.client("party_officer"), method)(address)

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")


def test_an_address_for_forms_says_so_when_somebody_opens_it(cast):
    answer = cast.client("member").get("/undo")

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "这个地址不能这样打开" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/brands/1", "/nowhere", "/preferences", "/healthz"])
def test_no_proxy_keeps_what_is_answered_to_somebody_unknown(client, address):
    assert client.get(address)["Cache-Control"] == "private, no-cache"


def test_every_page_that_is_kept_nowhere_has_an_address():
    assert KEPT_NOWHERE - {each.name for each in addresses()} == set()


def test_signing_out_tells_the_browser_to_forget_the_pages(cast):
    answer = cast.client("member").post("/accounts/logout/")

    assert (answer.status_code, answer["Clear-Site-Data"]) == (302, '"cache"')
