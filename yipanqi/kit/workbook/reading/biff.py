"""What an .xls tells beside values: the counterpart of ``sheet_xml`` for BIFF8 records."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from yipanqi.kit.workbook.reading import refusal
from yipanqi.kit.workbook.reading.compound import stream
from yipanqi.kit.workbook.reading.limits import Limits
from yipanqi.kit.workbook.reading.number_formats import Dress, dress_of
from yipanqi.kit.workbook.reading.sheet_xml import Scan, broken_cell

FILEPASS, BOUNDSHEET, SST, CONTINUE, BOF, EOF = 0x2F, 0x85, 0xFC, 0x3C, 0x809, 0x0A
FORMAT, XF = 0x41E, 0xE0
ROW, COLINFO, MERGED, FORMULA, BOOLERR, LABELSST, MULRK = 0x208, 0x7D, 0xE5, 0x06, 0x205, 0xFD, 0xBD
SINGLE_CELLS = {FORMULA, BOOLERR, LABELSST, 0x203, 0x27E, 0x204, 0xD6}  # and NUMBER, RK, LABEL, RSTRING
NUMBERS = {FORMULA, 0x203, 0x27E}  # cells that may hold one
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
BIFF8 = 0x0600


def scans(data: bytes, limits: Limits) -> dict[str, Scan]:
    """Sheet name -> findings. Raises FileRefused for encrypted and broken files and when a cap is passed."""
    book = stream(data, ("Workbook", "Book"))
    try:
        told = _globals(book)
        return {name: _Sheet(told, limits).read(_records(book, at)) for name, at in told.sheets.items()}
    except (struct.error, IndexError, UnicodeDecodeError):
        raise refusal.broken() from None


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Records from ``at`` to the end of the substream that begins there; charts inside have their own."""
    depth = 0
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        depth += (kind == BOF) - (kind == EOF)
        yield kind, book[at + 4 : at + 4 + size]
        if depth <= 0:
            return
        at += 4 + size


@dataclass
class _Globals:
    """Sheet names with their offsets, the lengths of the shared texts, and what the number format of a style adds."""

    sheets: dict[str, int] = field(default_factory=dict)
    lengths: list[int] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)

    def dresses(self) -> dict[int, Dress]:
        dressed = {place: dress_of(number, self.codes.get(number, "")) for place, number in enumerate(self.styles)}
        return {place: dress for place, dress in dressed.items() if dress}


def _globals(book: bytes) -> _Globals:
    told = _Globals()
    shared: list[bytes] = []
    for kind, body in _records(book, 0):
        if kind == FILEPASS:
            raise refusal.encrypted()
        if kind == BOF and struct.unpack_from("<H", body)[0] != BIFF8:
            raise refusal.unknown_type()  # before Excel 97
        if kind == BOUNDSHEET:
            told.sheets[_text(body[7] & 1, body[8:])] = struct.unpack_from("<I", body)[0]
        elif kind == FORMAT:
            told.codes[struct.unpack_from("<H", body)[0]] = _text(body[4] & 1, body[5:])
        elif kind == XF:
            told.styles.append(struct.unpack_from("<H", body, 2)[0])
        if kind == SST:
            shared = [body]
        elif kind == CONTINUE and shared:
            shared.append(body)
        elif shared and kind != SST:
            told.lengths = _shared_text_lengths(shared)
            return told
    return told


def _text(is_wide: int, letters: bytes) -> str:
    return letters.decode("utf-16-le" if is_wide else "latin-1")


