"""The first hour: an administrator, and nothing else in the database."""

import pytest
from django.test import Client

from yipanqi.kit.workbook.kinds import KINDS
from yipanqi.people.models import Account

pytestmark = pytest.mark.django_db

LISTS = {
    "/organizations/": "organizations",
    "/organizations/units": "units",
    "/people/": "people",
    "/meetings/": "records",
    "/weave/": "priorities",
    "/brands/": "brands",
    "/brands/measures/": "brands",
    "/indicators/": "indicators",
    "/indicators/figures/": "observations",
    "/members/admissions": "admissions",
    "/members/dues": "dues",
}


@pytest.fixture
def administrator() -> Client:
    client = Client()
    client.force_login(Account.objects.create(username="boss", is_administrator=True))
    return client


@pytest.mark.parametrize(("address", "kind"), LISTS.items())
def test_an_empty_list_leads_to_the_workbook_that_fills_it(administrator, address, kind):
    page = administrator.get(address).content.decode()

    assert kind in KINDS
    assert page.count(f'href="/records/?for={kind}"') >= 1


def test_an_empty_board_claims_nothing(administrator):
    page = administrator.get("/board/").content.decode()

    assert [words in page for words in ("还没有在推进的业务重点", "每一项重点都有人接", "0 项没人接")] == [
        True,
        False,
        False,
    ]


def test_today_and_the_trees_lead_to_the_first_import(administrator):
    pages = [administrator.get(address).content.decode() for address in ("/", "/people/trees")]

    assert ['href="/records/"' in page.partition("<main")[2].partition("</main>")[0] for page in pages] == [True, True]
