"""Identity numbers go at the latest 24 hours after the upload, and with them the file they came in."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from yipanqi.kit.workbook import uploads
from yipanqi.kit.workbook.kinds import KINDS
from yipanqi.kit.workbook.models import WAITING, Batch, Faulty, Staged
from yipanqi.kit.workbook.packing import CELLS, without_identity

KEPT = timedelta(hours=24)


def erase(batch: Batch) -> None:
    """Drop the file and every raw identity number of a batch; what was checked stays and can still be imported."""
    kind = KINDS.get(batch.kind)
    with transaction.atomic():
        if kind and kind.has_identity_numbers:
            packs, rows = list(batch.staged.all()), list(batch.faulty.all())
            for pack in packs:
                for row in pack.rows:
                    row[CELLS] = without_identity(kind.by_slug[pack.table], row[CELLS])
            for row in rows:
                row.cells, row.was = without_identity(kind.by_slug[row.table], row.cells), None
            Staged.objects.bulk_update(packs, ["rows"], batch_size=5)
            Faulty.objects.bulk_update(rows, ["cells", "was"], batch_size=100)
        batch.erased_at = timezone.now()
        batch.save(update_fields=["erased_at"])
    younger = Batch.objects.filter(digest=batch.digest, state__in=WAITING, erased_at__isnull=True)
    if not younger.exists():
        uploads.discard(batch.digest)


def erase_expired() -> int:
    """Erase every batch whose time is over; returns how many."""
    expired = list(Batch.objects.filter(erased_at__isnull=True, uploaded_at__lt=timezone.now() - KEPT))
    for batch in expired:
        erase(batch)
    return len(expired)
