"""Finding the header row of a sheet and telling its columns apart.

A header means a field when it equals the field's header or one of its synonyms, without regard to width, spaces, stars
and remarks in brackets, or when this district has matched it so before (``remembered``).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter

from yipanqi.kit.workbook.cells import INVISIBLE, is_blank, text_of
from yipanqi.kit.workbook.kinds import Kind, Table
from yipanqi.kit.workbook.reading import Broken, Sheet

SEARCHED_ROWS = 50
OWN_HEADERS = ("哪里不对", "原来第几行")  # columns we add to a file of faulty rows; left out when it comes back
ALIKE = (("代码", "编码"), ("代码", "编号"), ("日期", "时间"), ("交", "缴"), ("人数", "数"), ("党支部", "支部"))
COUNTERS = {*OWN_HEADERS, "序号", "行号", "NO", "NO.", "项次"}  # nobody need decide about them
LEFT_OUT, INTO_REMARKS = "", "+"
_BRACKETS = re.compile(r"[(\[【<〔].*?[)\]】>〕]")


@lru_cache(maxsize=5000)
def plain_header(cell) -> str:
    """A header without accidents of typing: ``"姓名 *\\n（必填）"`` is ``"姓名"``."""
    text = unicodedata.normalize("NFKC", "" if isinstance(cell, Broken) else text_of(cell)).translate(INVISIBLE)
    text = re.sub(r"[\s*:：★※#]", "", text).upper()
    return _BRACKETS.sub("", text) or text.strip("()[]【】<>〔〕")


@dataclass
class Match:
    """One table's columns in one sheet. ``fields`` maps a column index to a field name, "" (left out) or "+" (remarks).

    ``row`` is the index of the header row; ``headers`` the texts as they stand, by column; ``doubtful`` the columns
    nobody has decided about; ``missing`` the headers of key fields that no column has.
    """

    table: Table
    sheet: Sheet
    row: int
    headers: dict[int, str]
    fields: dict[int, str]
    doubtful: list[int] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def score(self) -> int:
        return sum(1 for name in self.fields.values() if name in self.table.fields)

    @property
    def has_key(self) -> bool:
        return not self.missing

    @property
    def is_convincing(self) -> bool:
        """Whether most of the columns are the table's."""
        return self.score >= 0.6 * len(self.headers)

    @property
    def columns(self) -> dict[str, int]:
        """Field name -> column index."""
        return {name: column for column, name in self.fields.items() if name in self.table.fields}

    def header_of(self, name: str) -> str:
        """How the workbook calls a field; our own word when it has no such column."""
        column = self.columns.get(name)
        known = self.table.fields.get(name)
        return self.headers[column] if column is not None else known.header if known else name


def best_match(table: Table, sheet: Sheet, remembered: Mapping[str, str] = {}) -> Match | None:
    """The row of a sheet that names most of a table's columns, or None when no row names any."""
    meanings = _meanings(table) | {header: name for header, name in remembered.items() if _is_target(table, name)}
    best: Match | None = None
    for index in range(min(len(sheet.rows), SEARCHED_ROWS)):
        match = _match_row(table, sheet, index, meanings)
        if match.score and (best is None or match.score > best.score):
            best = match
    if best is None:
        return None
    lower = range(best.row, min(best.row + 2, len(sheet.rows)))
    halves = [_match_row(table, sheet, index, meanings, above=True) for index in lower]
    return max([best, *halves], key=lambda match: match.score)


def matches(kind: Kind, sheets: Iterable[Sheet], remembered: Mapping[str, Mapping[str, str]]) -> list[Match]:
    """The sheets that hold a kind's tables, each with the table it fits best, in the order of the kind's tables.

    Visible sheets are preferred; a hidden one is read only where no visible one has the same table.
    """
    found: list[Match] = []
    for sheet in sheets:
        fits = [match for table in kind.tables if (match := best_match(table, sheet, remembered.get(table.slug, {})))]
        fits = [match for match in fits if match.has_key] or [match for match in fits if match.score >= 2]
        if fits:
            found.append(max(fits, key=lambda match: (match.has_key, match.score, _is_named(match))))
    keyed = [match for match in found if match.has_key and (match.score > 1 or len(match.headers) == 1)]
    chosen = keyed or sorted(found, key=lambda match: -match.score)[:1]
    seen = {match.table.slug for match in chosen if match.sheet.visible}
    chosen = [match for match in chosen if match.sheet.visible or match.table.slug not in seen]
    return sorted(chosen, key=lambda match: kind.tables.index(match.table))


