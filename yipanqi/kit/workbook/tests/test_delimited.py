"""Delimited text: which encoding, which separator, which line."""

import pytest

from yipanqi.kit.workbook.reading import FileRefused, Limits, read

ROWS = [["工号", "姓名", "备注"], ["1001", "罗䶮", "第一行\n第二行"], ["1002", "孔𬍛", "甲,乙;丙"]]


def delimited(separator: str) -> str:
    return "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in ROWS)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_file_is_read_in_every_encoding_with_every_separator(encoding, separator):
    book = read(delimited(separator).encode(encoding), "人员.csv")

    assert [(sheet.name, sheet.rows) for sheet in book.sheets] == [("人员", ROWS)]


def test_blank_lines_keep_the_line_numbers():
    assert read(b"a,b\n\n1,2\n", "x.csv").sheets[0].rows == [["a", "b"], [], ["1", "2"]]


def test_separator_is_told_by_even_lines_not_by_commas_in_the_text():
    rows = read("编号;说明\n1;甲,乙,丙\n2;丁\n".encode(), "x.csv").sheets[0].rows

    assert rows == [["编号", "说明"], ["1", "甲,乙,丙"], ["2", "丁"]]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "x.csv", "empty"),
        (b"\xef\xbb\xbf \r\n", "x.csv", "empty"),
        (b"\x01\x02\x03\x04" * 50, "x.csv", "unknown_encoding"),
        (b"a,b\n" + b"1,2\x00\n", "x.csv", "unknown_encoding"),
        (b"a,b\n1,2\n", "x.pdf", "unknown_type"),
        ("<html><table><tr><td>工号".encode(), "x.xls", "web_page"),
        ("<table><tr><td>工号".encode(), "x.csv", "web_page"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00\x01" * 50, "x.xlsx", "unknown_type"),
        (b"\x00\x01\x02" * 50, "x.xlsx", "broken"),
        (b",,\n,,\n", "x.csv", "no_data"),
        ('工号,姓名\nA1,"苏禾\nA2,李想\n'.encode(), "x.csv", "open_quote"),
        (b'a,b\n"' + b"x" * 200_000, "x.csv", "broken"),
    ],
)
def test_what_is_no_text_table_is_refused(content, name, code):
    with pytest.raises(FileRefused) as refusal:
        read(content, name)

    assert refusal.value.code == code


def test_more_rows_than_allowed_are_refused():
    with pytest.raises(FileRefused) as refusal:
        read(b"a,b\n" + b"1,2\n" * 10, "x.csv", Limits(rows=10))

    assert str(refusal.value) == "超过单次导入的行数上限（10 行），请按年或按机构分开"


def test_more_cells_than_allowed_are_refused():
    with pytest.raises(FileRefused) as refusal:
        read(b"1,2,3,4\n" * 10, "x.csv", Limits(cells=30))

    assert refusal.value.code == "too_many_cells"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "，"])
@pytest.mark.parametrize("name", ["x.csv", "x.xls"])
def test_text_is_read_whatever_it_is_written_in_and_called(encoding, separator, name):
    text = separator.join(["工号", "姓名", "职务"]) + "\r\n" + separator.join(['="0012"', "罗䶮", "科员"]) + "\r\n\x1a"

    assert read(text.encode(encoding), name).sheets[0].rows == [["工号", "姓名", "职务"], ["0012", "罗䶮", "科员"]]


def test_quote_that_swallows_rows_is_told_with_its_line():
    with pytest.raises(FileRefused) as refusal:
        read('工号,姓名,职务\nA1,"苏禾,甲\nA2,李想,乙\nA3,"王芳,丙\n'.encode(), "x.csv")

    assert str(refusal.value).startswith("第 2 行有一个引号没有配对")
