"""Writing the good rows of a batch, in one transaction, and saying what was done rather than what was foreseen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from yipanqi.kit import journal
from yipanqi.kit.workbook import erasing, saving, staging
from yipanqi.kit.workbook.checking import compare, settle
from yipanqi.kit.workbook.failpoint import reach
from yipanqi.kit.workbook.kinds import KINDS, Kind, Table
from yipanqi.kit.workbook.models import Batch, Faulty
from yipanqi.kit.workbook.packing import key_of, unpack_cells, unpack_row, unpack_values
from yipanqi.kit.workbook.progress import Heartbeat, Report
from yipanqi.kit.workbook.rows import CHANGED, FAULTY, NEW, SAME, Row
from yipanqi.kit.workbook.tracing import Tracer

MANY = 5000  # rows that may change how the database had better look things up


def apply(batch: Batch, *, by, report: Report | None = None) -> Batch:
    """Import the good rows. A batch that is not ready (any more) is returned as it is: a second click loses cleanly."""
    waiting_for_it = Batch.objects.filter(pk=batch.pk, state__in=("ready", "queued"))
    claimed = waiting_for_it.update(state="applying", beat_at=timezone.now())
    batch.refresh_from_db()
    if not claimed:
        return batch
    kind = KINDS[batch.kind]
    heart = Heartbeat(batch, report)
    try:
        heart.beat("准备")
        batch.traces.all().delete()  # of an attempt that was cut off
        prepared = [_prepare(batch, kind, table) for table in kind.tables]
        heart.beat("写入")
        reach("apply.prepared")
        _write(batch, kind, prepared, by)
    except Exception:
        Batch.objects.filter(pk=batch.pk, state="applying").update(state="ready")
        raise
    erasing.erase(batch)
    staging.release(batch)
    if sum(batch.applied[name] for name in (NEW, CHANGED)) >= MANY:
        saving.refresh_statistics()
    return batch


def lock(kind: Kind) -> None:
    """One import of a kind at a time. SQLite has one writer anyway: its transaction has begun IMMEDIATE."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"import:{kind.slug}"])


@dataclass
class _Prepared:
    """A table, the traces foreseen for it, and by key what ``prepare`` left beside a row."""

    table: Table
    tracer: Tracer
    extras: dict[tuple, dict[str, Any]] = field(default_factory=dict)


def _prepare(batch: Batch, kind: Kind, table: Table) -> _Prepared:
    """All the work that needs no lock."""
    done = _Prepared(table, Tracer(batch, table))
    if kind.is_one_piece and type(table).prepare is Table.prepare:
        return done
    for rows in _good_rows(batch, kind, table):
        compare(table, [row for row in rows if row.outcome != NEW])  # what was new will mostly be new still
        table.prepare([row for row in rows if row.outcome in (NEW, CHANGED)])
        done.extras |= {row.key: row.extra for row in rows if row.extra}
        done.tracer.foresee(rows)
    done.tracer.write()
    return done


def _write(batch: Batch, kind: Kind, prepared: list[_Prepared], by) -> None:
    """All of it or nothing: rows, traces, event, and the batch's own state."""
    counts = dict.fromkeys((NEW, CHANGED, SAME, FAULTY), 0)
    with transaction.atomic():
        lock(kind)
        reach("apply.locked")
        for done in prepared:
            for rows in _good_rows(batch, kind, done.table):
                for row in rows:
                    row.extra |= done.extras.get(row.key, {})
                _write_rows(batch, done.table, rows, by)
                done.tracer.see(rows)
                for row in rows:
                    counts[row.outcome] += 1
            done.tracer.correct()
            reach(f"apply.{done.table.slug}")
        _finish(batch, kind, counts, by)
        reach("apply.before_commit")


def _write_rows(batch: Batch, table: Table, rows: list[Row], by) -> None:
    compare(table, rows)  # somebody may have been here since the preview
    table.hold(rows)
    settle(table, rows)
    resolve(table, rows)
    if moving := [row for row in rows if row.outcome in (NEW, CHANGED)]:
        table.apply(moving, by=by, batch=batch)


def _finish(batch: Batch, kind: Kind, counts: dict[str, int], by) -> None:
    batch.staged.all().delete()
    batch.faulty.exclude(outcome=FAULTY).delete()
    counts[FAULTY] = batch.faulty.filter(dropped=False).count()
    batch.state, batch.applied = "applied", counts
    batch.applied_at, batch.applied_by = timezone.now(), by
    batch.save(update_fields=["state", "applied", "applied_at", "applied_by"])
    journal.record(f"{kind.slug}.imported", batch, by=by, file=batch.name, **counts)


def _good_rows(batch: Batch, kind: Kind, table: Table) -> Iterator[list[Row]]:
    """Staged rows and mended ones, in the order of the workbook: some at a time, or at once where they lean on each
    other."""
    pieces = (
        [unpack_row(table, pack.sheet, packed) for packed in pack.rows]
        for pack in batch.staged.filter(table=table.slug).order_by("place").iterator(chunk_size=1)
    )
    mended = [
        _mended(table, row) for row in batch.faulty.filter(table=table.slug, dropped=False).exclude(outcome=FAULTY)
    ]
    if kind.is_one_piece:
        yield [row for piece in pieces for row in piece] + mended
        return
    yield from pieces
    if mended:
        yield mended


def _mended(table: Table, kept: Faulty) -> Row:
    row = Row(kept.number, unpack_values(table, kept.values or {}), kept.sheet, unpack_cells(kept.cells))
    row.key, row.outcome = key_of(table, row.values), kept.outcome
    return row


def resolve(table: Table, rows: Iterable[Row]) -> None:
    """Primary keys of what rows refer to, fetched under the lock. What the workbook itself brings has None."""
    moving = [row for row in rows if row.outcome in (NEW, CHANGED)]
    for name, reference in table.references.items():
        codes = {code for row in moving for code in _codes(row.values.get(name))}
        if not codes:
            continue
        ids = {entry.code: entry.id for entry in reference.directory.load(codes)}
        for row in moving:
            if name in row.values:
                value = row.values[name]
                row.ids[name] = [ids.get(code) for code in value] if isinstance(value, list) else ids.get(value)


def _codes(value) -> Iterable[str]:
    return value if isinstance(value, list | tuple) else [value] if value else []
