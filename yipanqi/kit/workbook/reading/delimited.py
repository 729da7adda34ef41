"""Reading .csv and its kin: UTF-8 (with or without mark), UTF-16 with mark, GB18030; comma, semicolon or tab."""

import codecs
import csv
import io

from yipanqi.kit.workbook.reading import refusal
from yipanqi.kit.workbook.reading.limits import Limits
from yipanqi.kit.workbook.reading.sheets import Sheet

SEPARATORS = ",;\t"
LOOKED_AT = 20  # records looked at to tell the separator
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_delimited(data: bytes, name: str, limits: Limits) -> list[Sheet]:
    text = _decoded(data)
    if text.lstrip()[:200].lower().startswith(("<html", "<!doctype", "<table", "<meta")):
        raise refusal.web_page()
    rows: list[list[str | None]] = []
    cells = filled = 0
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)):
            rows.append(list(record))
            cells += len(record)
            filled += any(record)
            if filled > limits.rows or len(rows) > 2 * limits.rows:
                raise refusal.too_many_rows(limits.rows)
            if cells > limits.cells:
                raise refusal.too_many_cells(limits.cells)
    except csv.Error:
        raise refusal.broken() from None
    return [Sheet(name=name, rows=rows)]


def _decoded(data: bytes) -> str:
    encodings = [encoding for mark, encoding in MARKS if data.startswith(mark)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and not _looks_binary(text):
            return text
    raise refusal.unknown_encoding()


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
