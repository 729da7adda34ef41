"""`run.py manage import KIND FILE...`: what it prints and how it ends."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.imports.workbooks import roster
from yipanqi.kit.workbook.models import Batch
from yipanqi.people.models import Person


def run(*arguments: str | Path) -> tuple[int | str | None, str]:
    """Exit code and what was printed."""
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("import", *map(str, arguments), stdout=out)
    return end.value.code, out.getvalue()


def test_command_ends_well_when_every_row_went_in(cast, tmp_path):
    code, said = run("people", roster(tmp_path / "a.xlsx", {}))

    assert (code, said) == (0, "a.xlsx：新增 1、更新 0、不变 0、有误 0\n")


def test_command_names_every_faulty_row_with_its_reason(cast, tmp_path):
    code, said = run("people", roster(tmp_path / "a.xlsx", {}, {"工号": "N2", "姓名": ""}))

    assert (code, said) == (
        1, "a.xlsx：新增 1、更新 0、不变 0、有误 1\n  有误 “名册”第 3 行 姓名：姓名为空\n",
    )  # fmt: skip


def test_command_says_in_one_sentence_why_a_file_is_refused(cast, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"")

    assert run("people", path) == (2, "a.xlsx：没有收下。文件是空的，请选有内容的文件\n")


def test_command_prints_one_object_for_all_files(cast, tmp_path):
    good, bad = roster(tmp_path / "a.xlsx", {}), roster(tmp_path / "b.xlsx", {"工号": "N2", "姓名": ""})

    code, said = run("people", good, bad, "--json")

    assert (code, json.loads(said)) == (
        1,
        {
            "refused": None, "new": 1, "changed": 0, "same": 0, "notes": [],
            "faulty": [{"file": "b.xlsx", "sheet": "名册", "row": 2, "column": "姓名", "reason": "姓名为空"}],
        },
    )  # fmt: skip


def test_command_refuses_a_file_of_another_kind_by_its_name(cast, tmp_path):
    code, said = run("units", roster(tmp_path / "a.xlsx", {}), "--json")

    assert (code, json.loads(said)["refused"]) == (2, "这像是“人员”的表，请到“人员”那里导入")


def test_command_refuses_a_file_without_the_key_column(cast, tmp_path):
    code, said = run("people", roster(tmp_path / "a.xlsx", {}, headers=("姓名", "性别", "手机")), "--json")

    assert (code, json.loads(said)["refused"]) == (2, "缺少这几列：工号；在页面上导入可以把别的列对上去")


def test_command_refuses_a_file_that_is_not_there(cast, tmp_path):
    code, said = run("people", tmp_path / "nothing.xlsx", "--json")

    assert (code, "找不到文件" in json.loads(said)["refused"]) == (2, True)


def test_trial_of_the_command_writes_nothing(cast, tmp_path):
    code, said = run("people", roster(tmp_path / "a.xlsx", {}), "--dry-run", "--json")

    assert (code, json.loads(said)["new"], Person.objects.filter(number="N1").count(), Batch.objects.count()) == (
        0,
        1,
        0,
        0,
    )


def test_command_acts_in_the_name_of_an_account(cast, tmp_path):
    run("people", roster(tmp_path / "a.xlsx", {}), "--as", "party_officer")

    assert Batch.objects.get().applied_by == cast.account("party_officer")


def test_command_refuses_an_account_nobody_has(cast, tmp_path):
    with pytest.raises(CommandError, match="没有登录名是 nobody 的账号") as refusal:
        call_command("import", "people", str(roster(tmp_path / "a.xlsx", {})), "--as", "nobody")

    assert refusal.value.returncode == 2
