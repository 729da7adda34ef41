"""J7: a leader goes from the board to the row of the workbook that a stone came from."""

import pytest
from playwright.sync_api import expect

from tests.browser.journey import Journey

pytestmark = pytest.mark.browser

WAYS = pytest.mark.parametrize(
    ("size", "keyboard"),
    [("desktop", False), ("phone", False), ("desktop", True)],
    ids=["desktop", "phone", "keyboard"],
)


@pytest.mark.both_databases
@WAYS
def test_stone_opens_to_its_row_in_three_clicks(journey, size, keyboard):
    walk = journey("leader", size=size, keyboard=keyboard)
    walk.open("board/")
    page = walk.page

    walk.click(first_stone(walk))
    expect(page.locator("#dock")).to_be_visible()
    walk.click(page.locator("#dock .tie a.btn"))
    expect(page.locator("h1")).to_be_visible()
    walk.click(page.locator("a[href='#origin']"))

    expect(page.locator("#origin")).to_be_in_viewport()
    expect(page.locator("#origin")).to_contain_text("08_支部品牌.xlsx")
    walk.keep_within("J7")


def test_board_works_without_javascript(journey):
    walk = journey("leader", javascript=False)
    walk.open("board/")

    walk.click(first_stone(walk))

    expect(walk.page.locator("#dock")).to_be_visible()


def first_stone(walk: Journey):
    return walk.page.locator("table.board td a[href*='at=']")
