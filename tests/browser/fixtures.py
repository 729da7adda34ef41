"""Fixtures of browser tests: one Chromium a process, one server a module, as many people as a test needs."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests import templates
from tests.browser import site as sites
from tests.browser.journey import WIDTHS, Journey, chromium_path
from tests.browser.site import Site

QUIET = [
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic",
    "--disable-gpu", "--no-first-run",
]  # fmt: skip


PATIENCE = 15_000  # milliseconds until what should appear counts as missing


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium without a window. Its event loop makes Django see async code where there is none."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=QUIET, chromium_sandbox=os.geteuid() != 0
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(
    django_db_setup: None, django_db_blocker, process_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A real server on a copy of the example district; what the tests of a module change, its later tests see."""
    folder = tmp_path_factory.mktemp("site")
    database = templates.copy("district", f"site_{process_name}", folder)
    with django_db_blocker.unblock(), sites.running(database, folder) as site:
        yield site


@pytest.fixture
def own_site(django_db_setup: None, django_db_blocker, process_name: str, tmp_path: Path) -> Iterator[Site]:
    """A server on a fresh copy, for one test that changes much; take it beside `journey`."""
    database = templates.copy("district", f"own_site_{process_name}", tmp_path)
    with django_db_blocker.unblock(), sites.running(database, tmp_path) as site:
        yield site


@pytest.fixture
def journey(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Callable[..., Journey]]:
    """Send somebody on a journey: `journey("secretary", size="phone", keyboard=True, javascript=False)`.

    `look` is the cookie of yipanqi.web.preferences: `dark.xlarge.on`.

    A console error, a script error, a breach of the content security policy or a 5xx fails the test at its end.
    """
    own = "own_site" in request.fixturenames
    site: Site = request.getfixturevalue("own_site" if own else "site")
    contexts: list[BrowserContext] = []
    walked: list[Journey] = []

    def begin(
        login: str | None = None,
        *,
        size: str = "desktop",
        keyboard: bool = False,
        javascript: bool = True,
        look: str = "",
    ) -> Journey:
        width, height = WIDTHS[size]
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            has_touch=size != "desktop",
            java_script_enabled=javascript,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if login:
            context.add_cookies([{"name": "sessionid", "value": site.session_of(login), "url": site.address}])
        if look:
            context.add_cookies([{"name": "look", "value": look, "url": site.address}])
        walked.append(Journey(context.new_page(), site.address, keyboard=keyboard))
        return walked[-1]

    yield begin
    problems = [problem for each in walked for problem in each.problems]
    for context in contexts:
        context.close()
    assert problems == []
