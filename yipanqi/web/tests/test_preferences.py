"""Theme, text size and keys: kept in a cookie, applied by the server, never trusted."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from yipanqi.web.preferences import Look, look_of, preferences


def said(cookie: str) -> Look:
    request = RequestFactory().get("/")
    request.COOKIES["look"] = cookie
    return look_of(request)


def send(cookie: str = "", **data: str) -> HttpResponse:
    headers = {"X-Requested-With": data.pop("fetch")} if "fetch" in data else {}
    request = RequestFactory().post("/preferences", data, headers=headers)
    request.COOKIES["look"] = cookie
    return preferences(request)


@pytest.mark.parametrize("cookie", ["", "purple.huge.maybe", "....", "<script>.x.y", "dark"])
def test_a_cookie_that_says_nonsense_is_the_standard_there(cookie):
    theme = "dark" if cookie == "dark" else "system"

    assert said(cookie) == Look(theme, "standard", "on")


def test_one_choice_leaves_the_others_alone():
    response = send("dark.large.off", size="xlarge")

    assert (response.status_code, response.cookies["look"].value) == (302, "dark.xlarge.off")


def test_a_script_gets_no_page_back():
    response = send(theme="light", fetch="fetch")

    assert (response.status_code, response.content, response.cookies["look"].value) == (204, b"", "light.standard.on")


@pytest.mark.parametrize(
    ("back", "target"),
    [("/people/", "/people/"), ("https://elsewhere.example/", "/preferences"), ("//elsewhere.example", "/preferences")],
)
def test_one_returns_only_to_this_house(back, target):
    assert send(theme="dark", back=back)["Location"] == target


@pytest.mark.django_db
def test_the_server_applies_what_was_chosen():
    client = Client()
    client.cookies["look"] = "dark.xlarge.off"

    page = client.get("/accounts/login/").content.decode()

    assert re.search(r"<html[^>]*>", page).group() == (
        '<html lang="zh-CN" data-theme="dark" data-size="xlarge" data-keys="off">'
    )
    assert 'dark.css" media="screen" id="dark"' in page
