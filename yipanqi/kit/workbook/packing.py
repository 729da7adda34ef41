"""Rows to JSON and back: staged rows, kept-back rows, sentences about them."""

from collections.abc import Iterable, Mapping
from typing import Any

from yipanqi.kit.workbook import identity
from yipanqi.kit.workbook.cells import written
from yipanqi.kit.workbook.fields import IdentityNumber
from yipanqi.kit.workbook.kinds import Table
from yipanqi.kit.workbook.reading import Broken
from yipanqi.kit.workbook.rows import Remark, Row

PACK = 2000  # source rows in one JSON row
NUMBER, CELLS, VALUES, OUTCOME, NOTES, FIELDS = range(6)  # places in a packed row


def pack_cells(cells: Mapping[str, Any]) -> dict[str, Any]:
    """Raw cells: text and numbers as they are, days and times as written, a broken cell with its reason."""
    return {name: _pack_cell(cell) for name, cell in cells.items()}


def unpack_cells(packed: Mapping[str, Any]) -> dict[str, Any]:
    return {name: Broken(cell["broken"]) if isinstance(cell, dict) else cell for name, cell in packed.items()}


def pack_values(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by field name, without the identity number; a field that was not said stays absent."""
    fields = table.compared
    return {name: fields[name].dump(value) for name, value in values.items() if name in fields}


def unpack_values(table: Table, packed: Mapping[str, Any]) -> dict[str, Any]:
    return {name: table.fields[name].load(value) for name, value in packed.items() if name in table.fields}


def pack_row(table: Table, row: Row) -> list:
    notes = [[note.field, note.reason] for note in row.notes]
    return [row.number, pack_cells(row.cells), pack_values(table, row.values), row.outcome, notes, list(row.changed)]


def unpack_row(table: Table, sheet: str, packed: list) -> Row:
    number, cells, values, outcome, notes, changed = packed
    row = Row(number, unpack_values(table, values), sheet, unpack_cells(cells))
    row.outcome, row.changed = outcome, tuple(changed)
    row.notes = [Remark(name, text) for name, text in notes]
    row.key = key_of(table, row.values)
    return row


def key_of(table: Table, values: Mapping[str, Any]) -> tuple:
    return tuple(values.get(name, table.fields[name].empty) for name in table.key)


def key_text(table: Table, key: tuple) -> str:
    """A key as one string, the same on every machine: what traces are found by."""
    parts = (table.fields[name].dump(value) for name, value in zip(table.key, key, strict=True))
    return "|".join("" if part is None else str(part) for part in parts)


def pack_remarks(remarks: Iterable[Remark]) -> list[list]:
    return [list(remark) for remark in remarks]


def unpack_remarks(packed: Iterable[list]) -> list[Remark]:
    return [
        Remark(field, reason, suggestion, hint, tuple(map(tuple, offers)), tuple(see) if see else None)
        for field, reason, suggestion, hint, offers, see in packed
    ]


def without_identity(table: Table, cells: Mapping[str, Any]) -> dict[str, Any]:
    """Raw cells that may outlive the batch: neither the column of identity numbers nor one that strayed elsewhere."""
    return {
        name: cell
        for name, cell in cells.items()
        if not isinstance(table.fields.get(name), IdentityNumber)
        and not (type(cell) in (str, int, float) and identity.is_like(cell))
    }


def _pack_cell(cell: Any) -> Any:
    if isinstance(cell, Broken):
        return {"broken": cell.reason}
    return cell if cell is None or type(cell) in (str, int, float, bool) else written(cell)
