"""Values of a spreadsheet, read in a process of their own.

The parser is fast and trusts what it reads: a damaged or malicious file can make it ask for a terabyte, upon which the
process ends at once, whoever else it was serving. So it runs apart, with limits on memory and time, and the worst a
file can do is to be refused. The child runs this very file as a script; nothing of ours is imported in it.
"""

import io
import json
import pickle
import subprocess
import sys
from collections.abc import Collection
from typing import Any

MEMORY = 1536 * 1024 * 1024
SECONDS = 90
NUL = "\x00"  # nobody typed it (a workbook writes _x0000_), and PostgreSQL keeps no text with it
PASSWORD = 3  # exit code of the child for an encrypted workbook

Values = tuple[str, bool, list[list[Any]]]


class Unreadable(Exception):
    """``needs_password`` tells an encrypted workbook from a broken one."""

    def __init__(self, needs_password=False):
        super().__init__()
        self.needs_password = needs_password


def values_of(data: bytes, names: Collection[str]) -> list[Values]:
    """(name, visible, rows) of the worksheets called by these names, in the workbook's order."""
    told = json.dumps(list(names)).encode()
    try:
        child = subprocess.run(
            [sys.executable, "-I", __file__],
            input=told + b"\n" + data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable from None
    if child.returncode:
        raise Unreadable(child.returncode == PASSWORD)
    return _Plain(io.BytesIO(child.stdout)).load()


class _Plain(pickle.Unpickler):
    """Takes days and times from the child and nothing else that is not built in."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "datetime" and name in {"date", "datetime", "time", "timedelta"}:
            return super().find_class(module, name)
        raise Unreadable


def _read() -> None:
    """The child: names and workbook from standard input, values to standard output."""
    import resource

    import python_calamine as calamine

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    names, _, data = sys.stdin.buffer.read().partition(b"\n")
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            wanted = set(json.loads(names))
            kept = [
                each
                for each in book.sheets_metadata
                if each.name in wanted and each.typ == calamine.SheetTypeEnum.WorkSheet
            ]
            values = [(each.name, _is_visible(calamine, each), _rows(book, each.name)) for each in kept]
    except calamine.PasswordError:
        sys.exit(PASSWORD)
    pickle.dump(values, sys.stdout.buffer, protocol=5)


def _is_visible(calamine, meta) -> bool:
    return meta.visible == calamine.SheetVisibleEnum.Visible


def _rows(book, name: str) -> list[list]:
    """The cells from A1 on; equal texts are one object, which makes the answer a quarter as large."""
    sheet = book.get_sheet_by_name(name)
    if not sheet.height:
        return []
    left = [""] * sheet.start[1]
    known: dict[str, str] = {}
    rows = []
    for cells in sheet.iter_rows():
        row = left + cells
        for place, value in enumerate(row):
            if value.__class__ is str:
                row[place] = known.get(value) or known.setdefault(value, value.replace(NUL, ""))
        rows.append(row)
    return rows


if __name__ == "__main__":
    _read()
