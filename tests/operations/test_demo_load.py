import os
import subprocess
import sys

import pytest

from tests.templates import ROOT
from yipanqi.organizations.models import Unit
from yipanqi.people.models import Person


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

    killed_later = load(fail_at="apply.appointments")

    assert killed_later.returncode == 137
    assert "01_行政机构" not in killed_later.stderr  # it stands, so it is passed over
    assert "03_人员花名册: 5305 new, 0 changed, 0 same, 0 faulty" in killed_later.stderr
    assert (Unit.objects.count(), Person.objects.count()) == (261, 5305)


def test_demo_load_keeps_out_of_a_district_that_is_there(load):
    Unit.objects.create(code="REAL", name="真实的机构", kind="district", path="0001")

    refused = load()

    assert refused.returncode == 1
    assert "already holds a district of its own" in refused.stderr
    assert Unit.objects.count() == 1
