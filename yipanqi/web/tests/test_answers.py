"""What every answer carries: a policy for scripts, and that nobody but the reader keeps it."""

import pytest
from django.contrib.staticfiles import finders


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
    [("/", "private, no-cache"), ("/people/", "private, no-cache"), ("/people/?export=xlsx", "private, no-store")],
)
def test_pages_belong_to_the_reader_and_files_are_kept_nowhere(cast, address, kept):
    assert cast.client("party_officer").get(address)["Cache-Control"] == kept


def test_signing_out_tells_the_browser_to_forget_the_pages(cast):
    answer = cast.client("member").post("/accounts/logout/")

    assert (answer.status_code, answer["Clear-Site-Data"]) == (302, '"cache"')
