"""A column that holds a day with a time: when somebody wrote a record down."""

import re
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from yipanqi.kit.workbook import Field, Unreadable, cells
from yipanqi.kit.workbook.dates import day_of, plain

_PARTED = re.compile(r"(.*\S)(?:[\sT]+|(?<=[日号]))((?:上午|下午|晚上)?\d{1,2}[:：时点].*)")
_SECONDS = re.compile(r"(\d{1,2}[:：]\d{1,2})[:：]\d{1,2}(?:\.\d+)?")


class Moment(Field):
    """Kept as ``2026-03-09T14:30`` in the district's time, to the minute; a day alone is its beginning."""

    def read(self, cell) -> str:
        if isinstance(cell, datetime):
            return _written(cell)
        if isinstance(cell, date):
            return _written(datetime.combine(cell, time()))
        day, clock = _parts(cell)
        return _written(datetime.combine(day, time.fromisoformat(clock)))

    def is_blank(self, cell) -> bool:
        return cells.is_blank(cell) or cells.is_dash(cell)

    def shown(self, value) -> str:
        return value.replace("T", " ") if value else ""


def as_moment(value: str | None) -> datetime | None:
    """The moment in the district's time zone."""
    return timezone.make_aware(datetime.fromisoformat(value)) if value else None


def as_written(moment: datetime | None) -> str:
    """How the field would read this moment."""
    return _written(timezone.localtime(moment)) if moment else ""


def _parts(cell: Any) -> tuple[date, str]:
    if isinstance(cell, float):
        return day_of(float(int(cell))), cells.time_of(cell % 1)
    if not isinstance(cell, str):
        return day_of(cell), "00:00"
    match = _PARTED.fullmatch(plain(cell))
    if match is None:
        return day_of(cell), "00:00"
    try:
        return day_of(match[1]), cells.time_of(_SECONDS.sub(r"\1", match[2]))
    except Unreadable as wrong:
        raise Unreadable(f"{wrong.reason.split('，')[0]}，请写成 2026-03-09 14:30 的样子") from wrong


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")
