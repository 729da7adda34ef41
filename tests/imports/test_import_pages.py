"""The import pages without a browser: who may, what is shown to whom, what a form does."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from python_calamine import CalamineWorkbook

from tests.imports.workbooks import ROSTER, roster, workbook
from yipanqi.kit.workbook import KINDS, erasing, mending, staging, uploads
from yipanqi.kit.workbook.models import Batch, HeaderMemory
from yipanqi.kit.workbook.pages.receiving import CappedUpload
from yipanqi.people.models import Account, Person

IDENTITY = "110105199005010026"
WRONG = IDENTITY[:17] + "1"
WITH_IDENTITY = (*ROSTER, "公民身份号码")


def upload(client, path, kind="people"):
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return client.post("/records/upload", {"file": file, "for": kind})


def uploaded(client, path, kind="people") -> Batch:
    response = upload(client, path, kind)
    return Batch.objects.get(pk=int(response["Location"].rsplit("/", 1)[1]))


@pytest.mark.parametrize(
    ("part", "status"),
    [("party_officer", 200), ("administrator", 200), ("secretary", 403), ("stranger", 403), (None, 302)],
)
def test_import_pages_are_for_those_who_may_import(cast, client, part, status):
    visitor = cast.client(part) if part else client

    assert visitor.get("/records/").status_code == status


def test_upload_leads_to_the_preview_and_importing_to_the_result(cast, tmp_path):
    officer = cast.client("party_officer")

    batch = uploaded(officer, roster(tmp_path / "a.xlsx", {}))
    preview = officer.get(f"/records/{batch.pk}").content.decode()
    officer.post(f"/records/{batch.pk}/apply")
    result = officer.get(f"/records/{batch.pk}").content.decode()

    assert "<h1>看一遍，再导入</h1>" in preview and "导入 1 行" in preview
    assert "<h1>已导入</h1>" in result and Person.objects.get(number="N1").name == "苏禾"


def test_kind_is_told_by_the_headers(cast, tmp_path):
    batch = uploaded(cast.client("party_officer"), roster(tmp_path / "a.xlsx", {}), kind="")

    assert (batch.kind, batch.state) == ("people", "ready")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", b"%PDF", "只能读 .xlsx、.xls 和 .csv 文件"),
        ("a.xlsx", b"", "文件是空的"),
        ("", None, "还没有选文件"),
    ],
)
def test_upload_that_cannot_be_a_workbook_is_refused_beside_the_field(cast, name, content, sentence):
    officer = cast.client("party_officer")

    officer.post("/records/upload", {"file": SimpleUploadedFile(name, content)} if name else {})

    assert sentence in officer.get("/records/").content.decode()
    assert Batch.objects.count() == 0


def test_upload_larger_than_any_import_is_let_pass_by(cast, tmp_path, monkeypatch):
    monkeypatch.setattr(CappedUpload, "most", 100_000)
    officer = cast.client("party_officer")

    officer.post("/records/upload", {"file": SimpleUploadedFile("a.csv", b"1,2\n" * 50_000)})

    assert "文件超过 30 MB，请按年或按机构分开" in officer.get("/records/").content.decode()
    assert Batch.objects.count() == 0


def test_folder_in_a_file_name_is_dropped(cast, tmp_path):
    batch = staging.receive([b"x"], "..\\..\\etc/passwd.csv", KINDS["people"], by=None)

    assert (batch.name, uploads.is_kept(batch.digest)) == ("passwd.csv", True)


def test_identity_number_is_for_the_uploader_only(cast, tmp_path):
    officer, administrator = cast.client("party_officer"), cast.client("administrator")
    path = roster(tmp_path / "a.xlsx", {"公民身份号码": WRONG}, headers=WITH_IDENTITY)

    batch = uploaded(officer, path)
    own, other = (each.get(f"/records/{batch.pk}").content.decode() for each in (officer, administrator))

    assert WRONG in own and "末位改成 6" in own
    assert WRONG not in other and IDENTITY not in other and "只有上传的人看得到" in other


def test_identity_number_cannot_be_typed_by_somebody_else(cast, tmp_path):
    path = roster(tmp_path / "a.xlsx", {"公民身份号码": WRONG}, headers=WITH_IDENTITY)
    batch = uploaded(cast.client("party_officer"), path)
    row = batch.faulty.get()

    cast.client("administrator").post(f"/records/{batch.pk}/mend", {f"cell-{row.pk}-identity": IDENTITY, "do": "mend"})

    row.refresh_from_db()
    assert (row.outcome, row.cells["identity"]) == ("faulty", WRONG)


def test_identity_numbers_are_erased_when_the_batch_is_applied(cast, tmp_path):
    officer = cast.client("party_officer")
    rows = [{"公民身份号码": IDENTITY}, {"工号": "N2", "公民身份号码": WRONG}]
    batch = uploaded(officer, roster(tmp_path / "a.xlsx", *rows, headers=WITH_IDENTITY))

    officer.post(f"/records/{batch.pk}/apply")

    batch.refresh_from_db()
    assert batch.state == "applied" and batch.erased_at
    assert not uploads.is_kept(batch.digest)
    assert [row.cells.get("identity") for row in batch.faulty.all()] == [None]
    assert all(IDENTITY not in str(trace.rows) for trace in batch.traces.all())


def test_identity_numbers_are_erased_after_a_day_and_the_good_rows_can_still_go_in(cast, tmp_path):
    officer = cast.client("party_officer")
    rows = [{"公民身份号码": IDENTITY}, {"工号": "N2", "公民身份号码": WRONG}]
    batch = uploaded(officer, roster(tmp_path / "a.xlsx", *rows, headers=WITH_IDENTITY))
    Batch.objects.filter(pk=batch.pk).update(uploaded_at=timezone.now() - timedelta(hours=25))

    erased = erasing.erase_expired()
    kept = [IDENTITY[:17] in str(pack.rows) for pack in batch.staged.all()] + [
        WRONG in str(row.cells) for row in batch.faulty.all()
    ]
    officer.post(f"/records/{batch.pk}/apply")

    assert (erased, IDENTITY[:17] in str(kept), uploads.is_kept(batch.digest)) == (1, False, False)
    assert Person.objects.filter(number="N1").exists()


def test_unmatched_column_is_remembered_for_the_district(cast, tmp_path):
    officer = cast.client("party_officer")
    path = roster(tmp_path / "a.xlsx", {"备注": "老同志", "考勤卡号": "K1"}, headers=(*ROSTER, "备注", "考勤卡号"))
    batch = uploaded(officer, path)
    place = f"column-0-{len(ROSTER) + 1}"

    officer.post(f"/records/{batch.pk}/headers", {place: "+"})
    again = uploaded(officer, path)

    batch.refresh_from_db()
    remarks = [pack.rows[0][2]["remark"] for each in (batch, again) for pack in each.staged.all()]
    assert remarks == ["老同志；考勤卡号：K1"] * 2
    assert list(HeaderMemory.objects.values_list("table", "header", "field")) == [("people", "考勤卡号", "+")]


def test_key_column_by_an_unknown_name_is_asked_for(cast, tmp_path):
    officer = cast.client("party_officer")
    row = {"编制序号": "N1", "姓名": "苏禾", "性别": "女"}
    batch = uploaded(officer, workbook(tmp_path / "a.xlsx", row, headers=tuple(row)))
    asked = officer.get(f"/records/{batch.pk}").content.decode()

    officer.post(f"/records/{batch.pk}/headers", {"column-0-0": "field", "field-0-0": "number"})

    batch.refresh_from_db()
    assert "没有认出 工号" in asked
    assert (batch.state, batch.counts["new"]) == ("ready", 1)


def test_cells_typed_into_the_preview_count_at_once_and_can_be_undone(cast, tmp_path):
    officer = cast.client("party_officer")
    batch = uploaded(officer, roster(tmp_path / "a.xlsx", {"姓名": ""}))
    row = batch.faulty.get()

    officer.post(f"/records/{batch.pk}/mend", {f"cell-{row.pk}-name": "苏禾", "do": "mend"})
    batch.refresh_from_db()
    mended = batch.counts["new"]
    officer.post("/undo")

    batch.refresh_from_db()
    assert (mended, batch.counts["new"], batch.counts["faulty"]) == (1, 0, 1)


def test_suggestions_are_taken_as_shown(cast, tmp_path):
    officer = cast.client("party_officer")
    rows = [{"公民身份号码": WRONG}, {"工号": "N2", "所在机构代码": "查检一"}]
    batch = uploaded(officer, roster(tmp_path / "a.xlsx", *rows, headers=WITH_IDENTITY))

    officer.post(f"/records/{batch.pk}/mend", {"do": "take:all"})

    batch.refresh_from_db()
    assert (
        batch.counts["new"],
        batch.counts["faulty"],
        [mending.suggestions(row) for row in batch.faulty.filter(outcome="faulty")],
    ) == (1, 1, [{}])


def test_faulty_file_brings_back_only_what_is_wrong_and_never_a_formula(cast, tmp_path):
    officer = cast.client("party_officer")
    rows = [{}, {"工号": "N2", "姓名": "=1+1", "所在机构代码": "DY9"}]
    batch = uploaded(officer, roster(tmp_path / "a.xlsx", *rows))

    content = officer.get(f"/records/{batch.pk}/faulty.xlsx").content
    (tmp_path / "b.xlsx").write_bytes(content)
    again = uploaded(officer, tmp_path / "b.xlsx")

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert sheet == [
        [*ROSTER, "哪里不对", "原来第几行"],
        ["N2", "=1+1", "女", "1990-05-01", "DY9", "查验岗", "中共党员", "D0101", "2015-07-01", "10012345678",
         "所在机构代码：没有代码为 DY9 的机构", 3.0],
    ]  # fmt: skip
    assert again.sheets[0]["columns"][-1] == {"header": "原来第几行", "field": "", "doubtful": False}
    assert again.counts["faulty"] == 1


def test_empty_form_is_read_without_a_question(cast, tmp_path):
    officer = cast.client("party_officer")
    (tmp_path / "a.xlsx").write_bytes(officer.get("/records/forms/people.xlsx").content)

    batch = uploaded(officer, tmp_path / "a.xlsx")

    assert (batch.state, batch.notes, [column["doubtful"] for column in batch.sheets[0]["columns"]]) == (
        "ready", ["没有数据行，只有表头"], [False] * len(KINDS["people"].fields),
    )  # fmt: skip


def test_withdrawing_shows_what_would_happen_and_then_does_it(cast, tmp_path):
    officer = cast.client("party_officer")
    batch = uploaded(officer, roster(tmp_path / "a.xlsx", {}))
    officer.post(f"/records/{batch.pk}/apply")

    shown = officer.get(f"/records/{batch.pk}/withdraw").content.decode()
    still = Person.objects.filter(number="N1").exists()
    officer.post(f"/records/{batch.pk}/withdraw")

    assert "删去 1 行，改回 0 行" in shown and still
    assert not Person.objects.filter(number="N1").exists()


def test_batch_given_up_leaves_its_line_only(cast, tmp_path):
    officer = cast.client("party_officer")
    batch = uploaded(officer, roster(tmp_path / "a.xlsx", {}, {"工号": "N2", "姓名": ""}))

    officer.post(f"/records/{batch.pk}/give-up")

    batch.refresh_from_db()
    assert (batch.state, batch.staged.count(), batch.faulty.count(), uploads.is_kept(batch.digest)) == (
        "given_up",
        0,
        0,
        False,
    )


def test_stranger_learns_nothing_of_a_batch(cast, tmp_path):
    batch = uploaded(cast.client("party_officer"), roster(tmp_path / "a.xlsx", {}))

    statuses = {
        path: cast.client("secretary").get(f"/records/{batch.pk}{path}").status_code
        for path in ("", "/faulty.xlsx", "/withdraw")
    }

    assert statuses == {"": 403, "/faulty.xlsx": 403, "/withdraw": 403}
    assert Account.objects.filter(username="secretary").exists()


def test_text_from_a_workbook_is_escaped_on_the_page(cast, tmp_path):
    officer = cast.client("party_officer")
    batch = uploaded(officer, roster(tmp_path / "a.xlsx", {"姓名": "<script>甲</script>", "所在机构代码": "DY9"}))

    page = officer.get(f"/records/{batch.pk}").content.decode()

    assert "&lt;script&gt;甲" in page and "<script>甲" not in page


def test_second_upload_of_a_kind_is_told_to_who_still_looks_at_the_first(cast, tmp_path):
    officer = cast.client("party_officer")
    first = uploaded(officer, roster(tmp_path / "a.xlsx", {}))
    second = uploaded(officer, roster(tmp_path / "b.xlsx", {"工号": "N2"}))

    officer.post(f"/records/{second.pk}/apply")

    assert "这份预览之后又导入过同一种表" in officer.get(f"/records/{first.pk}").content.decode()
