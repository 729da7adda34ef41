"""Writing many observations at once: new ones, revisions, and what a withdrawn batch takes back."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Subquery

from yipanqi.indicators.observations.models import Observation
from yipanqi.kit.workbook import Row

WRITTEN = (
    "indicator", "organization", "grain", "period_start", "value", "numerator", "denominator", "batch", "row_number",
    "revision", "is_current",
)  # fmt: skip
PIECE = 2000  # rows one statement names by key


def enter_observations(rows: Sequence[Row], *, batch) -> None:
    """The bulk verb of the import. A changed figure becomes a new revision; the older one stays.

    Rows with ``is_undo`` take back what ``batch`` wrote: its revision goes, the one before counts again.
    """
    undone = [row for row in rows if row.is_undo and row.id]
    changed = [row for row in rows if not row.is_undo and row.id]
    revisions = _retire([row.id for row in changed if row.id])
    _insert([_written(row, batch.pk, revisions.get(row.id or 0, 0) + 1) for row in rows if not row.is_undo])
    _take_back([row.id for row in undone if row.id], batch)


def _retire(ids: Sequence[int]) -> dict[int, int]:
    """Let these rows count no longer; their revision numbers by id."""
    revisions: dict[int, int] = {}
    for start in range(0, len(ids), PIECE):
        rows = Observation.objects.filter(pk__in=ids[start : start + PIECE])
        revisions |= dict(rows.order_by().values_list("pk", "revision"))
        rows.update(is_current=False)
    return revisions


def _insert(rows: list[tuple]) -> None:
    """One prepared statement for all rows: building a model instance each would hold the lock six times as long."""
    meta: Any = Observation._meta
    columns = ", ".join(meta.get_field(name).column for name in WRITTEN)
    marks = ", ".join(["%s"] * len(WRITTEN))
    statement = f"INSERT INTO {meta.db_table} ({columns}) VALUES ({marks})"
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def _written(row: Row, batch: int, revision: int) -> tuple:
    """The values of ``WRITTEN``."""
    ids: dict[str, Any] = row.ids
    figures = [_float(row.now(name)) for name in ("value", "numerator", "denominator")]
    return (
        ids["indicator"], ids["organization"], "month", row["period"].isoformat(), *figures, batch, row.number,
        revision, True,
    )  # fmt: skip


def _float(number) -> float | None:
    return None if number is None else float(number)


def _take_back(ids: Sequence[int], batch) -> None:
    for start in range(0, len(ids), PIECE):
        own = Observation.objects.filter(pk__in=ids[start : start + PIECE], batch=batch)
        before = Observation.objects.filter(
            organization=OuterRef("organization"),
            indicator=OuterRef("indicator"),
            grain=OuterRef("grain"),
            period_start=OuterRef("period_start"),
            revision=OuterRef("revision") - 1,
        )
        earlier = list(own.order_by().values_list(Subquery(before.values("pk")[:1]), flat=True))
        own.delete()
        Observation.objects.filter(pk__in=[pk for pk in earlier if pk]).update(is_current=True)
