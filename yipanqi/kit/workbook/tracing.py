"""The trace a batch leaves: where each imported thing came from, what it was before.

Traces lie in buckets by a hash of the key: a handful of JSON rows a batch instead of one row a source row, and still
one indexed query for the origin of any thing.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zlib import crc32

from django.db import transaction

from yipanqi.kit.prepared import prepared
from yipanqi.kit.workbook.cells import written
from yipanqi.kit.workbook.kinds import Table
from yipanqi.kit.workbook.models import Batch, Trace
from yipanqi.kit.workbook.packing import key_text, pack_cells, pack_values, without_identity
from yipanqi.kit.workbook.rows import CHANGED, NEW, Row
from yipanqi.kit.workbook.saving import insert_all

BUCKETS = 256
FRESH = 0  # the mark of every new row
BUCKETS_AT_ONCE = 16  # written in one transaction
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
    # Pages ask for one key: that is one statement for all of them.
    traces = _traces_in(table.slug, *buckets) if len(buckets) == 1 else _traces(table.slug, *buckets)
    found: dict[tuple, Origin] = {}
    for trace in traces:
        for text in wanted.keys() & trace.rows.keys():
            found.setdefault(wanted[text], _origin(table, trace.batch, trace.rows[text]))
        if len(found) == len(wanted):
            break
    return found


def origin(table: Table, key: tuple) -> Origin | None:
    return origins(table, [key]).get(key)


def _traces(table: str, *buckets: int):
    """Of each batch only what tells where a row came from."""
    return (
        Trace.objects.filter(table=table, bucket__in=buckets, batch__state__in=APPLIED)
        .select_related("batch")
        .only("rows", "batch__name", "batch__sheets", "batch__applied_at")
        .order_by("-batch_id")
    )


_traces_in = prepared(_traces)


class Tracer:
    """What a batch does to the rows of one table, written down before the lock as it is foreseen.

    Traces count only once their batch is applied, so ``foresee`` and ``write`` may go ahead of the applying
    transaction; inside it ``see`` finds the rows that came out otherwise, and ``correct`` puts those right.
    """

    def __init__(self, batch: Batch, table: Table):
        self.batch, self.table = batch, table
        self.foreseen: dict[str, int] = {}
        self.buckets: dict[int, list[bytes]] = defaultdict(list)
        self.otherwise: dict[str, dict[str, Any] | None] = {}

    def foresee(self, rows: Iterable[Row]) -> None:
        """Rows as they would be written now; kept as JSON in bytes, a tenth of the room they take otherwise."""
        for row in rows:
            if row.outcome in (NEW, CHANGED):
                text = key_text(self.table, row.key)
                told = _told(self.table, row)
                self.foreseen[text] = FRESH if row.outcome == NEW else _mark(told)
                self.buckets[bucket_of(text)].append(_json({text: told})[1:-1].encode())

    def write(self) -> None:
        """Put down what was foreseen, some at a time: no other writer waits long."""
        while self.buckets:
            some = [self.buckets.popitem() for _ in range(min(BUCKETS_AT_ONCE, len(self.buckets)))]
            with transaction.atomic():
                insert_all(
                    Trace,
                    ("batch_id", "table", "bucket", "rows"),
                    [
                        (self.batch.pk, self.table.slug, bucket, f"{{{b', '.join(told).decode()}}}")
                        for bucket, told in some
                    ],
                )

    def see(self, rows: Iterable[Row]) -> None:
        """Rows as they were written, new and changed ones, and those that were found to need nothing."""
        for row in rows:
            text = key_text(self.table, row.key)
            foreseen = self.foreseen.get(text)
            if row.outcome not in (NEW, CHANGED):
                if foreseen is not None:
                    self.otherwise[text] = None
            elif foreseen != (FRESH if row.outcome == NEW else _mark(_told(self.table, row, bare=True))):
                self.otherwise[text] = _told(self.table, row)

    def correct(self) -> None:
        """Inside the applying transaction."""
        wanted: dict[int, dict[str, dict[str, Any] | None]] = defaultdict(dict)
        for text, told in self.otherwise.items():
            wanted[bucket_of(text)][text] = told
        known = {
            trace.bucket: trace
            for trace in Trace.objects.filter(batch=self.batch, table=self.table.slug, bucket__in=list(wanted))
        }
        fresh = []
        for bucket, rows in wanted.items():
            trace = known.get(bucket) or Trace(batch=self.batch, table=self.table.slug, bucket=bucket, rows={})
            trace.rows = {text: told for text, told in (trace.rows | rows).items() if told is not None}
            if trace.pk:
                trace.save(update_fields=["rows"])
            elif trace.rows:
                fresh.append(trace)
        Trace.objects.bulk_create(fresh, batch_size=20)


def _mark(told: dict[str, Any]) -> int:
    """What may differ between two looks at a row: all but what the workbook says (``hold`` is for kinds of one piece,
    of which nothing is foreseen)."""
    return hash((told["outcome"], told["version"], _json(told["before"])))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _told(table: Table, row: Row, bare=False) -> dict[str, Any]:
    """One entry of a trace; ``bare``: only what may differ between two looks at a row."""
    told: dict[str, Any] = {
        "outcome": row.outcome,
        "before": _before(table, row),
        "version": row.version + 1 if row.version or row.before is None else 0,
    }
    if bare:
        return told
    return told | {
        "sheet": row.sheet,
        "row": row.number,
        "after": pack_values(table, row.values),
        "cells": pack_cells(without_identity(table, row.cells)),
    }


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
