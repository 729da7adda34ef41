"""To-dos of the platform itself: imports that wait for their uploader."""

from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from yipanqi.kit.links import address
from yipanqi.kit.todos import Wanted, todos
from yipanqi.kit.workbook.models import Batch

REMEMBERED_DAYS = 7  # as long as a batch can be withdrawn


@todos("imports.faulty", after=("import.staged", "import.given_up"))
def faulty_rows(day, only=None):
    """Rows that were kept back, told to who uploaded the file; previews that nobody has looked at, too."""
    since = timezone.now() - timedelta(days=REMEMBERED_DAYS)
    batches = Batch.objects.filter(
        uploaded_at__gte=since, state__in=("matching", "ready", "applied"), uploaded_by__isnull=False
    )
    if only is not None:
        batches = batches.filter(pk__in=only)
    kept_back = Count("faulty", filter=Q(faulty__outcome="faulty", faulty__dropped=False))
    fields = ("pk", "name", "state", "uploaded_by__person_id", "faulty_rows")
    for pk, name, state, person, faulty in batches.annotate(faulty_rows=kept_back).values_list(*fields):
        if state == "applied" and not faulty:
            continue
        yield Wanted(
            subject_id=pk,
            title=f"改好{name}里有误的 {faulty} 行" if faulty else f"看一遍{name}，再导入",
            context="改好一行多导一行；也可以下载有误的行" if faulty else "预览好了，还没写进库里",
            source="台账报表",
            url=address("imports:batch", pk),
            verb="去改" if faulty else "看预览",
            strand="operations",
            minutes=4,
            person_id=person,
            office="" if person else "administrator",
        )
