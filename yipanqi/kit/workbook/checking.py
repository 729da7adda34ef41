"""From raw cells to rows that are new, changed, unchanged or faulty.

``check`` looks at all given rows at once: cells, references, keys, the kind's own checks, and the difference from the
database. A few mended rows go the same way; the ``Context`` then stands for the rest of the workbook.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from yipanqi.kit.workbook import cells
from yipanqi.kit.workbook.directory import Entry, Index, Unfound
from yipanqi.kit.workbook.fields import FINER, SEPARATORS, Field, IdentityNumber, Reference, References, noun
from yipanqi.kit.workbook.identity import birth_date, is_male
from yipanqi.kit.workbook.kinds import Table
from yipanqi.kit.workbook.reading import Broken
from yipanqi.kit.workbook.rows import CHANGED, FAULTY, NEW, SAME, Remark, Row
from yipanqi.kit.workbook.unreadable import Unreadable

RawRow = tuple[int, dict[str, Any]]
KNOWN_CELLS = 10_000  # texts of a column remembered while reading it


class Place(NamedTuple):
    """A row of the workbook and what it is called."""

    sheet: str
    number: int
    name: str = ""

    def seen_from(self, sheet: str) -> str:
        return f"第{self.number}行" if sheet == self.sheet else f"“{self.sheet}”表第{self.number}行"


@dataclass
class Context:
    """What the rest of the workbook says, for rows checked beside it.

    ``keys``: table -> key -> where it stands; ``once``: (table, field) -> value -> where it stands; ``entries``:
    table -> code -> what other rows may refer to; ``held``: table -> code -> the faulty row that would bring it.
    """

    keys: dict[str, dict[tuple, Place]] = field(default_factory=dict)
    once: dict[tuple[str, str], dict[Any, Place]] = field(default_factory=dict)
    entries: dict[str, dict[str, Entry]] = field(default_factory=dict)
    held: dict[str, dict[str, Place]] = field(default_factory=dict)


class Part(NamedTuple):
    """The raw rows of one sheet and the table they belong to."""

    table: Table
    sheet: str
    rows: Iterable[RawRow]


def check(parts: Iterable[Part], context: Context) -> list[list[Row]]:
    """The rows of each part, judged. ``context`` grows by them."""
    read = [(part.table, _read(part, context)) for part in parts]
    beside: dict[str, list[Row]] = {}
    for table, rows in read:
        table.join(rows, beside)
        _judge(table, rows, context)
        beside.setdefault(table.slug, []).extend(rows)
    return [rows for _, rows in read]


def compare(table: Table, rows: Sequence[Row]) -> None:
    """Set the outcome of good rows by what the database holds now."""
    good = [row for row in rows if not row.faults]
    held = table.existing([row.key for row in good]) if good else {}
    for row in good:
        existing = held.get(row.key)
        row.before = None if existing is None else existing.values
        row.id = None if existing is None else existing.id
        row.version = 0 if existing is None else existing.version
    settle(table, rows)


def settle(table: Table, rows: Sequence[Row]) -> None:
    """Name the outcome of rows whose ``before`` is known."""
    fields = table.compared
    for row in rows:
        if row.faults:
            row.outcome = FAULTY
        elif row.before is None:
            row.outcome, row.changed = NEW, ()
        else:
            before = row.before
            row.changed = tuple(
                name
                for name, value in row.values.items()
                if name in fields and not fields[name].same(value, before.get(name))
            )
            row.outcome = CHANGED if row.changed else SAME


def _judge(table: Table, rows: list[Row], context: Context) -> None:
    for name, reference in table.references.items():
        _look_up(table, name, reference, rows, context)
    _find_duplicates(table, rows, context)
    _agree_with_identity(table, rows)
    for row in rows:
        table.check(row)
    _hold_back_dependents(table, rows, context)
    compare(table, rows)
    _require_of_new(table, rows)
    table.review([row for row in rows if not row.faults])
    _hold_back_dependents(table, rows, context)
    settle(table, rows)


def _read(part: Part, context: Context) -> list[Row]:
    """Cells to values. What the rows bring into being is offered to references before any of them is looked up."""
    table = part.table
    rows = [Row(number, {}, part.sheet, given) for number, given in part.rows]
    for name, column in table.fields.items():
        known: dict[str, tuple[Any, str]] = {}
        for row in rows:
            if name in row.cells:
                _read_cell(name, column, row, known)
    if len(table.key) == 1 and table.key[0] not in table.references:
        offered = context.entries.setdefault(table.slug, {})
        for row in rows:
            if code := row.values.get(table.key[0]):
                offered.setdefault(code, Entry(code, str(row.values.get(table.named_by) or "")))
    return rows


def _read_cell(name: str, column: Field, row: Row, known: dict[str, tuple[Any, str]]) -> None:
    """One cell to a value or a fault, perhaps with a note. Equal texts are read once a column."""
    cell = row.cells[name]
    if type(cell) is str and cell in known:
        row.values[name], doubt = known[cell]
        if doubt:
            row.note(name, doubt)
    elif isinstance(cell, Broken):
        row.fault(name, cell.reason)
    elif column.is_blank(cell):
        if column.required:
            row.fault(name, f"{column.header}为空")
        elif not column.keep_blank:
            row.values[name] = column.empty
    else:
        try:
            row.values[name] = value = column.read(cell)
        except Unreadable as wrong:
            row.fault(name, wrong.reason, wrong.suggestion, wrong.hint)
        else:
            if doubt := column.doubt(cell, value) if type(cell) is str else "":
                row.note(name, doubt)
            if type(cell) is str and len(known) < KNOWN_CELLS:
                known[cell] = value, doubt


def _look_up(table: Table, name: str, reference: Reference, rows: Sequence[Row], context: Context) -> None:
    """Turn the words of one reference column into codes, all at once."""
    asking = [row for row in rows if row.values.get(name)]
    wanted = {part for row in asking for part in reference.split(row.values[name])}
    if not wanted:
        return
    if isinstance(reference, References):
        wanted |= {piece for part in wanted for piece in FINER.split(part) if piece}
    else:
        wanted |= {piece.strip() for part in wanted for piece in SEPARATORS.split(part)} - {""}
    index = reference.directory.index(wanted, context.entries.get(reference.within, {}).values())
    found: dict[str, Entry] = {}
    for row in asking:
        parts = reference.split(row.values.pop(name))
        if isinstance(reference, References):
            parts = [piece for part in parts for piece in _pieces(index, part)]
        entries = [_find(index, found, table, name, part, row) for part in parts]
        meant = [entry for entry in entries if entry]
        if len(meant) < len(parts):
            continue
        codes = [entry.code for entry in meant]
        row.values[name] = sorted(set(codes)) if isinstance(reference, References) else codes[0]
        inside = [(reference.within, name, entry.code) for entry in meant if entry.id is None]
        if inside:
            row.extra.setdefault("inside", []).extend(inside)


def _pieces(index: Index, part: str) -> list[str]:
    """A part that nothing is called by, taken apart where all of its pieces are something (办公室/法规处)."""
    pieces = [piece for piece in FINER.split(part) if piece]
    return pieces if len(pieces) > 1 and not index.knows(part) and all(map(index.knows, pieces)) else [part]


def _find(index: Index, found: dict[str, Entry], table: Table, name: str, part: str, row: Row) -> Entry | None:
    if part in found:
        return found[part]
    beside = {
        text: each.header for other, each in table.references.items() if other != name
        if (text := cells.text_of(row.cells.get(other)))
    }  # fmt: skip
    try:
        entry = index.find(part, beside)
    except Unfound as wrong:
        if len(parts := [each for each in SEPARATORS.split(part) if each.strip()]) > 1 and all(map(index.knows, parts)):
            row.fault(name, f"只能写一个{index.directory.noun}，{cells.quoted(part)}写了 {len(parts)} 个")
            return None
        hint = (
            next((f"这一行的{noun(header)}是{text}" for text, header in beside.items()), "") if wrong.suggestion else ""
        )
        offers = tuple((each.code, each.name) for each in wrong.offers)
        row.fault(name, wrong.reason, wrong.suggestion, hint, offers=offers)
        return None
    if cells.code_of(part) == cells.code_of(entry.code) or entry.is_called(part):
        found[part] = entry
    else:
        row.note(name, f"“{part}”认作{entry.name}")
    return entry


def _find_duplicates(table: Table, rows: Sequence[Row], context: Context) -> None:
    keys = context.keys.setdefault(table.slug, {})
    once = {name: context.once.setdefault((table.slug, name), {}) for name, each in table.fields.items() if each.once}
    for row in rows:
        place = Place(row.sheet, row.number, str(row.values.get(table.named_by) or ""))
        for name, seen in once.items():
            value = row.values.get(name)
            if value and (first := seen.setdefault(value, place)) != place:
                _say_duplicate(row, name, first, "号码" if name not in table.compared else table.fields[name].header)
        if any(remark.field in table.key for remark in row.faults):
            continue
        row.key = tuple(row.values.get(name, table.fields[name].empty) for name in table.key)
        if (first := keys.setdefault(row.key, place)) != place:
            _say_duplicate(row, table.key[0], first, "、".join(table.fields[name].header for name in table.key))


def _say_duplicate(row: Row, name: str, first: Place, words: str) -> None:
    hint = f"那一行是{first.name}，不替你猜" if first.name else ""
    row.fault(name, f"与{first.seen_from(row.sheet)}{words}重复", None, hint, see=(first.sheet, first.number))


def _agree_with_identity(table: Table, rows: Sequence[Row]) -> None:
    for name, column in table.fields.items():
        if isinstance(column, IdentityNumber):
            for row in rows:
                _agree(table, name, column, row)


def _agree(table: Table, name: str, column: IdentityNumber, row: Row) -> None:
    """The number against birth date and sex; a mended check character is offered only when both agree."""
    number = row.values.get(name)
    wrong = next((remark for remark in row.faults if remark.field == name and remark.suggestion), None)
    told = number or (wrong.suggestion if wrong else None)
    if not told:
        return
    born, sex = row.values.get(column.born), row.values.get(column.sex)
    born_agrees = not born or born == birth_date(told)
    sex_agrees = not sex or (sex == column.male) == is_male(told)
    if wrong:
        kept = wrong._replace(hint="前 17 位与出生日期、性别对得上") if born_agrees and sex_agrees else None
        row.faults[row.faults.index(wrong)] = kept or wrong._replace(suggestion=None)
        return
    for remark in row.faults:
        if remark.field == column.born and remark.suggestion is None:
            row.faults[row.faults.index(remark)] = remark._replace(suggestion=str(birth_date(told)))
    if not born_agrees:
        row.fault(column.born, f"与{column.header}中的出生日期不一致", str(birth_date(told)))
    if not sex_agrees:
        right = next(word for word in ("男", "女") if (word == "男") == is_male(told))
        row.fault(column.sex, f"与{column.header}不一致", right)


def _hold_back_dependents(table: Table, rows: Sequence[Row], context: Context) -> None:
    """A row that refers to a faulty row of this workbook waits with it, and so does what refers to that one."""
    held = context.held.setdefault(table.slug, {})
    single = len(table.key) == 1
    more = True
    while more:
        more = False
        for row in rows:
            if row.faults and single and row.key and row.key[0] not in held:
                held[row.key[0]] = Place(row.sheet, row.number)
                more = True
        for row in rows:
            for within, name, code in row.extra.get("inside", ()) if not row.faults else ():
                if place := context.held.get(within, {}).get(code):
                    row.fault(
                        name,
                        f"{place.seen_from(row.sheet)}的“{code}”有误，先改好那一行",
                        see=(place.sheet, place.number),
                    )
                    more = True


def _require_of_new(table: Table, rows: Sequence[Row]) -> None:
    """A column the workbook lacks is not said; a new row cannot do without the required ones."""
    required = {name: column for name, column in table.fields.items() if column.required}
    for row in rows:
        if not row.faults and row.before is None:
            for name in required.keys() - row.values.keys():
                row.fault(name, f"{required[name].header}为空，新增的行要有这一栏")


def first_of(remarks: Iterable[Remark]) -> dict[str, Remark]:
    """The first remark a field, in order."""
    first: dict[str, Remark] = {}
    for remark in remarks:
        first.setdefault(remark.field, remark)
    return first
