"""What the worker does for imports: long reading, long writing, and erasing in time."""

from django.contrib.auth import get_user_model
from django.utils import timezone
from django_tasks import task

from yipanqi.kit.workbook import applying, erasing, staging
from yipanqi.kit.workbook.kinds import Kind
from yipanqi.kit.workbook.models import Batch
from yipanqi.kit.workbook.rows import CHANGED, NEW, SAME

INLINE_BYTES = 300_000  # larger files are read by the worker
INLINE_ROWS = 1500  # more rows are written by the worker


@task()
def stage_batch(pk: int) -> None:
    staging.stage(Batch.objects.get(pk=pk))


@task()
def apply_batch(pk: int, account: int | None) -> None:
    by = get_user_model().objects.filter(pk=account).first()
    applying.apply(Batch.objects.get(pk=pk), by=by)


@task()
def erase_expired() -> None:
    erasing.erase_expired()


def receive(pieces, name: str, kind: Kind | None, *, by) -> Batch:
    """Take in an upload, have it read here or by the worker, and see to it that it is erased in time."""
    batch = staging.receive(pieces, name, kind, by=by)
    erase_in_time()
    read(batch)
    return batch


def erase_in_time() -> None:
    """Have what was just received erased when its time is over, whatever becomes of it until then."""
    erase_expired.using(run_after=timezone.now() + erasing.KEPT).enqueue()


def read(batch: Batch) -> None:
    if batch.size > INLINE_BYTES:
        Batch.objects.filter(pk=batch.pk).update(state="received", beat_at=timezone.now())
        stage_batch.enqueue(batch.pk)
    else:
        staging.stage(batch)


def write(batch: Batch, *, by) -> None:
    """Apply here or by the worker, by the number of rows."""
    if sum(batch.counts.get(name, 0) for name in (NEW, CHANGED, SAME)) <= INLINE_ROWS:
        applying.apply(batch, by=by)
    elif Batch.objects.filter(pk=batch.pk, state="ready").update(state="queued", beat_at=timezone.now()):
        apply_batch.enqueue(batch.pk, by.pk)


def recover(batch: Batch) -> None:
    """Take up a batch whose worker has fallen silent: nothing of it was written, so it begins anew."""
    state = {"reading": "received", "queued": "ready", "applying": "ready"}[batch.state]
    Batch.objects.filter(pk=batch.pk, state=batch.state).update(state=state, beat_at=None)
    batch.refresh_from_db()
    if state == "received":
        read(batch)
