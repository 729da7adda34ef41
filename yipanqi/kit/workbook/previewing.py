"""What the preview shows of a batch: one tab's rows at a time, packs opened only where they hold some."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from yipanqi.kit.workbook import identity
from yipanqi.kit.workbook.cells import code_of
from yipanqi.kit.workbook.checking import compare
from yipanqi.kit.workbook.fields import IdentityNumber, Reference, noun
from yipanqi.kit.workbook.importing import header_in
from yipanqi.kit.workbook.kinds import KINDS, Table
from yipanqi.kit.workbook.models import Batch, Faulty
from yipanqi.kit.workbook.packing import (
    FIELDS,
    NOTES,
    NUMBER,
    OUTCOME,
    key_of,
    unpack_cells,
    unpack_remarks,
    unpack_row,
    unpack_values,
)
from yipanqi.kit.workbook.rows import CHANGED, FAULTY, NEW, OUTCOMES, SAME, Remark, Row

PER_PAGE = 50
CHIPS = 3  # fields that get a chip of their own above the changes
SHOWN_FIELDS = 5
NOTED = "noted"
TABS = {FAULTY: OUTCOMES[FAULTY], CHANGED: OUTCOMES[CHANGED], NEW: OUTCOMES[NEW], SAME: OUTCOMES[SAME], NOTED: "提示"}


@dataclass
class Change:
    header: str
    before: str
    after: str
    note: str = ""


@dataclass
class Line:
    """One row as the preview shows it."""

    number: int
    sheet: str
    name: str
    about: str
    changes: list[Change] = field(default_factory=list)
    cells: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Wrong:
    """One cell to be mended. ``choices`` are (code, name) where it may have meant one of several."""

    name: str
    header: str
    text: str
    reason: str
    hint: str
    suggestion: str | None
    choices: tuple[tuple[str, str], ...]
    is_identity: bool
    see: tuple[str, int] | None

    @property
    def advice(self) -> str:
        """What the button that takes the suggestion says."""
        if self.suggestion and self.is_identity:
            return f"末位改成 {self.suggestion[-1]}"
        return f"用 {self.suggestion}"


@dataclass
class Mendable:
    pk: int
    number: int
    sheet: str
    name: str
    about: str
    wrongs: list[Wrong]
    has_suggestion: bool


@dataclass
class Page:
    """One page of lines; ``total`` over all pages."""

    lines: list[Any]
    number: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, ceil(self.total / PER_PAGE))


def changed_fields(batch: Batch) -> list[tuple[str, str, int]]:
    """(field, words, rows) for what the changed rows change, most frequent first."""
    kind = KINDS[batch.kind]
    counts: Counter[str] = Counter()
    for counted in batch.staged.values_list("counts", flat=True):
        counts.update(counted["fields"])
    words = {name: noun(each.header) for table in kind.tables for name, each in table.fields.items()}
    return [(name, words[name], count) for name, count in counts.most_common()]


def staged_page(batch: Batch, tab: str, number: int, only: str = "") -> Page:
    """One page of good rows: new, changed, same, or those with notes. ``only`` keeps rows that change this field."""
    picked = list(_picked(batch, tab, only))
    number = min(max(1, number), max(1, ceil(len(picked) / PER_PAGE)))
    rows = picked[(number - 1) * PER_PAGE : number * PER_PAGE]
    lines: list[Line] = []
    for table in KINDS[batch.kind].tables:
        own = [row for each, row in rows if each is table]
        if own:
            lines += _lines(batch, table, own, tab)
    return Page(lines, number, len(picked))


def faulty_page(batch: Batch, number: int, *, with_identity: bool) -> Page:
    kept_back = batch.faulty.filter(outcome=FAULTY, dropped=False)
    total = kept_back.count()
    number = min(max(1, number), max(1, ceil(total / PER_PAGE)))
    rows = kept_back[(number - 1) * PER_PAGE : number * PER_PAGE]
    names = _names_beside(batch, rows)
    return Page([_mendable(batch, row, with_identity, names) for row in rows], number, total)


def row_at(batch: Batch, sheet: str, number: int) -> Line | None:
    """One good row of the workbook, for comparing with another that is at odds with it."""
    for table in KINDS[batch.kind].tables:
        for pack in batch.staged.filter(table=table.slug, sheet=sheet):
            for packed in pack.rows:
                if packed[NUMBER] == number:
                    return _lines(batch, table, [unpack_row(table, sheet, packed)], NEW)[0]
    return None


def _picked(batch: Batch, tab: str, only: str) -> Iterator[tuple[Table, Row]]:
    kind = KINDS[batch.kind]
    for pack in batch.staged.order_by("place").defer("rows"):
        if not pack.counts.get(tab):
            continue
        table = kind.by_slug[pack.table]
        for packed in pack.rows:
            if _is_in(packed, tab) and (not only or only in packed[FIELDS]):
                yield table, unpack_row(table, pack.sheet, packed)
    if not only:
        for row in batch.faulty.filter(dropped=False).exclude(outcome=FAULTY):
            if row.outcome == tab or (tab == NOTED and row.notes):
                table = kind.by_slug[row.table]
                yield table, _mended(table, row)


def _mended(table: Table, kept: Faulty) -> Row:
    row = Row(kept.number, unpack_values(table, kept.values or {}), kept.sheet, unpack_cells(kept.cells))
    row.key, row.outcome, row.notes = key_of(table, row.values), kept.outcome, unpack_remarks(kept.notes)
    return row


def _is_in(packed: list, tab: str) -> bool:
    return bool(packed[NOTES]) if tab == NOTED else packed[OUTCOME] == tab


def _lines(batch: Batch, table: Table, rows: list[Row], tab: str) -> list[Line]:
    if tab == CHANGED:
        compare(table, rows)
    names = _names(table, rows)
    return [_line(batch, table, row, tab, names) for row in rows]


def _line(batch: Batch, table: Table, row: Row, tab: str, names: Mapping[str, Mapping[str, str]]) -> Line:
    line = Line(row.number, row.sheet, *_who(table, row.values, row.cells, names))
    notes = {note.field: note.reason for note in row.notes}
    line.notes = [(header_in(batch, table.slug, row.sheet, name), text) for name, text in notes.items()]
    if tab == CHANGED:
        line.changes = [_change(table, row, name, names, notes.get(name, "")) for name in row.changed]
    else:
        shown = [name for name in table.compared if name in row.values and name not in (*table.key, table.named_by)]
        line.cells = [
            (noun(table.fields[name].header), _shown(table, name, row.values[name], names)) for name in shown
        ][:SHOWN_FIELDS]
    return line


def _change(table: Table, row: Row, name: str, names, note: str) -> Change:
    before = (row.before or {}).get(name)
    return Change(
        noun(table.fields[name].header),
        _shown(table, name, before, names),
        _shown(table, name, row.values[name], names),
        note,
    )


def is_identity(batch: Batch, row: Faulty, name: str) -> bool:
    return isinstance(KINDS[batch.kind].by_slug[row.table].fields.get(name), IdentityNumber)


def _who(table: Table, values: Mapping[str, Any], cells: Mapping[str, Any], names) -> tuple[str, str]:
    """A row's name, and a second line: its key and the first thing it belongs to."""
    name = str(values.get(table.named_by) or cells.get(table.named_by) or "")
    key = "、".join(_shown(table, part, values.get(part), names) for part in table.key if values.get(part))
    place = next(
        (
            _shown(table, part, values[part], names)
            for part in table.references
            if values.get(part) and part not in table.key
        ),
        "",
    )
    about = " · ".join(words for words in (key, place) if words and words != name)
    return name or key or "没有名字的一行", about


