"""The trace a batch leaves: where each imported thing came from, what it was before.

Traces lie in buckets by a hash of the key: a handful of JSON rows a batch instead of one row a source row, and still
one indexed query for the origin of any thing.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zlib import crc32

from yipanqi.kit.workbook.cells import written
from yipanqi.kit.workbook.kinds import Table
from yipanqi.kit.workbook.models import Batch, Trace
from yipanqi.kit.workbook.packing import key_text, pack_cells, pack_values, without_identity
from yipanqi.kit.workbook.rows import Row

BUCKETS = 256
APPLIED = ("applied", "withdrawn")  # what stayed of a withdrawn batch keeps its trace


@dataclass(frozen=True)
class Origin:
    """The row of the workbook that last wrote a thing. ``cells`` are (header, text) pairs in column order."""

    batch_id: int
    file: str
    sheet: str
    row: int
    applied_at: datetime | None
    outcome: str
    cells: tuple[tuple[str, str], ...] = ()


def origins(table: Table, keys: Sequence[tuple]) -> dict[tuple, Origin]:
    """The latest import of each key, in one query; keys entered by hand are absent."""
    wanted = {key_text(table, key): key for key in keys}
    buckets = {bucket_of(text) for text in wanted}
    traces = (
        Trace.objects.filter(table=table.slug, bucket__in=buckets, batch__state__in=APPLIED)
        .select_related("batch")
        .order_by("-batch_id")
    )
    found: dict[tuple, Origin] = {}
    for trace in traces:
        for text in wanted.keys() & trace.rows.keys():
            found.setdefault(wanted[text], _origin(table, trace.batch, trace.rows[text]))
        if len(found) == len(wanted):
            break
    return found


def origin(table: Table, key: tuple) -> Origin | None:
    return origins(table, [key]).get(key)


def write_traces(batch: Batch, table: Table, rows: Iterable[Row]) -> None:
    """Remember what the batch did to new and changed rows. Inside the applying transaction."""
    buckets: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in rows:
        text = key_text(table, row.key)
        buckets[bucket_of(text)][text] = {
            "sheet": row.sheet,
            "row": row.number,
            "outcome": row.outcome,
            "before": _before(table, row),
            "after": pack_values(table, row.values),
            "version": row.version + 1 if row.version or row.before is None else 0,
            "cells": pack_cells(without_identity(table, row.cells)),
        }
    Trace.objects.bulk_create(
        [Trace(batch=batch, table=table.slug, bucket=bucket, rows=packed) for bucket, packed in buckets.items()],
        batch_size=20,
    )


def bucket_of(text: str) -> int:
    return crc32(text.encode()) % BUCKETS


def _before(table: Table, row: Row) -> dict[str, Any] | None:
    if row.before is None:
        return None
    return pack_values(table, {name: row.before.get(name) for name in row.changed})


def _origin(table: Table, batch: Batch, told: dict[str, Any]) -> Origin:
    sheet: dict[str, Any] = next(
        (each for each in batch.sheets if each["name"] == told["sheet"] and each["table"] == table.slug), {}
    )
    named = [(column["header"], column["field"]) for column in sheet.get("columns", ()) if column["field"]]
    cells = told["cells"]
    return Origin(
        batch_id=batch.pk,
        file=batch.name,
        sheet=told["sheet"],
        row=told["row"],
        applied_at=batch.applied_at,
        outcome=told["outcome"],
        cells=tuple((header, written(cells[name])) for header, name in named if name in cells),
    )
