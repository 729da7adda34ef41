"""axe on every kind of page: light at three widths, dark with the largest text at one; no sideways scroll at any."""

import pytest

from tests.browser.journey import Journey
from tests.databases import connected
from tests.house.addresses import Address, addresses, seen_and_unseen, tabs
from yipanqi.people.models import Account
from yipanqi.people.scope import scope_of

pytestmark = pytest.mark.browser

READER = "party"  # the district's party-affairs officer may open every kind of page
LOOKS = {"light.standard.on": ("desktop", "phone", "narrow"), "dark.xlarge.on": ("phone",)}
PAGES = [
    each.name
    for each in addresses()
    if each.is_ours and each.shows_pages and each.keys in ((), ("pk",)) and each.name not in {"healthz", "readyz"}
]
TABS = {each.name: each for each in tabs()}


@pytest.mark.parametrize("name", ["account_login", *PAGES, *TABS])
def test_page_has_no_barriers(site, journey, name):
    path = somewhere(site, name)
    found = []
    for look, examined in LOOKS.items():
        walk = journey(None if name == "account_login" else READER, look=look)
        if shows_a_page(walk, path):
            found += [f"{look} {barrier}" for barrier in walk.barriers(examined)]

    assert found == []


def somewhere(site, name: str) -> str:
    """The page, or the page of a row the reader sees; of a tab, a row that has it."""
    if name in TABS:
        with connected(site.database):
            path = TABS[name].at(scope_of(Account.objects.get(username=READER)))
        assert path, f"nobody has a row for {name}"
        return path
    address = next(each for each in addresses() if each.name == name)
    if not address.keys:
        return address.at()
    with connected(site.database):
        return address.at(pk=row_of(address))


def row_of(address: Address) -> int:
    seen, _ = seen_and_unseen(address, scope_of(Account.objects.get(username=READER)))
    assert seen, f"nobody has a row for {address.name}"
    return seen


def shows_a_page(walk: Journey, path: str) -> bool:
    """Whether the address answers a GET with a page of its own (verbs, files and type-ahead answers do not)."""
    walk.expected_statuses = {403, 404, 405}
    answer = walk.page.request.get(walk.address + path.lstrip("/"), max_redirects=0)
    if answer.status != 200 or "text/html" not in answer.headers["content-type"]:
        return False
    walk.open(path)
    return bool(walk.page.locator("main").count())
