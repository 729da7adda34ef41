"""What a page costs: statements as the data file says, the same for few rows and for many, and a size that travels."""

from pathlib import Path

import pytest
import yaml
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.house.addresses import Address, addresses, seen_and_unseen, tabs
from yipanqi.kit.pages import ListPage, listing
from yipanqi.people.models import Account
from yipanqi.people.scope import scope_of

COUNTS: dict[str, int] = yaml.safe_load((Path(__file__).parent / "query_counts.yaml").read_text("utf-8"))
READERS = ("secretary", "party")
MOST_BYTES = 60_000  # of a list page, before compression


@pytest.fixture(params=READERS)
def reader(request, district) -> tuple[Account, Client]:
    account = Account.objects.get(username=request.param)
    client = Client()
    client.force_login(account)
    client.get("/healthz")  # whatever is built once a process
    return account, client


def test_every_list_page_has_a_number():
    assert [address.name for address in lists() if address.name not in COUNTS] == []


def test_pages_cost_no_more_statements_than_allowed(reader):
    account, client = reader
    over = {}
    for address in counted():
        path = somewhere(address, account)
        cost = path and statements(client, path)
        if cost and len(cost) > COUNTS[address.name]:
            over[address.name] = cost

    assert over == {}


def test_every_tab_has_a_number():
    assert [each.name for each in tabs() if each.name not in COUNTS] == []


def test_tabs_cost_no_more_statements_than_allowed(reader):
    """Opened on the first row that has them for this reader; what stands on the page itself is not fetched."""
    account, client = reader
    opened = {each.name: each.at(scope_of(account)) for each in tabs()}
    costs = {name: statements(client, path) for name, path in opened.items() if path}

    assert {name: cost for name, cost in costs.items() if len(cost) > COUNTS[name]} == {}
    assert "organizations:organization?tab=life" in costs


def test_lists_cost_the_same_for_few_rows_and_for_many(reader, monkeypatch):
    _, client = reader
    costs = {}
    for rows in (10, 100):
        monkeypatch.setattr(listing, "PER_PAGE", rows)
        costs[rows] = {address.name: len(statements(client, address.at())) for address in lists()}

    assert costs[10] == costs[100]


def test_list_pages_stay_small(reader):
    _, client = reader
    sizes = {address.name: len(client.get(address.at()).content) for address in lists()}

    assert {name: size for name, size in sizes.items() if size > MOST_BYTES} == {}


def lists() -> list[Address]:
    return [each for each in addresses() if isinstance(each.view, type) and issubclass(each.view, ListPage)]


def counted() -> list[Address]:
    return [each for each in addresses() if each.name in COUNTS]


def somewhere(address: Address, account: Account) -> str | None:
    """The page itself, or the page of a row this reader sees; None where the reader sees none."""
    if not address.keys:
        return address.at()
    seen, _ = seen_and_unseen(address, scope_of(account))
    return address.at(pk=seen) if seen else None


def statements(client: Client, path: str) -> list[str]:
    """The statements of one request, shortened for reading; what is built once has been built by a first one."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    assert response.status_code in {200, 403}, f"{path} gave {response.status_code}"
    return [query["sql"][:160] for query in queries.captured_queries]
