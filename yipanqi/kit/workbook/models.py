"""What an import keeps: the batch, its staged rows until it is applied, and a trace of what it did."""

from django.conf import settings
from django.db import models
from django.db.models import Q

STATES = {
    "received": "排队中",
    "reading": "正在读",
    "matching": "等你对表头",
    "ready": "等你看一遍",
    "queued": "等着导入",
    "applying": "正在导入",
    "applied": "已导入",
    "withdrawn": "已撤回",
    "given_up": "已放弃",
    "refused": "没有收下",
    "failed": "中断了",
}
WAITING = ("received", "reading", "matching", "ready", "queued", "applying", "failed")
ACCOUNT = settings.AUTH_USER_MODEL


class BatchQuerySet(models.QuerySet):
    def visible_to(self, scope):
        """Whoever may import sees every batch; identity numbers in it are for the uploader only."""
        return self if scope.may_import else self.none()


class Batch(models.Model):
    """One workbook on its way in. ``digest`` (SHA-256) names the stored file; ``name`` is for show only.

    ``sheets`` say how each sheet was read (header row, columns, hidden and skipped rows); ``counts`` what the preview
    found, ``applied`` what was then done; ``notes`` are sentences about the file as a whole.
    """

    kind = models.CharField(max_length=40)
    name = models.CharField("文件", max_length=200)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=list(STATES.items()), default="received")
    uploaded_by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    refusal = models.CharField(max_length=300, blank=True)
    sheets = models.JSONField(default=list)
    decided = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    applied = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    step = models.CharField(max_length=40, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    beat_at = models.DateTimeField(null=True)
    staged_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField("导入时间", null=True)
    applied_by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    left_behind = models.JSONField(default=list)
    erased_at = models.DateTimeField(null=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=Q(state__in=list(STATES)), name="batch_state")]
        indexes = [
            models.Index(fields=["kind", "state"], name="batch_kind"),
            models.Index(fields=["uploaded_at"], name="batch_uploaded"),
        ]

    def __str__(self):
        return self.name

    @property
    def state_label(self) -> str:
        return STATES[self.state]

    @property
    def owner_organization_id(self) -> None:
        return None


class Staged(models.Model):
    """Good rows of one table, packed: one row a source row would cost seven times the time.

    ``rows`` are ``[number, cells, values, outcome, notes, changed]``; ``counts`` says how many of each outcome there
    are, how many with notes, and how many change which field.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="staged")
    table = models.CharField(max_length=40)
    sheet = models.CharField(max_length=100)
    place = models.PositiveIntegerField()
    rows = models.JSONField()
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "place"], name="staged_place")]


class Faulty(models.Model):
    """A row kept back. ``cells`` are raw cells by field; ``was`` the cells before the latest mend, for its undo.

    A mended row that became good has an ``outcome`` and ``values``; a dropped one is left out of the import.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="faulty")
    table = models.CharField(max_length=40)
    sheet = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    faults = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    outcome = models.CharField(max_length=8, default="faulty")
    values = models.JSONField(null=True)
    was = models.JSONField(null=True)
    dropped = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["batch", "outcome"], name="faulty_outcome")]


class Trace(models.Model):
    """What a batch did to the rows of one table whose keys fall into one bucket.

    ``rows`` map a key to ``{"sheet", "row", "outcome", "before", "after", "version", "cells"}``: enough to show the
    original row of anything imported, and to withdraw the batch. Identity numbers never get here.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="traces")
    table = models.CharField(max_length=40)
    bucket = models.PositiveSmallIntegerField()
    rows = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "table", "bucket"], name="trace_bucket")]
        indexes = [models.Index(fields=["table", "bucket", "-batch"], name="trace_latest")]


class HeaderMemory(models.Model):
    """How this district calls a column: ``header`` in plain form, ``field`` a field's name, "" (left out) or "+"."""

    table = models.CharField(max_length=40)
    header = models.CharField(max_length=100)
    field = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "header"], name="header_memory")]
