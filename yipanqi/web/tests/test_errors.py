"""Error pages speak Chinese, keep the chosen look and ask the database nothing (these tests may not touch one)."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from yipanqi.web import errors


def request_in_the_dark():
    request = RequestFactory().get("/somewhere")
    request.COOKIES["look"] = "dark.large.on"
    return request


def words(response) -> str:
    main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL).group()
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@pytest.mark.parametrize(
    ("show", "status", "begins"),
    [
        (errors.bad_request, 400, "棋 一盘棋 没读懂这次请求"),
        (errors.forbidden, 403, "棋 一盘棋 这里你进不去"),
        (errors.not_found, 404, "棋 一盘棋 没有找到"),
        (errors.too_many_requests, 429, "棋 一盘棋 先歇几分钟"),
        (errors.server_error, 500, "棋 一盘棋 我们这边出了错"),
        (errors.csrf_failure, 403, "棋 一盘棋 这一页开得太久了"),
    ],
)
def test_each_error_says_what_happened_and_how_to_go_on(show, status, begins):
    response = show(request_in_the_dark())

    assert (response.status_code, words(response)[: len(begins)]) == (status, begins)
    assert 'data-theme="dark" data-size="large"' in response.content.decode()
    assert 'href="/"' in response.content.decode()


def test_a_refusal_says_who_may():
    response = errors.forbidden(request_in_the_dark(), PermissionDenied("这一页管理员和关区党务干部可以看"))

    assert "这一页管理员和关区党务干部可以看" in words(response)


def test_what_somebody_typed_is_escaped():
    response = errors.forbidden(request_in_the_dark(), PermissionDenied("<script>alert(1)</script>"))

    assert "<script>alert" not in response.content.decode()


def test_a_fault_has_a_number_to_report():
    request = request_in_the_dark()
    request.number = "7f3a"

    assert words(errors.server_error(request)).endswith("报给管理员时请说这个编号： 7f3a 回到今天")
