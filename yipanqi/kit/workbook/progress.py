"""How far a batch has come, for whoever waits: a heartbeat in its row, at most one write a second."""

import time
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from yipanqi.kit.workbook.models import Batch

STALE_AFTER = timedelta(seconds=60)
Report = Callable[[str, int, int], None]


class Heartbeat:
    """Writes step, done and total of a batch. Not to be called inside the applying transaction."""

    def __init__(self, batch: Batch, also: Report | None = None):
        self.batch, self.also = batch, also
        self.written = 0.0

    def beat(self, step: str, done: int = 0, total: int = 0) -> None:
        if self.also:
            self.also(step, done, total)
        if step != self.batch.step or time.monotonic() - self.written >= 1:
            self.written = time.monotonic()
            self.batch.step, self.batch.done, self.batch.total = step, done, total
            self.batch.beat_at = timezone.now()
            Batch.objects.filter(pk=self.batch.pk).update(step=step, done=done, total=total, beat_at=self.batch.beat_at)


def is_stale(batch: Batch) -> bool:
    """Whether whoever worked on the batch has fallen silent: killed, or the machine went down."""
    since = batch.beat_at or batch.uploaded_at
    return batch.state in ("reading", "queued", "applying") and timezone.now() - since > STALE_AFTER
