"""Mending kept-back rows in the preview: new cells, the same checks, one step back."""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db import transaction

from yipanqi.kit.workbook.checking import Context, Part, Place, check
from yipanqi.kit.workbook.directory import Entry
from yipanqi.kit.workbook.kinds import KINDS, Kind, Table
from yipanqi.kit.workbook.models import Batch, Faulty
from yipanqi.kit.workbook.packing import key_of, pack_remarks, pack_values, unpack_cells, unpack_values
from yipanqi.kit.workbook.rows import CHANGED, FAULTY, NEW, SAME
from yipanqi.kit.workbook.unreadable import Unreadable

RECHECKED = 2000  # kept-back rows looked at again after a mend; beyond that only the mended ones
SUGGESTION, FIELD = 2, 0  # places in a packed remark


def mend(batch: Batch, typed: Mapping[Faulty, Mapping[str, str]]) -> list[Faulty]:
    """Put new text into faulty cells and check again. Counts at once; ``take_back`` undoes it."""
    changes = [
        (row, {name: text for name, text in cells.items() if name in _open_fields(row)}) for row, cells in typed.items()
    ]
    changes = [(row, cells) for row, cells in changes if cells]
    _change(batch, changes)
    return [row for row, _ in changes]


def take_suggestions(batch: Batch, rows: Iterable[Faulty]) -> list[Faulty]:
    """Put every suggestion as shown into its cell; returns the rows that had one."""
    changes = [(row, typed) for row in rows if (typed := suggestions(row))]
    _change(batch, changes)
    return [row for row, _ in changes]


def suggestions(row: Faulty) -> dict[str, str]:
    """Field -> what one would type instead."""
    return {fault[FIELD]: fault[SUGGESTION] for fault in row.faults if fault[SUGGESTION]}


def leave_out(batch: Batch, row: Faulty, dropped=True) -> None:
    """这行不导: the row stays out of the import and of the faulty file; what depended on it is checked again."""
    with transaction.atomic():
        Faulty.objects.filter(pk=row.pk).update(dropped=dropped)
        recheck(batch)


def take_back(batch: Batch, rows: Iterable[int]) -> int:
    """Restore the cells from before the latest mend; returns how many rows had one."""
    with transaction.atomic():
        mended = list(batch.faulty.filter(pk__in=rows, was__isnull=False))
        for row in mended:
            row.cells, row.was = row.was, None
        Faulty.objects.bulk_update(mended, ["cells", "was"])
        recheck(batch, mended)
    return len(mended)


def recheck(batch: Batch, first: Iterable[Faulty] = ()) -> None:
    """Judge kept-back rows anew beside all that is staged. A mended row may free others that depended on it."""
    kind = KINDS[batch.kind]
    rows = list(batch.faulty.filter(dropped=False).order_by("pk")[: RECHECKED + 1])
    if len(rows) > RECHECKED:
        rows = list(batch.faulty.filter(pk__in=[row.pk for row in first]))
    rows.sort(key=lambda row: list(kind.by_slug).index(row.table))
    context = _context(batch, kind)
    groups: dict[tuple[str, str], list[Faulty]] = {}
    for row in rows:
        groups.setdefault((row.table, row.sheet), []).append(row)
    parts = [
        Part(kind.by_slug[table], sheet, [(row.number, unpack_cells(row.cells)) for row in group])
        for (table, sheet), group in groups.items()
    ]
    for part, group, judged in zip(parts, groups.values(), check(parts, context), strict=True):
        for row, verdict in zip(group, judged, strict=True):
            row.faults, row.notes = pack_remarks(verdict.faults), pack_remarks(verdict.notes)
            row.outcome = verdict.outcome
            row.values = None if verdict.outcome == FAULTY else pack_values(part.table, verdict.values)
    Faulty.objects.bulk_update(rows, ["faults", "notes", "outcome", "values"], batch_size=100)
    _recount(batch)


def _change(batch: Batch, changes: list[tuple[Faulty, dict[str, str]]]) -> None:
    if not changes:
        return
    with transaction.atomic():
        for row, typed in changes:
            row.was, row.cells = row.cells, row.cells | typed
        Faulty.objects.bulk_update([row for row, _ in changes], ["cells", "was"], batch_size=100)
        recheck(batch, [row for row, _ in changes])


def _open_fields(row: Faulty) -> set[str]:
    return {fault[FIELD] for fault in row.faults}


def _recount(batch: Batch) -> None:
    """Counts of the preview: what was staged well, and how the kept-back rows stand now."""
    staged = batch.counts["staged"]
    mended = Counter(batch.faulty.filter(dropped=False).values_list("outcome", flat=True))
    batch.counts |= {name: staged[name] + mended[name] for name in (NEW, CHANGED, SAME)}
    batch.counts[FAULTY] = mended[FAULTY]
    batch.save(update_fields=["counts"])


def _context(batch: Batch, kind: Kind) -> Context:
    """What the staged rows say about keys, values that may stand once only, and things others refer to."""
    context = Context()
    for pack in batch.staged.order_by("place").iterator(chunk_size=1):
        table = kind.by_slug[pack.table]
        keys, entries = context.keys.setdefault(table.slug, {}), context.entries.setdefault(table.slug, {})
        once = {
            name: context.once.setdefault((table.slug, name), {}) for name, each in table.fields.items() if each.once
        }
        is_named = len(table.key) == 1 and table.key[0] not in table.references
        for number, cells, values, *_ in pack.rows:
            place = Place(pack.sheet, number, str(values.get(table.named_by) or ""))
            told = unpack_values(table, {name: values[name] for name in table.key if name in values})
            key = key_of(table, told)
            keys.setdefault(key, place)
            if is_named:
                entries.setdefault(key[0], Entry(key[0], str(values.get(table.named_by) or "")))
            for name, seen in once.items():
                _remember(table, name, cells.get(name), seen, place)
    return context


def _remember(table: Table, name: str, cell, seen: dict, place: Place) -> None:
    field = table.fields[name]
    if not field.is_blank(cell):
        try:
            seen.setdefault(field.read(cell), place)
        except Unreadable:
            return  # a good row has none; one whose number was erased may
