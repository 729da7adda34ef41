"""Writing the good rows of a batch, in one transaction, and saying what was done rather than what was foreseen."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.utils import timezone

from yipanqi.kit import journal
from yipanqi.kit.workbook import erasing, staging
from yipanqi.kit.workbook.checking import compare, settle
from yipanqi.kit.workbook.failpoint import reach
from yipanqi.kit.workbook.kinds import KINDS, Kind, Table
from yipanqi.kit.workbook.models import Batch
from yipanqi.kit.workbook.packing import key_of, unpack_cells, unpack_row, unpack_values
from yipanqi.kit.workbook.progress import Heartbeat, Report
from yipanqi.kit.workbook.rows import CHANGED, FAULTY, NEW, SAME, Row
from yipanqi.kit.workbook.tracing import write_traces


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
        waiting = [(table, _good_rows(batch, table)) for table in kind.tables]
        for table, rows in waiting:
            if type(table).prepare is not Table.prepare:
                compare(table, rows)
                table.prepare([row for row in rows if row.outcome in (NEW, CHANGED)])
        heart.beat("写入")
        reach("apply.prepared")
        _write(batch, kind, waiting, by)
    except Exception:
        Batch.objects.filter(pk=batch.pk, state="applying").update(state="ready")
        raise
    erasing.erase(batch)
    staging.release(batch)
    return batch


def lock(kind: Kind) -> None:
    """One import of a kind at a time. SQLite has one writer anyway: its transaction has begun IMMEDIATE."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"import:{kind.slug}"])


def _write(batch: Batch, kind: Kind, waiting: list[tuple[Table, list[Row]]], by) -> None:
    """All of it or nothing: rows, traces, event, and the batch's own state."""
    counts = dict.fromkeys((NEW, CHANGED, SAME, FAULTY), 0)
    with transaction.atomic():
        lock(kind)
        reach("apply.locked")
        for table, rows in waiting:
            compare(table, rows)  # somebody may have been here since the preview
            table.hold(rows)
            settle(table, rows)
            resolve(table, rows)
            for row in rows:
                counts[row.outcome] += 1
            moving = [row for row in rows if row.outcome in (NEW, CHANGED)]
            if moving:
                table.apply(moving, by=by, batch=batch)
                write_traces(batch, table, moving)
            reach(f"apply.{table.slug}")
        _finish(batch, kind, counts, by)
        reach("apply.before_commit")


def _finish(batch: Batch, kind: Kind, counts: dict[str, int], by) -> None:
    batch.staged.all().delete()
    batch.faulty.exclude(outcome=FAULTY).delete()
    counts[FAULTY] = batch.faulty.filter(dropped=False).count()
    batch.state, batch.applied = "applied", counts
    batch.applied_at, batch.applied_by = timezone.now(), by
    batch.save(update_fields=["state", "applied", "applied_at", "applied_by"])
    journal.record(f"{kind.slug}.imported", batch, by=by, file=batch.name, **counts)


def _good_rows(batch: Batch, table: Table) -> list[Row]:
    """Staged rows and mended ones, in the order of the workbook."""
    rows: list[Row] = []
    for pack in batch.staged.filter(table=table.slug).order_by("place"):
        rows += (unpack_row(table, pack.sheet, packed) for packed in pack.rows)
    for mended in batch.faulty.filter(table=table.slug, dropped=False).exclude(outcome=FAULTY):
        row = Row(mended.number, unpack_values(table, mended.values or {}), mended.sheet, unpack_cells(mended.cells))
        row.key = key_of(table, row.values)
        rows.append(row)
    return rows


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
