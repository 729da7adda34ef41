"""Writing many rows at once."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection, models

BATCH = 500
LOOKED_AT = 1000  # rows of an index that statistics are made from


def insert_all(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert plain values under the named fields (``unit_id`` for a reference); all other fields take their defaults.

    One prepared statement for all: building an instance each would hold the lock six times as long.
    """
    meta: Any = model._meta
    named = [meta.get_field(name) for name in names]
    rest = [field for field in meta.concrete_fields if not field.primary_key and field not in named]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in (*named, *rest))
    marks = ", ".join(["%s"] * (len(named) + len(rest)))
    defaults = tuple(field.get_db_prep_save(field.get_default(), connection) for field in rest)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {connection.ops.quote_name(meta.db_table)} ({columns}) VALUES ({marks})",
            [(*map(_plain, row), *defaults) for row in rows],
        )


def refresh_statistics() -> None:
    """Let the database look again at how its tables are filled; it chooses indexes by that.

    On SQLite this takes the write lock, so no more than some rows of an index are read: some hundredths of a second.
    """
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {LOOKED_AT}")
        cursor.execute("ANALYZE")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def update_all(objects: Iterable[models.Model], fields: Sequence[str]) -> None:
    """Save the named fields of many existing rows with an upsert by primary key.

    ``bulk_update`` writes one CASE a row and field and held SQLite's lock twenty times as long.
    """
    rows = list(objects)
    if rows:
        model = type(rows[0])
        model._base_manager.bulk_create(
            rows,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=[model._meta.pk.name],
            update_fields=list(fields),
        )
