"""Workbooks of spreadsheet programs: what is read, and what is turned away before it can do harm."""

import io
import random
import zipfile
import zlib
from datetime import date, datetime
from itertools import count

import pytest
import xlsxwriter

from yipanqi.kit.workbook.reading import Broken, FileRefused, Limits, apart, read
from yipanqi.kit.workbook.reading.archive import Archive

ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>工号</t></is></c></row>'


def made(write) -> bytes:
    """A workbook written by `write(book)`."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        write(book)
    return buffer.getvalue()


def packed(sheet: str, shared: str = "", **more: bytes) -> bytes:
    """The smallest .xlsx around the XML of a sheet's data."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    book = '<sheets><sheet name="数据" sheetId="1" r:id="r1"/></sheets>'
    parts = {
        "_rels/.rels": f'<Relationships {links}><Relationship Id="r1" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">{book}</workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships {links}>"
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{shared}</sst>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (parts | more).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def refused(content: bytes, name: str = "x.xlsx", **limits: int) -> str:
    with pytest.raises(FileRefused) as refusal:
        read(content, name, Limits(**limits))
    return refusal.value.code


def test_values_keep_their_kinds_and_their_places():
    def write(book):
        sheet = book.add_worksheet("数据")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(1, 1, ["工号", "应到"])
        sheet.write(2, 1, "1001")
        sheet.write(2, 2, 3)
        sheet.write_datetime(2, 3, datetime(2026, 3, 9), day)

    book = read(made(write), "x.xlsx")

    assert [sheet.rows for sheet in book.sheets] == [
        [["", "", "", ""], ["", "工号", "应到", ""], ["", "1001", 3.0, date(2026, 3, 9)]]
    ]


def test_hidden_rows_columns_sheets_and_merged_cells_are_told():
    def write(book):
        sheet = book.add_worksheet("数据")
        for row in range(6):
            sheet.write_row(row, 0, ["a", "b", "c"])
        sheet.set_row(4, options={"hidden": True})
        sheet.set_column(1, 1, options={"hidden": True})
        sheet.set_column(200, 16383, options={"hidden": True})
        sheet.merge_range("A2:A4", "a")
        book.add_worksheet("旧表").hide()

    data, old = read(made(write), "x.xlsx").sheets

    assert (data.hidden_rows, data.hidden_columns, data.merges) == ({5}, {1}, [((1, 0), (3, 0))])
    assert (data.visible, old.visible) == (True, False)


def test_numbers_are_read_as_their_format_shows_them():
    def write(book):
        sheet = book.add_worksheet("数据")
        for column, code in enumerate(("0.00%", "0%", "00000", "0.00", '0"%"', "yyyy-mm-dd")):
            sheet.write_number(0, column, 12, book.add_format({"num_format": code}))
        sheet.write_number(1, 0, 0.9547, book.add_format({"num_format": "0.0%"}))

    rows = read(made(write), "x.xlsx").sheets[0].rows

    assert rows[0] == ["1200%", "1200%", "00012", 12.0, 12.0, date(1900, 1, 12)]
    assert rows[1][0] == "95.47%"


def test_cells_without_a_value_say_why():
    sheet = packed(
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f><v></v></c><c r="C1"><f>1+1</f></c>'
        '<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E1" t="e"><v>#N/A</v></c>'
        '<c r="F1" t="str"><f>""</f><v></v></c></row>'
    )

    book = read(sheet, "x.xlsx")

    uncalculated = Broken("公式没有计算结果，请在表格软件中打开后保存再上传")
    assert book.sheets[0].rows == [
        [2.0, uncalculated, uncalculated, Broken("公式结果是错误值 #DIV/0!"), Broken("单元格是错误值 #N/A"), ""]
    ]
    assert book.sheets[0].formula_columns == {0, 1, 2, 3, 5}


def test_zip_that_claims_to_unpack_too_large_is_refused():
    assert refused(packed(ROW * 20_000), unpacked_bytes=100_000) == "bomb"


def test_zip_that_gives_more_than_it_claims_is_refused():
    content = bytearray(packed(ROW * 20_000))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        claimed = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    modest = (1000).to_bytes(4, "little")
    content = content.replace(claimed.to_bytes(4, "little"), modest)

    assert refused(bytes(content)) == "bomb"


def test_parts_of_a_zip_that_lie_over_each_other_count_each_time():
    """A bomb without a lie: many names for one compressed stretch of the file."""
    inside = zlib.compressobj(9, zlib.DEFLATED, -15)
    stretch = inside.compress(b"<" * 5_000_000) + inside.flush()
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with zipfile.ZipFile(content, "a") as archive:
        info = zipfile.ZipInfo("xl/one")
        info.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(info, b"<" * 5_000_000)
        first = archive.getinfo("xl/one")
        for number in range(10):
            again = zipfile.ZipInfo(f"xl/{number}")
            for name in ("compress_type", "header_offset", "compress_size", "file_size", "CRC"):
                setattr(again, name, getattr(first, name))
            archive.filelist.append(again)

    with pytest.raises(FileRefused) as refusal:
        Archive(content.getvalue(), Limits(unpacked_bytes=20_000_000))

    assert (len(stretch) < 10_000, refusal.value.code) == (True, "bomb")


def test_text_repeated_by_many_cells_is_refused():
    numbers = count(1)
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in (next(numbers) for _ in range(500)))

    assert refused(packed(cells, f"<si><t>{'长' * 3000}</t></si>"), text=1_000_000) == "bomb"


