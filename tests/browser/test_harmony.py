"""协同图: no barriers, by mouse, by keyboard and without scripts from a stone to a row of a workbook."""

import pytest
from playwright.sync_api import expect

from tests.browser.journey import Journey

pytestmark = pytest.mark.browser

VIEW = "board/?view=harmony"
WAYS = pytest.mark.parametrize(
    ("size", "keyboard", "javascript"),
    [("desktop", False, True), ("phone", False, True), ("desktop", True, True), ("desktop", False, False)],
    ids=["desktop", "phone", "keyboard", "without scripts"],
)


@WAYS
def test_a_stone_opens_to_a_row_in_three_clicks(journey, size, keyboard, javascript):
    """Within a committee whose branches are drawn; the row says which line of which workbook it is."""
    walk = journey("secretary", size=size, keyboard=keyboard, javascript=javascript)
    walk.open(VIEW)
    page = walk.page

    walk.click(page.locator("svg.harmony a.at").filter(visible=True).last)
    expect(page.locator("#dock")).to_be_visible()
    walk.click(page.locator("#dock .rows a"))
    expect(page.locator("h1")).to_be_visible()
    walk.click(page.locator("main .rows a"))

    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main")).to_contain_text(".xlsx")
    assert walk.clicks == 3


def test_arrow_keys_go_to_the_nearest_stone(journey):
    walk = journey("party")
    walk.open(VIEW)
    first = walk.page.locator("svg.harmony a.at").first
    first.focus()

    walk.page.keyboard.press("ArrowDown")

    focused = walk.page.evaluate("document.activeElement.getAttribute('href')")
    assert focused not in (None, first.get_attribute("href"))


@pytest.mark.parametrize("query", ["", "&at=DYW01", "&open=DYW01", "&table=1"])
def test_the_view_has_no_barriers(journey, query):
    found = []
    for look in ("light.standard.on", "dark.xlarge.on"):
        walk: Journey = journey("party", look=look)
        walk.open(VIEW + query)
        found += walk.barriers(("desktop", "phone", "narrow") if look.startswith("light") else ("phone",))

    assert found == []
