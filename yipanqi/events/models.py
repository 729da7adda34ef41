from typing import Any

from django.conf import settings
from django.db import models

from yipanqi.kit.clock import today


class Event(models.Model):
    """What happened, once: read as audit, as a thing's timeline, and as notices.

    The subject is named by model label and key, so that events of every room stand in one stream.
    """

    subject: Any  # the row itself, known only while the event is being written

    kind = models.CharField("事件", max_length=60)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    organization = models.ForeignKey(
        "organizations.Organization", on_delete=models.PROTECT, null=True, related_name="events"
    )
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间", auto_now_add=True)
    on = models.DateField("业务日", default=today)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "at"], name="event_subject"),
            models.Index(fields=["organization", "at"], name="event_organization"),
            models.Index(fields=["actor", "at"], name="event_actor"),
        ]

    def __str__(self):
        return f"{self.kind} {self.subject_type}#{self.subject_id}"


class Notice(models.Model):
    """One sentence for one account about one event; waits ten seconds so that an undo can take it back."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="notices")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    sentence = models.CharField(max_length=200)
    url = models.CharField(max_length=300)
    send_after = models.DateTimeField()
    withdrawn = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["account", "-send_after"], name="notice_account")]
