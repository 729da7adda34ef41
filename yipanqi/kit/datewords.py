"""Dates and times in the words people use: ``11 月 9 日 周一 15:30``; the year only where it differs."""

from datetime import date, datetime

from django.utils import timezone

from yipanqi.kit.clock import today

WEEKDAYS = "一二三四五六日"


def day(value: date | datetime | None) -> str:
    """``11 月 9 日``, with the year when it is not the business year; a dash for nothing."""
    if value is None:
        return "—"
    value = local_day(value)
    words = f"{value.month} 月 {value.day} 日"
    return words if value.year == today().year else f"{value.year} 年 {words}"


def weekday(value: date | datetime) -> str:
    return f"周{WEEKDAYS[local_day(value).weekday()]}"


def day_and_weekday(value: date | datetime) -> str:
    """``11 月 9 日 周一``."""
    return f"{day(value)} {weekday(value)}"


def day_and_time(value: datetime) -> str:
    """``11 月 9 日 周一 15:30`` in the district's time."""
    return f"{day_and_weekday(value)} {timezone.localtime(value):%H:%M}"


def short(value: date | datetime | None) -> str:
    """As tables write it: ``11-09``, ``2025-11-09`` in another year."""
    if value is None:
        return "—"
    value = local_day(value)
    return f"{value:%m-%d}" if value.year == today().year else f"{value:%Y-%m-%d}"


def due(value: date | None) -> str:
    """``11 月 30 日到期``; a day that has passed says so: ``9 月 30 日已到期``."""
    if value is None:
        return "没写期限"
    return f"{day(value)}{'已' if local_day(value) < today() else ''}到期"


def until(value: date) -> str:
    """How far away a day is, in words: 今天, 明天, 周五, 还有 12 天, 过了 3 天."""
    left = (value - today()).days
    if left in (0, 1):
        return "今天" if left == 0 else "明天"
    if 1 < left < 7:
        return weekday(value)
    return f"还有 {left} 天" if left > 0 else f"过了 {-left} 天"


def local_day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value
