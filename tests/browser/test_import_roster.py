"""J10: an officer brings in a roster of 200 people of whom 4 cannot be right."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.rosters import new_colleagues
from tests.databases import connected
from yipanqi.people.models import Person

pytestmark = pytest.mark.browser

FAULTS = {
    20: {"所在机构代码": "DY9999"},
    60: {"出生日期": "1985-13-01"},
    120: {"所在党组织代码": "DYZ999"},
    199: {"入党时间": "不记得"},
}
MENDED = {"所在机构代码": "DY0101", "出生日期": "1985-12-01", "所在党组织代码": "DYB001", "入党时间": "2010-07-01"}


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("size", "keyboard"),
    [("desktop", False), ("phone", False), ("desktop", True)],
    ids=["desktop", "phone", "keyboard"],
)
def test_roster_of_two_hundred_comes_in_after_four_cells_are_mended(own_site, journey, tmp_path, size, keyboard):
    walk = journey("party", size=size, keyboard=keyboard)
    walk.open("/records/")
    page = walk.page

    walk.attach("input[type=file]", new_colleagues(tmp_path / "花名册.xlsx", 200, FAULTS))
    walk.click("form.drop button")
    expect(page.get_by_role("heading", level=1)).to_have_text("看一遍，再导入")
    walk.screenshot("import-preview")
    for header, text in MENDED.items():
        walk.fill(page.locator("table.mend tr", has=page.get_by_text(header, exact=True)).locator("input").first, text)
    walk.click("button[value=mend]")
    walk.click(page.get_by_role("button", name=re.compile("^导入 200 行")))

    expect(page.get_by_role("heading", level=1)).to_have_text("已导入")
    with connected(own_site.database):
        assert Person.objects.filter(number__startswith="NEW").count() == 200
    walk.keep_within("J10")
