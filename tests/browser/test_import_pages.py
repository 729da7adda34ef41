"""The import pages in a browser: no barriers in any state, and no script needed for any step."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.rosters import new_colleagues

pytestmark = pytest.mark.browser

LONG = 60_000  # milliseconds for the worker to take up and finish its work
FAULTS = {
    3: {"所在机构代码": "查验一科", "所在党组织代码": "松坞海关查验一科党支部"},
    5: {"入党时间": "3.9", "姓名": ""},
    8: {"工号": "NEW00001"},
}


def bring(walk, path: Path) -> None:
    walk.open("/records/")
    walk.attach("input[type=file]", path)
    walk.click("form.drop button")
    expect(walk.page.get_by_role("heading", level=1)).not_to_have_text("导入")


@pytest.mark.parametrize("look", ["light.standard.on", "dark.xlarge.on"])
def test_import_pages_have_no_barriers_in_any_state(own_site, journey, tmp_path, look):
    walk = journey("party", look=look)
    found = {}

    bring(walk, new_colleagues(tmp_path / "花名册.xlsx", 60, FAULTS))
    preview = walk.page.url
    for tab in ("faulty", "new", "changed", "same", "noted"):
        walk.page.goto(f"{preview}?tab={tab}")
        found[tab] = walk.barriers()
    walk.page.goto(preview)
    walk.click(walk.page.get_by_role("button", name=re.compile("^导入 57 行")))
    expect(walk.page.get_by_role("heading", level=1)).to_have_text("已导入")
    found["applied"] = walk.barriers()
    walk.click("text=撤回这一批")
    found["withdraw"] = walk.barriers()
    walk.click(".bar-actions .primary")
    expect(walk.page.get_by_role("heading", level=1)).to_have_text("已撤回")
    found["withdrawn"] = walk.barriers()
    nameless = tmp_path / "x.csv"
    nameless.write_text("编制序号,姓名,性别,手机\n1,苏禾,女,10012345678\n", "utf-8")
    bring(walk, nameless)
    found["matching"] = walk.barriers()
    unknown = tmp_path / "y.csv"
    unknown.write_text("甲,乙\n1,2\n", "utf-8")
    bring(walk, unknown)
    found["refused"] = walk.barriers()

    assert {state: barriers for state, barriers in found.items() if barriers} == {}


def test_roster_comes_in_without_scripts(own_site, journey, tmp_path):
    walk = journey("party", size="phone", javascript=False)

    bring(walk, new_colleagues(tmp_path / "花名册.xlsx", 10, {5: {"姓名": ""}}))
    walk.fill("table.mend input", "苏禾")
    walk.click("button[value=mend]")
    expect(walk.page.locator(".undo")).to_contain_text("改好 1 行")
    walk.click(walk.page.get_by_role("button", name=re.compile("^导入 10 行")))
    expect(walk.page.get_by_role("heading", level=1)).to_have_text("已导入")
    walk.click("text=撤回这一批")
    walk.click(".bar-actions .primary")

    expect(walk.page.locator(".notice")).to_contain_text("删去 10 行")


def test_large_roster_is_read_and_written_by_the_worker(own_site, journey, tmp_path):
    walk = journey("party")

    bring(walk, new_colleagues(tmp_path / "花名册.xlsx", 4000, {}))

    expect(walk.page.get_by_role("heading", level=1)).to_have_text("看一遍，再导入", timeout=LONG)
    walk.click(walk.page.get_by_role("button", name=re.compile("^导入 4,000 行")))
    expect(walk.page.get_by_role("heading", level=1)).to_have_text("已导入", timeout=LONG)
