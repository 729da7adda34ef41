"""The people list in a real browser: typing, ticking over pages, and the same by keyboard."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_typing_initials_offers_people_with_the_letters_marked(journey, size):
    walk = journey("party", size=size)
    walk.open("people/")

    walk.fill("#f-q", "ll")

    first = walk.page.get_by_role("option").first
    expect(first).to_be_visible()
    assert first.locator(".reading mark").all_inner_texts() == ["l", "l"]
    name = first.locator("b").inner_text()
    walk.page.keyboard.press("ArrowDown")
    walk.page.keyboard.press("Enter")
    expect(walk.page.locator("h1")).to_have_text(name)


@pytest.mark.parametrize(("size", "keyboard"), [("desktop", False), ("phone", False), ("desktop", True)])
def test_enter_shows_all_who_match(journey, size, keyboard):
    walk = journey("party", size=size, keyboard=keyboard)
    walk.open("people/")

    walk.fill("#f-q", "linlan")
    walk.page.keyboard.press("Enter")

    expect(walk.page.locator("#rows .line .chip")).to_contain_text("linlan")
    names = walk.page.locator("tbody th a").all_inner_texts()
    assert names == ["林岚琳", "林兰岚"]


def test_ticks_go_along_when_one_turns_the_page(journey):
    walk = journey("party")
    walk.open("people/?kind=established")
    bar = walk.page.locator("[data-when-chosen]")
    expect(bar).to_be_hidden()

    walk.page.locator("tbody [type=checkbox]").nth(0).check()
    walk.page.locator("tbody [type=checkbox]").nth(1).check()
    walk.click(".pager a:has-text('下一页')")
    walk.page.locator("tbody [type=checkbox]").nth(0).check()

    expect(walk.page.locator("[data-chosen]")).to_have_text("选中 3")
    expect(walk.page.locator(".pager [aria-current]")).to_have_text("2")


def test_picked_people_are_exported_without_scripts(journey):
    walk = journey("party", javascript=False)
    walk.open("people/?kind=established&cols=kind")

    walk.page.locator("tbody [type=checkbox]").nth(0).check()
    with walk.page.expect_download() as download:
        walk.click("button:has-text('导出选中的人')")

    assert download.value.suggested_filename == "人员.xlsx"


def test_list_with_everything_open_has_no_barriers(journey):
    walk = journey("party")
    walk.open("people/?status=members&kind=established")
    walk.page.locator("tbody [type=checkbox]").nth(0).check()
    walk.page.locator("summary:has-text('选列')").click()

    assert walk.barriers() == []