def test_one_long_text_beside_many_short_ones_is_no_bomb():
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>{int(n > 1)}</v></c></row>' for n in range(1, 501))
    content = packed(cells, f"<si><t>{'长' * 3000}</t></si><si><t>短</t></si>")

    assert len(read(content, "x.xlsx", Limits(text=1_000_000)).sheets[0].rows) == 500


def test_cell_far_away_from_the_rest_is_refused_before_the_space_between_is_filled():
    far = ROW + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'

    assert refused(packed(far)) == "too_many_cells"


def test_formatted_rows_without_content_do_not_count():
    blank = "".join(f'<row r="{n}" hidden="0"><c r="A{n}" s="1"/></row>' for n in range(2, 300))

    assert read(packed(ROW + blank), "x.xlsx", Limits(rows=10)).sheets[0].rows == [["工号"]]


def test_more_rows_than_allowed_are_refused():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 30))

    assert refused(packed(rows), rows=20) == "too_many_rows"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (packed(ROW)[:-40], "broken"),
        (b"PK\x03\x04" + b"\x00" * 100, "broken"),
        (packed('<row r="1"><c r="A1"'), "broken"),
        (packed("]]>&lol;"), "broken"),
        (made(lambda book: book.add_worksheet())[:2000], "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000, "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600, "encrypted"),
    ],
    ids=["cut", "no zip", "half a tag", "entity", "half a workbook", "no compound file", "password"],
)
def test_broken_file_is_refused_in_a_sentence(content, code):
    assert refused(content) == code


def test_document_type_declaration_is_refused():
    content = packed(
        ROW, **{"xl/sharedStrings.xml": b'<!DOCTYPE sst [<!ENTITY a "aaaa">]><sst><si><t>&a;</t></si></sst>'}
    )

    assert refused(content) == "broken"


def test_other_office_files_are_refused_as_what_they_are_not():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")

    assert refused(buffer.getvalue(), "x.xlsx") == "unknown_type"


def test_password_on_the_parts_is_refused():
    content = bytearray(packed(ROW))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        start = archive.start_dir
    content[start + 8] |= 1

    assert refused(bytes(content)) == "encrypted"


def test_parser_that_dies_takes_nobody_with_it(monkeypatch, tmp_path):
    """Some damaged files make the parser ask for a terabyte, which ends its process at once."""
    dying = tmp_path / "dying.py"
    dying.write_text("import os; os.abort()")
    monkeypatch.setattr(apart, "__file__", str(dying))

    assert refused(packed(ROW)) == "broken"


def test_parser_may_not_hand_over_anything_but_plain_values(monkeypatch, tmp_path):
    lying = tmp_path / "lying.py"
    lying.write_text("import os, pickle, sys; sys.stdout.buffer.write(pickle.dumps(os.system))")
    monkeypatch.setattr(apart, "__file__", str(lying))

    assert refused(packed(ROW)) == "broken"


@pytest.mark.parametrize("seed", range(12))
def test_damaged_workbook_is_read_or_refused(seed):
    damage = random.Random(seed)
    content = bytearray(made(lambda book: book.add_worksheet("数据").write_row(0, 0, ["工号", 3, "=1+1"])))
    for _ in range(damage.randint(1, 20)):
        content[damage.randrange(len(content))] = damage.randrange(256)

    try:
        sheets = read(bytes(content), "x.xlsx").sheets
    except FileRefused as refusal:
        assert str(refusal)
    else:
        assert [sheet.name for sheet in sheets]


def test_a_nul_written_as_an_escape_is_left_out():
    """PostgreSQL keeps no text with one; the import would end with an error of ours."""
    text = '<row r="1"><c r="A1" t="inlineStr"><is><t>工_x0000_号</t></is></c><c r="B1" t="s"><v>0</v></c></row>'

    [sheet] = read(packed(text, "<si><t>_x0000_</t></si>"), "x.xlsx").sheets

    assert sheet.rows == [["工号", ""]]
