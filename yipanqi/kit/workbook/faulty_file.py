"""Workbooks we hand out: the faulty rows of a batch with reasons, and the empty form of a kind."""

import io
from collections.abc import Iterator
from typing import Any

from yipanqi.kit.pages.export import FORMULA_STARTS
from yipanqi.kit.workbook import identity
from yipanqi.kit.workbook.fields import Choice, Day, IdentityNumber, Reference
from yipanqi.kit.workbook.headers import OWN_HEADERS
from yipanqi.kit.workbook.kinds import KINDS, Kind, Table
from yipanqi.kit.workbook.models import Batch, Faulty
from yipanqi.kit.workbook.rows import FAULTY


def faulty_workbook(batch: Batch, *, with_identity: bool) -> bytes:
    """The kept-back rows under the headers of the file they came in, faulty cells marked, reasons at the end."""
    kind = KINDS[batch.kind]
    rows = list(batch.faulty.filter(outcome=FAULTY, dropped=False))
    with _Workbook() as book:
        for sheet in batch.sheets:
            own = [row for row in rows if (row.table, row.sheet) == (sheet["table"], sheet["name"])]
            if own:
                _write_faulty(book, kind.by_slug[sheet["table"]], sheet, own, with_identity)
    return book.content


def form_workbook(kind: Kind) -> bytes:
    """An empty form: one sheet a table with its headers, and a sheet that says what goes where."""
    with _Workbook() as book:
        for table in kind.tables:
            sheet = book.add(table.label)
            for column, field in enumerate(table.fields.values()):
                book.write(sheet, 0, column, field.header, book.head)
                sheet.set_column(column, column, max(10, 2 * len(field.header) + 2))
            sheet.freeze_panes(1, 0)
        guide = book.add("填表说明")
        guide.set_column(0, 1, 18)
        guide.set_column(2, 2, 70)
        for column, head in enumerate(("工作表", "列", "怎么填")):
            book.write(guide, 0, column, head, book.head)
        lines = [
            (table.label, field.header, _how_to_fill(field)) for table in kind.tables for field in table.fields.values()
        ]
        for number, line in enumerate(lines, start=1):
            for column, words in enumerate(line):
                book.write(guide, number, column, words)
    return book.content


def _write_faulty(book: "_Workbook", table: Table, read: dict, rows: list[Faulty], with_identity: bool) -> None:
    sheet = book.add(read["name"])
    columns = [(each["header"], each["field"]) for each in read["columns"] if each["field"] in table.fields]
    for column, head in enumerate([*(header for header, _ in columns), *OWN_HEADERS]):
        book.write(sheet, 0, column, head, book.head)
    sheet.set_column(len(columns), len(columns), 60)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        wrong = {fault[0] for fault in row.faults}
        for column, (_, name) in enumerate(columns):
            cell = row.cells.get(name)
            if not with_identity and (isinstance(table.fields[name], IdentityNumber) or identity.is_like(cell)):
                cell = None
            book.write(
                sheet, number, column, "" if isinstance(cell, dict) else cell, book.wrong if name in wrong else None
            )
        book.write(sheet, number, len(columns), "；".join(_reasons(table, row, {name: head for head, name in columns})))
        book.write(sheet, number, len(columns) + 1, row.number)


def _reasons(table: Table, row: Faulty, headers: dict[str, str]) -> Iterator[str]:
    for name, reason, *_ in row.faults:
        header = headers.get(name) or (table.fields[name].header if name in table.fields else "")
        yield reason if reason.startswith(header) else f"{header}：{reason}"


def _how_to_fill(field) -> str:
    if isinstance(field, Choice):
        words = f"填{'、'.join(field.words.values())}中的一个"
    elif isinstance(field, Day):
        words = f"写成 {field.like} 的样子"
    elif isinstance(field, Reference):
        words = f"写{field.directory.noun}的{field.directory.by}或全称"
    elif isinstance(field, IdentityNumber):
        words = "18 位，单元格要设成文本；只用来校验，导入后不保存"
    else:
        words = ""
    return "；".join(part for part in ("必填" if field.required else "可不填", words) if part)


class _Workbook:
    """An .xlsx in memory in which text stays text, whatever it begins with."""

    def __enter__(self):
        import xlsxwriter  # only a download needs it

        self.buffer = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self.buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self.head = self.book.add_format({"bold": True, "bg_color": "#EFEDE6"})
        self.wrong = self.book.add_format({"bg_color": "#FBEFE6", "quote_prefix": False})
        self.quoted = self.book.add_format({"quote_prefix": True})
        self.content = b""
        self.names: set[str] = set()
        return self

    def __exit__(self, *wrong):
        self.book.close()
        self.content = self.buffer.getvalue()

    def add(self, name: str):
        """A sheet; Excel allows 31 letters, none of []:*?/\\, and no name twice."""
        plain = "".join(letter for letter in name if letter not in "[]:*?/\\'")[:28] or "表"
        unique = next(
            each for each in (plain, *(f"{plain}{n}" for n in range(2, 99))) if each.lower() not in self.names
        )
        self.names.add(unique.lower())
        return self.book.add_worksheet(unique)

    def write(self, sheet, row: int, column: int, value: Any, form=None) -> None:
        if value is None or value == "":
            if form is not None:
                sheet.write_blank(row, column, None, form)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            sheet.write_number(row, column, value, form)
        else:
            words = str(value)
            sheet.write_string(row, column, words, form or (self.quoted if words.startswith(FORMULA_STARTS) else None))