def _names(table: Table, rows: list[Row]) -> dict[str, dict[str, str]]:
    """Reference field -> code -> name, for everything the rows mention, one look-up a directory."""
    wanted: dict[int, tuple[Reference, set[str], list[str]]] = {}
    for name, reference in table.references.items():
        _, mentioned, fields = wanted.setdefault(id(reference.directory), (reference, set(), []))
        fields.append(name)
        for row in rows:
            for value in (row.values.get(name), (row.before or {}).get(name)):
                mentioned.update(value if isinstance(value, list | tuple) else [value] if value else [])
    names: dict[str, dict[str, str]] = {}
    for reference, codes, fields in wanted.values():
        known = {entry.code: entry.name for entry in reference.directory.load(codes)} if codes else {}
        names |= dict.fromkeys(fields, known)
    return names


def _shown(table: Table, name: str, value: Any, names: Mapping[str, Mapping[str, str]]) -> str:
    if name in names:
        codes = value if isinstance(value, list | tuple) else [value] if value else []
        return "、".join(names[name].get(code, code) for code in codes)
    return table.fields[name].shown(value)


def _names_beside(batch: Batch, rows: Iterable[Faulty]) -> dict[tuple[str, str], str]:
    """(table, code) -> name for the codes that stand in kept-back rows, so that people see names."""
    names: dict[tuple[str, str], str] = {}
    for table in KINDS[batch.kind].tables:
        for name, reference in table.references.items():
            codes = {
                code_of(text) for row in rows if row.table == table.slug and (text := cell_text(row.cells.get(name)))
            }
            known = reference.directory.load(codes) if codes else ()
            names |= {(table.slug, code_of(entry.code)): entry.name for entry in known if code_of(entry.code) in codes}
    return names


def _mendable(batch: Batch, row: Faulty, with_identity: bool, names: Mapping[tuple[str, str], str]) -> Mendable:
    table = KINDS[batch.kind].by_slug[row.table]
    cells = {
        name: cell_text(cell)
        for name, cell in row.cells.items()
        if cell is not None and not isinstance(cell, dict) and (with_identity or not identity.is_like(cell))
    }
    name = cells.get(table.named_by, "")
    parts = [*table.key, *(part for part in table.references if part not in table.key)][: len(table.key) + 1]
    told = [
        cells[part] if part not in table.references else names.get((table.slug, code_of(cells[part])), cells[part])
        for part in parts
        if cells.get(part)
    ]
    about = [words for words in told if words != name]
    wrongs = [_wrong(batch, table, row, remark, cells, with_identity) for remark in unpack_remarks(row.faults)]
    suggested = any(each.suggestion for each in wrongs)
    return Mendable(row.pk, row.number, row.sheet, name or "没有名字的一行", " · ".join(about), wrongs, suggested)


def _wrong(batch: Batch, table: Table, row: Faulty, remark: Remark, cells, with_identity: bool) -> Wrong:
    column = table.fields.get(remark.field)
    hidden = isinstance(column, IdentityNumber) and not with_identity
    return Wrong(
        name=remark.field,
        header=header_in(batch, row.table, row.sheet, remark.field),
        text="" if hidden else cells.get(remark.field, ""),
        reason=remark.reason,
        hint=remark.hint,
        suggestion=None if hidden else remark.suggestion,
        choices=remark.offers,
        is_identity=isinstance(column, IdentityNumber),
        see=remark.see,
    )


def cell_text(cell: Any) -> str:
    """A raw cell as it stands in its box."""
    if cell is None or isinstance(cell, dict):
        return ""
    return f"{cell:.0f}" if isinstance(cell, float) and cell.is_integer() else str(cell)
