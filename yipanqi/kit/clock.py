"""The business day. Real time (sessions, lockout, undo, withdrawal, event stamps) is ``timezone.now()``.

Duties, terms and periods ask ``today()``. A demonstration fixes it on the day its workbooks were made
(setting ``YIPANQI_TODAY``); a fixed day is always shown on screen.
"""

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    return settings.YIPANQI_TODAY or timezone.localdate()


def is_fixed() -> bool:
    return settings.YIPANQI_TODAY is not None


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later (earlier when negative), the month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, days_in_month(year, month + 1)))


def days_in_month(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - date(year, month, 1)).days
