"""J4: a branch secretary creates a brand, then adds a measure that starts from an operational priority (A2)."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

WAYS = pytest.mark.parametrize(
    ("size", "keyboard"),
    [("desktop", False), ("phone", False), ("desktop", True)],
    ids=["desktop", "phone", "keyboard"],
)


@WAYS
def test_a_brand_and_a_measure_from_a_priority(journey, size, keyboard):
    walk = journey("secretary", size=size, keyboard=keyboard)
    page = walk.page
    name = f"快线{size}{int(keyboard)}"

    walk.open("brands/")
    walk.click(page.get_by_role("link", name="创建品牌"))
    walk.fill(page.get_by_label("品牌名称"), name)
    walk.click(page.get_by_role("button", name="创建品牌"))
    expect(page.locator("h1")).to_contain_text(name)

    walk.open("weave/?state=active&kind=indicator")
    walk.click(page.locator("table.list tbody th a"))
    walk.click(page.get_by_role("link", name="为它加一项措施"))
    page.wait_for_url("**/brands/measures/new?*")
    if page.get_by_role("heading", name="在哪个品牌下").is_visible():  # a secretary with several brands
        walk.click(page.get_by_role("link", name=name))
    walk.fill(page.get_by_label("做什么"), "午间不断岗")
    walk.click(page.get_by_role("button", name="加上这项措施"))

    expect(page.locator("h1")).to_contain_text("午间不断岗")
    expect(page.locator(".weft-end")).not_to_contain_text("还没挂业务重点")
    expect(page.locator(".undo")).to_contain_text("加上了“午间不断岗”")
    walk.keep_within("J4")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
def test_a_loose_end_is_tied_in_one_click_and_undone_in_another(journey, javascript):
    walk = journey("party", javascript=javascript)
    page = walk.page
    walk.open("weave/orphans")
    button = page.locator("button[name=link]").first
    words = button.inner_text().partition("：")[0]

    walk.click(button)
    expect(page.locator(".undo")).to_contain_text(words.removeprefix("挂到"))
    walk.click(page.locator(".undo button"))

    expect(page.locator("button[name=link]").first).to_contain_text(words)
    assert (walk.clicks, walk.fields) == (2, 0)
