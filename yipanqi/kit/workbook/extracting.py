"""From a sheet with a known header to the raw rows of a table: what is data and what is not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from yipanqi.kit.workbook.cells import is_blank, text_of
from yipanqi.kit.workbook.fields import Name, Text
from yipanqi.kit.workbook.headers import INTO_REMARKS, Match, plain_header
from yipanqi.kit.workbook.reading import Broken, Sheet

_TOTAL = re.compile(r"(本页|本月|全年|全部|全关|全区)?[合总小共累]\s*计")
_TOTAL_OF = re.compile(r"\S+?\s*[合总小共累]\s*计\s*([(（].{0,6}[)）]|[:：]?\s*\d*)")  # DYB001小计, 2026年合计
_MEAN = re.compile(r"(平均|最大|最小|均)值?|平均数")
_EXAMPLE = re.compile(r"[(（【\[]?(示?例|样例|范例|填写?示例|举例)[)）】\]]?[:：]?")
_SIGNATURE = re.compile(
    r"(填表|制表|填报|审核|审批|复核|负责|经办|联系|签字|签名|签章|盖章|单位|日期|备注|说明|注意?)[^:：]{0,8}[:：]"
)
LONGEST_TOTAL = 40  # letters
FEWEST_NUMBERED = 3
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass
class Extracted:
    """``numbers`` are those of the rows that hold data, ``skipped`` of those with text but no data."""

    match: Match
    numbers: list[int] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)

    @property
    def rows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """(row number, field name -> raw cell), once: the sheet lets go of a row when it has been given."""
        match, sheet = self.match, self.match.sheet
        merged = _merged_below(sheet, match.row)
        remarks = [(column, match.headers[column]) for column, name in match.fields.items() if name == INTO_REMARKS]
        columns = match.columns
        for number in self.numbers:
            index = number - 1
            yield number, _row(sheet, index, columns, merged.get(index, {}), remarks, match)
            sheet.rows[index] = []


def extract(match: Match) -> Extracted:
    """The rows of data below a header. Titles, totals, signatures and repeated headers are skipped."""
    sheet, columns = match.sheet, match.columns
    key_columns = [columns[name] for name in match.table.key if name in columns]
    out = Extracted(match, skipped=[index + 1 for index in range(match.row) if _filled(sheet.rows[index])])
    wide = {top for (top, left), (bottom, right) in sheet.merges if right > left}
    for index in range(match.row + 1, len(sheet.rows)):
        cells = sheet.rows[index]
        filled = _filled(cells)
        if not filled:
            continue
        is_beneath = index == match.row + 1
        if (
            _is_no_data(cells, filled, key_columns, index in wide)
            or _is_subtotal(match, cells, filled)
            or (is_beneath and _numbers_columns(filled))
            or _is_example(filled)
            or _repeats_header(match, filled)
        ):
            out.skipped.append(index + 1)
            continue
        out.numbers.append(index + 1)
    return out


def _row(sheet, index, columns, merged, remarks, match) -> dict[str, Any]:
    cells = sheet.rows[index]
    width = len(cells)
    raw = {name: cells[column] if column < width else None for name, column in columns.items()}
    for name, column in columns.items():
        if column in merged and is_blank(raw[name]):
            raw[name] = merged[column]
    if remarks:
        more = [
            f"{header}：{text_of(sheet.cell(index, column))}"
            for column, header in remarks
            if not is_blank(sheet.cell(index, column))
        ]
        own = raw.get(match.table.remarks)
        raw[match.table.remarks] = "；".join([*([] if is_blank(own) else [text_of(own)]), *more])
    return raw


def _filled(cells: list) -> list[tuple[int, Any]]:
    return [(column, cell) for column, cell in enumerate(cells) if not (cell is None or cell == "" or is_blank(cell))]


def _merged_below(sheet: Sheet, header: int) -> dict[int, dict[int, Any]]:
    """Row index -> column -> value of the merged cell that reaches down into it."""
    reaching: dict[int, dict[int, Any]] = {}
    last = len(sheet.rows)
    for (top, left), (bottom, _) in sheet.merges:
        if top > header and bottom > top and top < last:
            value = sheet.cell(top, left)
            for index in range(top + 1, min(bottom + 1, last)):
                reaching.setdefault(index, {})[left] = value
    return reaching


def _is_no_data(cells: list, filled: list[tuple[int, Any]], key_columns: list[int], is_wide: bool) -> bool:
    """A total line, a signature, or a remark across the table."""
    blank_keys = [column for column in key_columns if column >= len(cells) or is_blank(cells[column])]
    for column, cell in filled[:3]:
        if isinstance(cell, str) and _TOTAL.match(text_of(cell)) and (blank_keys or column in key_columns):
            return True
    column, cell = filled[0]
    if len(filled) > 2 or not isinstance(cell, str) or not _HAN.search(cell):
        return False
    text = text_of(cell)
    if _SIGNATURE.search(text) and (blank_keys or column in key_columns):
        return True
    return len(filled) == 1 and (is_wide or column in key_columns[:1] or len(text) >= 15)


def _is_subtotal(match: Match, cells: list, filled: list[tuple[int, Any]]) -> bool:
    """A total named after what it sums (DYB001小计), or a mean: it stands in the column of a code or a day."""
    columns = match.columns
    keys = {columns[name] for name in match.table.key if name in columns}
    named = {column for column in keys if not isinstance(match.table.fields[match.fields[column]], Text | Name)}
    blank = any(column >= len(cells) or is_blank(cells[column]) for column in keys)
    for column, cell in filled[:3]:
        if isinstance(cell, str) and len(cell) <= LONGEST_TOTAL:
            text = text_of(cell)
            if column in named and _TOTAL_OF.fullmatch(text):
                return True
            if blank and column in keys and _MEAN.fullmatch(text):
                return True
    return False


def _numbers_columns(filled: list[tuple[int, Any]]) -> bool:
    """The row 1, 2, 3 … (or A, B, C …) that forms print below their header."""
    texts = [re.sub(r"[()（）\[\]第列栏]", "", text_of(cell)) for _, cell in filled if not isinstance(cell, Broken)]
    if len(texts) < FEWEST_NUMBERED or len(texts) < len(filled):
        return False
    first = texts[0].upper()
    if first.isdecimal():
        return [text for text in texts if text.isdecimal()] == [str(int(first) + n) for n in range(len(texts))]
    return first == "A" and [text.upper() for text in texts] == [chr(65 + n) for n in range(len(texts)) if n < 26]


def _is_example(filled: list[tuple[int, Any]]) -> bool:
    """A row that shows how to fill the form."""
    cell = filled[0][1]
    return isinstance(cell, str) and bool(_EXAMPLE.fullmatch(text_of(cell)))


def _repeats_header(match: Match, filled: list[tuple[int, Any]]) -> bool:
    """The header printed again on a new page."""
    return len(filled) > 1 and all(
        not isinstance(cell, Broken) and plain_header(cell) == plain_header(match.headers.get(column))
        for column, cell in filled
    )
