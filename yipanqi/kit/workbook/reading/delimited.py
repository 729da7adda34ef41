"""Reading .csv and its kin: UTF-8, UTF-16 (marked or not), GB18030; separated by comma, semicolon, tab or bar."""

import codecs
import csv
import io

from yipanqi.kit.workbook.reading import refusal
from yipanqi.kit.workbook.reading.limits import Limits
from yipanqi.kit.workbook.reading.sheets import Sheet

SEPARATORS = ",;\t|，"
END = "\ue000end"  # a record of our own behind the last one: a quote left open swallows it
ENDINGS = "\x1a \t\r\n"  # what old programs leave at the end of a file
LOOKED_AT = 20  # records looked at to tell the separator
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_delimited(data: bytes, name: str, limits: Limits) -> list[Sheet]:
    text = _decoded(data)
    return [Sheet(name=name, rows=_records(text, limits))]


def is_text(data: bytes) -> bool:
    """Whether bytes that call themselves a workbook are rows of text."""
    try:
        return bool(_decoded(data))
    except refusal.FileRefused:
        return False


def _records(text: str, limits: Limits) -> list[list[str | None]]:
    rows: list[list[str | None]] = []
    cells = filled = line = begun = width = 0
    separator = _separator(text)
    reader = csv.reader(io.StringIO(f"{text}\n{END}", newline=""), delimiter=separator)
    try:
        for record in reader:
            begun, line = line + 1, reader.line_num
            width = max(width, len(record))
            if line > begun and any(_has_swallowed_rows(cell, separator, width) for cell in record):
                raise refusal.open_quote(begun)
            rows.append([_plain(cell) for cell in record])
            cells += len(record)
            filled += any(record)
            if filled - 1 > limits.rows or len(rows) > 2 * limits.rows:
                raise refusal.too_many_rows(limits.rows)
            if cells > limits.cells:
                raise refusal.too_many_cells(limits.cells)
    except csv.Error:
        raise refusal.broken() from None
    if rows.pop() != [END]:
        raise refusal.open_quote(begun)
    return rows


def _has_swallowed_rows(cell: str, separator: str, width: int) -> bool:
    """Whether one of a cell's lines looks like a whole row: a quote before it was never closed."""
    return width > 2 and any(line.count(separator) >= width - 1 for line in cell.splitlines())


def _plain(cell: str) -> str:
    """``="0012"`` is how people keep a spreadsheet from reading a number into a text."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') and len(cell) > 2 else cell


def _decoded(data: bytes) -> str:
    encodings = [encoding for mark, encoding in MARKS if data.startswith(mark)] or _unmarked(data)
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        text = text.rstrip(ENDINGS)
        if "\x00" not in text and not _looks_binary(text):
            return text
    raise refusal.unknown_encoding()


def _unmarked(data: bytes) -> list[str]:
    """Separators and line ends have a zero byte beside them in UTF-16, behind or before."""
    start = data[:4000]
    if start.count(0) * 20 > len(start) and len(data) % 2 == 0:
        return ["utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"]
    return ["utf-8", "gb18030"]


def _looks_binary(text: str) -> bool:
    start = text[:4000]
    return sum(ord(letter) < 32 and letter not in "\t\r\n\f" for letter in start) > len(start) / 100


def _separator(text: str) -> str:
    """The separator that gives the first records the most columns; equal counts in most records decide before size."""

    def evenness(separator: str) -> tuple[int, int]:
        records = []
        try:
            for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
                if any(record):
                    records.append(len(record))
                if len(records) == LOOKED_AT:
                    break
        except csv.Error:
            return 0, 0
        widths = [width for width in records if width > 1]
        common = max(set(widths), key=widths.count) if widths else 0
        return widths.count(common), common

    return max(SEPARATORS, key=evenness)