def likelier_kind(kind: Kind | None, kinds: Iterable[Kind], sheets: list[Sheet], own: list[Match]) -> Kind | None:
    """Another kind whose key is there and which names clearly more of the columns than ``kind`` (if any) does."""
    ours = max((match.score for match in own if match.has_key), default=0)
    best, best_score = None, ours + 2 if ours else 1
    for other in kinds:
        if other is kind:
            continue
        score = max(
            (match.score for match in matches(other, sheets, {}) if match.has_key and match.is_convincing), default=0
        )
        if score > best_score:
            best, best_score = other, score
    return best


def means(match: Match, column: int) -> str | None:
    """The field a column that was left out would have become, had no other column been there for it."""
    meanings = _meanings(match.table)
    text = match.headers[column]
    return meanings.get(plain_header(text)) or _loosely(meanings, text)


def rename(match: Match, decided: Mapping[str, str]) -> Match:
    """The match after somebody decided about headers: plain header -> field name, "" or "+"."""
    for column, text in match.headers.items():
        choice = decided.get(plain_header(text))
        if choice is None or not _is_target(match.table, choice):
            continue
        for other, name in match.fields.items():
            if name == choice and choice in match.table.fields and other != column:
                match.fields[other] = LEFT_OUT
        match.fields[column] = choice
        match.doubtful = [each for each in match.doubtful if each != column]
    match.missing = _missing(match.table, match.fields)
    return match


def _meanings(table: Table) -> dict[str, str]:
    meanings: dict[str, str] = {}
    for name, column in table.fields.items():
        meanings[plain_header(column.header)] = name
    for name, column in table.fields.items():
        for synonym in column.synonyms:
            meanings.setdefault(plain_header(synonym), name)
    return meanings


def _is_target(table: Table, name: str) -> bool:
    return name in table.fields or name == LEFT_OUT or (name == INTO_REMARKS and bool(table.remarks))


def _is_named(match: Match) -> bool:
    return any(word in match.sheet.name for word in (*match.table.sheets, match.table.label))


def _match_row(table: Table, sheet: Sheet, index: int, meanings: Mapping[str, str], above=False) -> Match:
    """The row as a header; ``above``: as the lower half of one, the row above filling its gaps."""
    cells = _header_cells(sheet, index)
    if above:
        lower = {column for column, _ in cells}
        upper = _header_cells(sheet, index - 1) if index else []
        cells = sorted([*cells, *((column, cell) for column, cell in upper if column not in lower)], key=itemgetter(0))
    texts = {column: text_of(cell) for column, cell in cells if not isinstance(cell, Broken)}
    meant = {column: meanings.get(plain_header(text)) or _loosely(meanings, text) for column, text in texts.items()}
    exact = {
        name: column for column, name in reversed(meant.items())
        if name in table.fields and plain_header(texts[column]) == plain_header(table.fields[name].header)
    }  # fmt: skip
    fields: dict[int, str] = {}
    doubtful: list[int] = []
    for column, name in meant.items():
        taken = name in table.fields and (name in fields.values() or exact.get(name, column) != column)
        fields[column] = LEFT_OUT if name is None or taken else name
        if (name is None or taken) and plain_header(texts[column]) not in COUNTERS:
            doubtful.append(column)
    return Match(table, sheet, index, texts, fields, doubtful, _missing(table, fields))


def _loosely(meanings: Mapping[str, str], header: str) -> str | None:
    """What a header means that says 编码 for 代码, 时间 for 日期, 缴 for 交."""
    plain = plain_header(header)
    for ours, theirs in ALIKE:
        for one, other in ((ours, theirs), (theirs, ours)):
            if one in plain and (name := meanings.get(plain.replace(one, other))):
                return name
    return None


def _missing(table: Table, fields: Mapping[int, str]) -> list[str]:
    return [
        table.fields[name].header for name in table.key if table.fields[name].required and name not in fields.values()
    ]


def _header_cells(sheet: Sheet, index: int) -> list[tuple[int, object]]:
    """The cells of a possible header row; a merged cell counts in every row and column it covers."""
    cells = dict(enumerate(sheet.rows[index]))
    for (top, left), (bottom, right) in sheet.merges:
        if top <= index <= bottom and bottom < SEARCHED_ROWS and top != bottom:
            value = sheet.cell(top, left)
            cells.update({column: value for column in range(left, right + 1) if is_blank(cells.get(column))})
    return [(column, cell) for column, cell in sorted(cells.items()) if not is_blank(cell)]
