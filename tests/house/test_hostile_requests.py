"""Requests no page of ours would send: refused in words, never with an error of ours."""

from io import BytesIO

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.urls import reverse

from tests.house.addresses import addresses
from yipanqi.kit.models import SavedView
from yipanqi.kit.request import own_address, whole
from yipanqi.objectives.models import Priority
from yipanqi.people.models import Selection
from yipanqi.web.policy import POLICY

ENDLESS = "9" * 5000  # Python itself refuses to read so many digits
NUL = "a\x00b"


@pytest.fixture
def client(cast):
    browser = cast.client("party_officer")
    browser.raise_request_exception = False
    return browser


@pytest.mark.parametrize(
    ("method", "address", "given"),
    [
        ("get", "/people/", {"q": NUL}),
        ("get", "/people/suggest", {"q": NUL}),
        ("get", "/people/", {NUL: "1"}),
        ("get", "/people/%00", {}),
        ("post", "/weave/new", {"owner": NUL}),
        ("post", "/preferences", {"once": NUL}),
        ("post", "/views/save", {"page": "people:people", "name": NUL}),
    ],
)
def test_a_nul_is_refused_before_any_page_runs(client, method, address, given):
    assert getattr(client, method)(address, given).status_code == 400


@pytest.mark.parametrize(
    ("address", "given", "status"),
    [
        ("/weave/orphans", {"link": f"brands.measure:{ENDLESS}:{ENDLESS}:{ENDLESS}"}, 302),
        ("/people/selection", {"verb": "keep", "chosen": ENDLESS, "picked": ENDLESS}, 302),
        ("/people/selection", {"verb": "all", "here": f"list={ENDLESS}"}, 302),
        ("/people/selection", {"verb": "all", "here": "q=a%00b&unit=%00"}, 302),
        ("/undo", {"back": "nowhere"}, 302),
        ("/preferences", {"back": "nowhere"}, 302),
        ("/organizations/found?back=nowhere", {}, 422),
        ("/act/brands.measure/1/report", {"version": ENDLESS}, 404),
    ],
)
def test_numbers_and_addresses_that_are_none_are_answered(client, address, given, status):
    assert client.post(address, given).status_code == status


@pytest.mark.parametrize(
    "address",
    [
        f"/brands/measures/new?priority={ENDLESS}",
        "/indicators/figures/?month=0000",
        "/indicators/figures/?month=9999",
        f"/people/?list={ENDLESS}",
        f"/people/?picked={ENDLESS}&page={ENDLESS}",
        f"/records/?page={ENDLESS}",
    ],
)
def test_addresses_with_numbers_that_are_none_show_their_page(client, address):
    assert client.get(address).status_code in (200, 302, 403)  # 302: the step that comes first


@pytest.mark.parametrize("version", [ENDLESS, "²", "-1", "now"])
def test_a_version_that_is_none_counts_as_not_said(cast, client, version):
    subject = cast.persons["member"]

    answer = client.post(reverse("people:remark", args=[subject.pk]), {"remark": "值夜班", "version": version})

    subject.refresh_from_db()
    assert (answer.status_code, subject.remark) == (302, "值夜班")


@pytest.mark.parametrize("page", ["x" * 300, "nobody:nothing", "imports:batch", ""])
def test_a_view_of_a_page_that_is_none_is_not_kept(client, page):
    answer = client.post("/views/save", {"page": page, "query": "q=1", "name": "我的"})

    assert (answer.status_code, SavedView.objects.count()) == (302, 0)


def test_a_key_no_row_can_have_is_not_found_on_any_page(client):
    keyed = [each for each in addresses() if each.is_ours and each.keys == ("pk",) and each.name in POLICY]
    tried = {each.name: client.get(each.at(pk=10**20)).status_code for each in keyed}

    assert len(tried) > 25
    assert {name: status for name, status in tried.items() if status != 404} == {}


def test_a_form_that_stops_half_way_is_refused_in_words(cast, rf):
    class Silent(BytesIO):
        def read(self, *size):
            raise TimeoutError

    said = {"REQUEST_METHOD": "POST", "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": "9"}
    request = WSGIRequest(rf._base_environ(PATH_INFO="/preferences") | said | {"wsgi.input": Silent()})

    assert get_wsgi_application().get_response(request).status_code == 400


def test_a_name_too_long_for_a_list_is_refused_in_words(cast, client):
    given = {"verb": "list", "list_name": "名" * 31, "chosen": cast.persons["member"].pk}

    page = client.post("/people/selection", given, follow=True)

    assert "名字最多 30 个字" in page.content.decode()
    assert Selection.objects.count() == 0


def test_a_form_shown_again_still_stands_on_what_its_writer_saw(cast, client):
    """Otherwise one typing error would be enough to write over what somebody else saved meanwhile."""
    priority = Priority.objects.create(code="ZD2026-09", name="旧名", raised_by_id=cast.organizations["DY02"].pk)
    address = reverse("objectives:revise", args=[priority.pk])
    Priority.objects.update(name="别人改的", version=2)

    page = client.post(address, {"version": 1, "name": ""}).content.decode()

    assert 'name="version" value="1"' in page


def test_whole_numbers_and_own_addresses(rf):
    request = rf.get("/")
    ours = ["/people/?q=1", "http://testserver/x"]
    others = ["https://evil.example", "//evil.example", "/\\evil.example", "x", ""]

    assert [whole(text) for text in ("7", "٣", "²", "-1", "1.5", "", None, "9" * 19)] == [7, 3, *[None] * 6]
    assert [own_address(request, each) for each in [*ours, *others]] == [*ours, "", "", "", "", ""]