def _shared_text_lengths(bodies: list[bytes]) -> list[int]:
    """Lengths of the texts in an SST record and its continuations, which may cut a text anywhere."""
    count = struct.unpack_from("<I", bodies[0], 4)[0]
    lengths: list[int] = []
    part, at = 0, 8
    while len(lengths) < count:
        if at >= len(bodies[part]):
            part, at = part + 1, 0
        letters, flags = struct.unpack_from("<HB", bodies[part], at)
        lengths.append(letters)
        at += 3
        tail = 0
        if flags & 8:
            tail += 4 * struct.unpack_from("<H", bodies[part], at)[0]
            at += 2
        if flags & 4:
            tail += struct.unpack_from("<I", bodies[part], at)[0]
            at += 4
        width = 1 + (flags & 1)
        while letters:
            taken = min(letters, (len(bodies[part]) - at) // width)
            letters, at = letters - taken, at + taken * width
            if letters:
                part, at = part + 1, 1
                width = 1 + (bodies[part][0] & 1)
        while tail > len(bodies[part]) - at:
            tail -= len(bodies[part]) - at
            part, at = part + 1, 0
        at += tail
    return lengths


class _Sheet:
    def __init__(self, told: _Globals, limits: Limits):
        self.lengths, self.dresses, self.limits = told.lengths, told.dresses(), limits
        self.scan = Scan()
        self.text = 0
        self.row = -1

    def read(self, records: Iterator[tuple[int, bytes]]) -> Scan:
        for kind, body in records:
            if kind in SINGLE_CELLS:
                row, column = struct.unpack_from("<HH", body)
                self._count(row, column)
                self._cell(kind, body, row, column)
            elif kind == MULRK:
                self._count(*struct.unpack("<HH", body[:2] + body[-2:]))
                self._several(body)
            elif kind == ROW and struct.unpack_from("<H", body, 12)[0] & 0x20:
                self.scan.hidden_rows.add(struct.unpack_from("<H", body)[0] + 1)
            elif kind == COLINFO:
                self._columns(body)
            elif kind == MERGED:
                self._merges(body)
        return self.scan

    def _several(self, body: bytes) -> None:
        """Numbers side by side in one record: style and number, six bytes each."""
        row, first = struct.unpack_from("<HH", body)
        for place in range((len(body) - 6) // 6 if self.dresses else 0):
            self._dress(row, first + place, struct.unpack_from("<H", body, 4 + 6 * place)[0])

    def _dress(self, row: int, column: int, style: int) -> None:
        if dress := self.dresses.get(style):
            self.scan.dressed[row, column] = dress

    def _cell(self, kind: int, body: bytes, row: int, column: int) -> None:
        if kind in NUMBERS:
            self._dress(row, column, struct.unpack_from("<H", body, 4)[0])
        if kind == LABELSST:
            index = struct.unpack_from("<I", body, 6)[0]
            self.text += self.lengths[index]
            if self.text > self.limits.text:
                raise refusal.bomb()
        elif kind == BOOLERR and body[7]:
            self.scan.broken[row, column] = broken_cell(ERRORS.get(body[6], ""), False)
        elif kind == FORMULA:
            self.scan.formula_columns.add(column)
            if body[12:14] == b"\xff\xff" and body[6] == 2:
                self.scan.broken[row, column] = broken_cell(ERRORS.get(body[8], ""), True)

    def _columns(self, body: bytes) -> None:
        first, last, _, _, flags = struct.unpack_from("<5H", body)
        if flags & 1 and last - first < 200:
            self.scan.hidden_columns.update(range(first, last + 1))

    def _merges(self, body: bytes) -> None:
        for at in range(2, len(body) - 7, 8):
            top, bottom, left, right = struct.unpack_from("<4H", body, at)
            self.scan.merges.append(((top, left), (bottom, right)))
        if len(self.scan.merges) > self.limits.merges:
            raise refusal.too_many_cells(self.limits.cells)

    def _count(self, row: int, column: int) -> None:
        scan = self.scan
        if row != self.row:
            self.row = row
            scan.rows += 1
            if scan.rows > self.limits.rows:
                raise refusal.too_many_rows(self.limits.rows)
        if row >= scan.height or column >= scan.width:
            scan.height, scan.width = max(scan.height, row + 1), max(scan.width, column + 1)
            if scan.height * scan.width > self.limits.cells:
                raise refusal.too_many_cells(self.limits.cells)
