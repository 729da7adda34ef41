import json
import os
import subprocess
import sys

import pytest

from tests.templates import ROOT
from yipanqi.organizations.models import Unit
from yipanqi.people.models import Account, Person


@pytest.fixture
def load(own_database, tmp_path):
    """Run demo_load on a database of its own; `fail_at` names the step at which the process is killed."""

    def run(fail_at: str = "") -> subprocess.CompletedProcess[str]:
        variables = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "yipanqi.web.settings",
            "YIPANQI_VAR": str(tmp_path / "var"),
            "YIPANQI_FAIL_AT": fail_at,
        }
        command = [sys.executable, str(ROOT / "manage.py"), "demo_load", "--digest", "d"]
        return subprocess.run(command, env=variables, capture_output=True, text=True, check=False)

    return run


def test_demo_load_killed_in_the_middle_of_an_import_is_taken_up_again(load):
    killed = load(fail_at="apply.people")
    assert killed.returncode == 137
    assert (Unit.objects.count(), Person.objects.count()) == (261, 0)

    again = load()

    assert again.returncode == 0, again.stderr
    assert "01_行政机构: 0 new, 0 changed, 261 same, 0 faulty" in again.stderr
    assert Person.objects.count() == 5305


def test_demo_load_keeps_out_of_a_district_that_is_there(load):
    Unit.objects.create(code="REAL", name="真实的机构", kind="district", path="0001")

    refused = load()

    assert refused.returncode == 1
    assert "already holds a district of its own" in refused.stderr
    assert Unit.objects.count() == 1


def test_demo_load_writes_down_a_login_of_each_kind(load, tmp_path):
    assert load().returncode == 0

    record = json.loads((tmp_path / "var" / "demo.json").read_text("utf-8"))
    logins = [each["login"] for each in record["logins"]]
    assert logins == ["secretary", "committee", "member", "officer", "party", "department", "leader", "admin"]
    assert record["digest"] == "d"
    assert all(Account.objects.get(username=login).check_password(record["password"]) for login in logins)
    assert (tmp_path / "var" / "demo.json").stat().st_mode & 0o077 == 0
