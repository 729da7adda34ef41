"""Dated facts: half-open intervals ``[from_on, until_on)``; an open row has no ``until_on``. Shown inclusive."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q


class DatedQuerySet(models.QuerySet):
    def open(self):
        return self.filter(until_on__isnull=True)

    def on(self, day: date):
        """Rows in force on ``day``. A row without a known beginning counts from ever."""
        return self.filter(holds_on(day))


class Dated(models.Model):
    """A fact that holds from a day until a day. ``from_on`` empty: it began before anyone recorded."""

    from_on = models.DateField("起", null=True, blank=True)
    until_on = models.DateField("止", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.until_on is None

    @property
    def last_on(self) -> date | None:
        """The last day on which it held, as people write it."""
        return self.until_on - timedelta(days=1) if self.until_on else None


def holds_on(day: date, prefix: str = "") -> Q:
    begun = Q(**{f"{prefix}from_on__isnull": True}) | Q(**{f"{prefix}from_on__lte": day})
    lasting = Q(**{f"{prefix}until_on__isnull": True}) | Q(**{f"{prefix}until_on__gt": day})
    return begun & lasting


def still_on(day: date) -> Q:
    """Rows that hold on ``day`` or on a later one."""
    return Q(until_on__isnull=True) | Q(until_on__gt=day)
