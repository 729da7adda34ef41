"""Killed anywhere, an import leaves everything or nothing; two at once never double a row."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.imports.workbooks import roster
from tests.templates import ROOT
from yipanqi.kit.workbook import KINDS, staging, uploads, withdrawing
from yipanqi.kit.workbook.models import Batch, Trace
from yipanqi.people.models import Affiliation, Employment, Person

KILLED = 137
STEPS = (
    "stage.read", "stage.written", "apply.prepared", "apply.locked", "apply.people", "apply.before_commit",
)  # fmt: skip


def begin(path: Path, kind: str = "people", **environment: str) -> subprocess.Popen:
    """The command line of one officer, in a process of its own."""
    command = [sys.executable, "manage.py", "import", kind, str(path), "--json"]
    return subprocess.Popen(command, cwd=ROOT, env=outside(**environment), stdout=subprocess.PIPE, text=True)


def outside(**environment: str) -> dict[str, str]:
    """The surroundings of a process that works on this test's database and files with the house's own settings."""
    return os.environ | {"DJANGO_SETTINGS_MODULE": "yipanqi.web.settings"} | environment


def held() -> tuple[int, int, int, int]:
    """What stands in the database; traces count once their batch is applied."""
    traces = Trace.objects.filter(batch__state="applied").count()
    return Person.objects.count(), Employment.objects.count(), Affiliation.objects.count(), traces


def newcomers(path: Path, count: int) -> Path:
    rows = ({"工号": f"N{place}", "所在机构代码": "DY0101", "所在党组织代码": "DYB001"} for place in range(count))
    return roster(path, *rows)


def test_import_killed_at_any_step_leaves_nothing_and_runs_whole_afterwards(own_district, tmp_path):
    path = newcomers(tmp_path / "a.xlsx", 50)
    before = held()

    codes, left = {}, {}
    for step in STEPS:
        killed = begin(path, YIPANQI_FAIL_AT=step)
        killed.communicate()
        codes[step], left[step] = killed.returncode, held()
    whole = begin(path)
    said, _ = whole.communicate()

    assert (codes, left) == (dict.fromkeys(STEPS, KILLED), dict.fromkeys(STEPS, before))
    assert (whole.returncode, json.loads(said)["new"]) == (0, 50)
    assert Person.objects.count() == before[0] + 50


def test_batch_whose_reader_was_killed_can_be_read_again(own_district, tmp_path):
    killed = begin(newcomers(tmp_path / "a.xlsx", 5), YIPANQI_FAIL_AT="stage.written")
    killed.communicate()
    batch = Batch.objects.get(name="a.xlsx")
    Batch.objects.filter(pk=batch.pk, state="reading").update(state="received")

    staging.stage(batch)

    assert (batch.state, batch.counts["new"], batch.staged.count()) == ("ready", 5, 1)


def test_withdrawal_killed_halfway_leaves_the_batch_applied(own_district, tmp_path):
    begin(newcomers(tmp_path / "a.xlsx", 5)).communicate()
    batch, before = Batch.objects.get(name="a.xlsx"), held()

    script = (
        "from yipanqi.kit.models import Batch; from yipanqi.kit.workbook import withdrawing;"
        f"withdrawing.withdraw(Batch.objects.get(pk={batch.pk}), by=None)"
    )
    command = [sys.executable, "manage.py", "shell", "-c", script]
    killed = subprocess.run(command, cwd=ROOT, env=outside(YIPANQI_FAIL_AT="withdraw.people"), check=False)
    batch.refresh_from_db()

    assert (killed.returncode, batch.state, held()) == (KILLED, "applied", before)
    assert withdrawing.withdraw(batch, by=None).removed_count == 5


def test_two_officers_importing_the_same_roster_at_once_never_double_a_row(own_district, tmp_path):
    path = newcomers(tmp_path / "a.xlsx", 400)
    before = held()

    officers = [begin(path), begin(path)]
    said = [json.loads(officer.communicate()[0]) for officer in officers]

    assert [officer.returncode for officer in officers] == [0, 0]
    assert sorted((each["new"], each["same"]) for each in said) == [(0, 400), (400, 0)]
    assert held()[:3] == tuple(count + 400 for count in before[:3])


def test_uploaded_file_is_gone_once_it_is_applied_or_given_up(cast, tmp_path):
    path = roster(tmp_path / "a.xlsx", {})
    content = path.read_bytes()
    mine, theirs = (staging.stage(staging.receive([content], "a.xlsx", KINDS["people"], by=None)) for _ in "12")

    staging.give_up(mine, by=None)
    kept = uploads.is_kept(theirs.digest)
    staging.give_up(theirs, by=None)

    assert (mine.digest == theirs.digest, kept, uploads.is_kept(theirs.digest)) == (True, True, False)
