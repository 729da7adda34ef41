"""A person walking through pages, whose clicks and typed fields are counted."""

import os
from collections.abc import Container
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Error, Locator, Page, Response

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "var" / "screenshots"
BUDGETS = yaml.safe_load((Path(__file__).parent / "budgets.yaml").read_text("utf-8"))
WIDTHS = {"desktop": (1440, 900), "phone": (390, 844), "narrow": (320, 700)}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
MOST_TABS = 600
# Where the focus stands, told to Python without leaving a mark in the page.
IS_FOCUSED = "element => element === document.activeElement"


@dataclass
class Journey:
    """Clicks and typed fields are counted as a person would count them; `problems` must stay empty.

    What a click brings may take a moment: ask the page with Playwright's `expect`, which waits, not with `assert`.
    With `keyboard=True` every click is made by moving the focus with Tab and pressing Enter (or Space).
    """

    page: Page
    address: str
    keyboard: bool = False
    clicks: int = 0
    fields: int = 0
    problems: list[str] = field(default_factory=list)
    expected_statuses: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        self.page.on("response", self._see)

    def open(self, path: str) -> None:
        """Go to an address, as from a bookmark: not counted."""
        self.page.goto(self.address + path.lstrip("/"), wait_until="load")

    def click(self, target: str | Locator) -> None:
        """One click on the first match that is visible."""
        self.clicks += 1
        element = self._first(target)
        if not self.keyboard:
            element.click()
            self.page.wait_for_load_state()
            return
        self.focus(element)
        self.page.keyboard.press("Space" if element.get_attribute("type") in {"checkbox", "radio"} else "Enter")

    def fill(self, target: str | Locator, text: str) -> None:
        """One field typed."""
        self.fields += 1
        element = self._first(target)
        if not self.keyboard:
            element.fill(text)
            return
        self.focus(element)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def focus(self, element: Locator) -> None:
        """Walk to an element with Tab, as somebody without a mouse does."""
        for _ in range(MOST_TABS):
            if element.evaluate(IS_FOCUSED):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no way to {element} by keyboard")

    def attach(self, target: str | Locator, path: Path) -> None:
        """Choose a file: one click, nothing typed."""
        self.clicks += 1
        self._first(target, visible=False).set_input_files(path)

    def keep_within(self, journey: str) -> None:
        """The budget of ux-guide, as it stands in budgets.yaml."""
        budget = BUDGETS[journey]
        spent = {"clicks": self.clicks, "fields": self.fields}
        over = {name: count for name, count in spent.items() if count > budget[name]}
        assert not over, f"{journey} may cost {budget}, cost {spent}"

    def screenshot(self, name: str) -> Path:
        """The whole page into var/screenshots/NAME-WIDTH.png, for people to look at."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        before = self.page.viewport_size
        assert before
        # A window as tall as the page: bars that stick to its edge stand where they end, not across the middle.
        height = max(before["height"], self.page.evaluate("document.documentElement.scrollHeight"))
        self.page.set_viewport_size({"width": before["width"], "height": height})
        path = SCREENSHOTS / f"{name}-{before['width']}.png"
        self.page.screenshot(path=path, full_page=True)
        self.page.set_viewport_size(before)
        return path

    def barriers(self, examined: Container[str] = WIDTHS) -> list[str]:
        """What axe finds against WCAG 2.2 AA at the widths to be examined, and sideways scroll at all three."""
        before, found = self.page.viewport_size, []
        for name, (width, height) in WIDTHS.items():
            self.page.set_viewport_size({"width": width, "height": height})
            if name in examined:
                found += [f"{self.page.url} {name}: {violation}" for violation in self._violations()]
            if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                found.append(f"{self.page.url} {name}: scrolls sideways")
        if before:
            self.page.set_viewport_size(before)
        return found

    def _violations(self) -> list[str]:
        """Which rules the page breaks as it stands, and at which elements (three of each)."""
        results = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": WCAG}})
        return [
            f"{each['id']} at {', '.join(' '.join(node['target']) for node in each['nodes'][:3])}"
            for each in results.response["violations"]
        ]

    def _first(self, target: str | Locator, *, visible: bool = True) -> Locator:
        locator = self.page.locator(target) if isinstance(target, str) else target
        return locator.filter(visible=True).first if visible else locator.first

    def _hear(self, message: ConsoleMessage) -> None:
        """A console error is a problem; the browser's own remark on an expected status is not."""
        if message.type != "error":
            return
        expected = any(f"status of {status}" in message.text for status in self.expected_statuses)
        if not expected:
            self.problems.append(f"console: {message.text}")

    def _see(self, response: Response) -> None:
        if response.status >= 500 and response.status not in self.expected_statuses:
            self.problems.append(f"{response.status} from {response.url}")


def chromium_path() -> str:
    """Chromium as run.py found it, or as this machine calls it."""
    from launch import chromium

    path = os.environ.get("YIPANQI_CHROMIUM") or chromium.find()
    if not path:
        raise Error("Chromium is missing: 'python3 run.py test --part browser' gets it")
    return path
