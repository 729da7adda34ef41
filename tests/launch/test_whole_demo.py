"""`run.py demo` from an empty state folder to its end, as a stranger starts it."""

import http.cookiejar
import json
import os
import re
import signal
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from tests.browser.site import free_port
from tests.templates import ROOT


class Demo:
    """A running demonstration: what it printed up to its welcome, and how to end it."""

    def __init__(self, var: Path):
        self.port = free_port()
        variables = {name: value for name, value in os.environ.items() if not name.startswith(("YIPANQI", "DJANGO"))}
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "run.py"), "demo", "--port", str(self.port)],
            env={**variables, "YIPANQI_VAR": str(var)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout
        self.printed = ""
        while "Ctrl-C" not in self.printed and (line := self.process.stdout.readline()):
            self.printed += line

    def sign_in(self, login: str) -> str:
        """The first page somebody sees after signing in with the printed password, without JavaScript."""
        password = re.findall(r"Password of every sample login: (\S+)", self.printed)[0]
        browser = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), urllib.request.ProxyHandler({})
        )
        address = f"http://127.0.0.1:{self.port}/accounts/login/?next=/"
        form = browser.open(address).read().decode()
        token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[0]
        told = urllib.parse.urlencode({"csrfmiddlewaretoken": token, "login": login, "password": password})
        return str(browser.open(address, told.encode()).read().decode())

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait()


@pytest.fixture
def demo(tmp_path):
    started: list[Demo] = []

    def start() -> Demo:
        started.append(Demo(tmp_path / "var"))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.stop()


def test_demo_loads_once_lets_people_in_and_ends_cleanly(demo, tmp_path):
    first = demo()
    assert "03_人员花名册: 5305 new" in first.printed, first.printed
    record = tmp_path / "var" / "demo.json"
    logins = [each["login"] for each in json.loads(record.read_text("utf-8"))["logins"]]
    assert logins == ["secretary", "committee", "member", "officer", "party", "department", "leader", "admin"]
    assert record.stat().st_mode & 0o077 == 0  # it holds their password
    assert "退出" in first.sign_in("secretary")
    assert first.stop() == 0

    second = demo()

    assert "new" not in second.printed
    assert "退出" in second.sign_in("leader")
    assert second.stop() == 0
