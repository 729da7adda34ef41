"""What a reader of values does not tell: size, hidden rows and columns, merged cells, formulas, error values.

One pass over a sheet's XML with expat, which also keeps the caps: it runs before the values are loaded.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from xml.parsers import expat

from yipanqi.kit.workbook.reading import refusal
from yipanqi.kit.workbook.reading.limits import Limits
from yipanqi.kit.workbook.reading.number_formats import Dress
from yipanqi.kit.workbook.reading.sheets import Broken, Merge

NOT_CALCULATED = Broken("公式没有计算结果，请在表格软件中打开后保存再上传")
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_TRUE = {"1", "true", "on"}


def broken_cell(error: str, has_formula: bool) -> Broken:
    return Broken(f"{'公式结果' if has_formula else '单元格'}是错误值 {error or '#VALUE!'}")


@dataclass
class Scan:
    """Findings about one sheet; indexes from 0, except ``hidden_rows`` which are row numbers."""

    rows: int = 0
    width: int = 0
    height: int = 0
    shared_texts: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formula_columns: set[int] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)
    broken: dict[tuple[int, int], Broken] = field(default_factory=dict)
    dressed: dict[tuple[int, int], Dress] = field(default_factory=dict)


def scan_sheet(pieces: Iterable[bytes], limits: Limits, dresses: Mapping[str, Dress] = {}) -> Scan:
    """Walk a worksheet part; ``dresses`` are the styles that matter. Raises FileRefused when a cap is passed or the
    XML is broken."""
    scanner = _Scanner(limits, dresses)
    parse(pieces, scanner)
    scanner.close_cell()
    return scanner.scan


class Listener(Protocol):
    """``handlers`` maps local element names to ``(attributes) -> None``; ``parser`` is set before the first call."""

    parser: expat.XMLParserType
    handlers: dict[str, Callable[[dict[str, str]], None]]


def parse(pieces: Iterable[bytes], listener: Listener) -> None:
    """Run expat over a part. Document type declarations have no business in a workbook and are refused."""
    parser = listener.parser = expat.ParserCreate()
    parser.buffer_text = True
    handlers = listener.handlers

    def start(name, attributes):
        handle = handlers.get(name) or handlers.get(name.rpartition(":")[2])
        if handle:
            handle(attributes)

    def refuse(*_):
        raise refusal.broken()

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError):  # the last: an encoding nobody knows
        raise refusal.broken() from None


def position(reference: str) -> tuple[int, int] | None:
    """``"B12"`` as (row index, column index)."""
    match = _CELL.fullmatch(reference)
    if not match:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


class _Scanner:
    """A cell is judged when the next one begins: only starts are listened to, which halves the time of a pass."""

    parser: expat.XMLParserType

    def __init__(self, limits: Limits, dresses: Mapping[str, Dress] = {}):
        self.scan = Scan()
        self.limits, self.dresses = limits, dresses
        self.dress: Dress | None = None
        self.row, self.column = -1, -1
        self.kind = ""
        self.has_formula = self.has_value = False
        self.row_counted = False
        self.value: list[str] = []
        self.handlers = {
            "c": self._cell, "row": self._row, "v": self._value, "is": self._value, "f": self._formula,
            "col": self._columns, "mergeCell": self._merge,
        }  # fmt: skip

    def _row(self, attributes):
        self.close_cell()
        number = attributes.get("r")
        self.row = int(number) - 1 if number and number.isdecimal() else self.row + 1
        self.column, self.row_counted = -1, False
        if attributes.get("hidden") in _TRUE:
            self.scan.hidden_rows.add(self.row + 1)

    def _cell(self, attributes):
        self.close_cell()
        at = position(attributes["r"]) if "r" in attributes else None
        self.row, self.column = at if at else (max(self.row, 0), self.column + 1)
        self.kind = attributes.get("t", "")
        if self.dresses:
            self.dress = self.dresses.get(attributes.get("s", ""))

    def _formula(self, attributes):
        self.has_formula = True
        self.scan.formula_columns.add(self.column)

    def _value(self, attributes):
        self.has_value = True
        if self.has_formula or self.kind == "e":
            self.parser.CharacterDataHandler = self.value.append

    def _columns(self, attributes):
        if attributes.get("hidden") in _TRUE:
            first, last = int(attributes.get("min", 0)), int(attributes.get("max", 0))
            if last - first < 1000:  # hidden to the sheet's end is how people hide what is empty
                self.scan.hidden_columns.update(range(first - 1, last))

    def _merge(self, attributes):
        corners = [position(part) for part in attributes.get("ref", "").split(":")]
        if len(corners) == 2 and corners[0] and corners[1]:
            self.scan.merges.append((corners[0], corners[1]))
        if len(self.scan.merges) > self.limits.merges:
            raise refusal.too_many_cells(self.limits.cells)

    def close_cell(self) -> None:
        """Judge the cell that has ended: count it, and keep it when it has no value to read."""
        if self.has_formula or self.kind == "e":
            said = "".join(self.value).strip()
            if self.kind == "e":
                self.scan.broken[self.row, self.column] = broken_cell(said, self.has_formula)
            elif not said and self.kind != "str":
                self.scan.broken[self.row, self.column] = NOT_CALCULATED
        if self.has_value or self.has_formula:
            self._count()
            if self.dress and self.kind in ("", "n"):
                self.scan.dressed[self.row, self.column] = self.dress
        self.kind, self.has_formula, self.has_value = "", False, False
        if self.parser.CharacterDataHandler:
            self.parser.CharacterDataHandler = None
            self.value = []

    def _count(self) -> None:
        scan = self.scan
        scan.shared_texts += self.kind == "s"
        if not self.row_counted:
            self.row_counted = True
            scan.rows += 1
            if scan.rows > self.limits.rows:
                raise refusal.too_many_rows(self.limits.rows)
        if self.row >= scan.height or self.column >= scan.width:
            scan.height, scan.width = max(scan.height, self.row + 1), max(scan.width, self.column + 1)
            if scan.height * scan.width > self.limits.cells:
                raise refusal.too_many_cells(self.limits.cells)
