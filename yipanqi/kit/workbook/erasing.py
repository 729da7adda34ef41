"""Identity numbers go at the latest 24 hours after the upload, and with them the file they came in."""

from datetime import timedelta

from django.utils import timezone

from yipanqi.kit.workbook import uploads
from yipanqi.kit.workbook.kinds import KINDS, Kind
from yipanqi.kit.workbook.models import WAITING, Batch
from yipanqi.kit.workbook.packing import CELLS, without_identity
from yipanqi.kit.workbook.saving import update_all

KEPT = timedelta(hours=24)
AT_ONCE = 2000  # rows of ours in one statement


def erase(batch: Batch) -> None:
    """Drop the file and every raw identity number of a batch; what was checked stays and can still be imported."""
    if kind := KINDS.get(batch.kind):
        _erase_staged(batch, kind)
        _erase_kept_back(batch, kind)
    batch.erased_at = timezone.now()
    batch.save(update_fields=["erased_at"])
    younger = Batch.objects.filter(digest=batch.digest, state__in=WAITING, erased_at__isnull=True)
    if not younger.exists():
        uploads.discard(batch.digest)


def _erase_kept_back(batch: Batch, kind: Kind) -> None:
    """Some at a time: no other writer waits long."""
    last = 0
    while rows := list(batch.faulty.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = rows[-1].pk
        changed = []
        for row in rows:
            left = without_identity(kind.by_slug[row.table], row.cells)
            if row.was is not None or len(left) < len(row.cells):
                row.cells, row.was = left, None
                changed.append(row)
        update_all(changed, ["cells", "was"])


def _erase_staged(batch: Batch, kind: Kind) -> None:
    for pack in batch.staged.iterator(chunk_size=1):
        kept = [without_identity(kind.by_slug[pack.table], row[CELLS]) for row in pack.rows]
        if any(len(left) < len(row[CELLS]) for left, row in zip(kept, pack.rows, strict=True)):
            for left, row in zip(kept, pack.rows, strict=True):
                row[CELLS] = left
            pack.save(update_fields=["rows"])


def erase_expired() -> int:
    """Erase every batch whose time is over; returns how many."""
    expired = list(Batch.objects.filter(erased_at__isnull=True, uploaded_at__lt=timezone.now() - KEPT))
    for batch in expired:
        erase(batch)
    return len(expired)
