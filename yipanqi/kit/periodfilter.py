"""Periods in addresses (``2026-10``, ``2026Q4``, ``2026``) and the filter that reads them."""

import re
from dataclasses import dataclass
from datetime import date
from html import escape

from yipanqi.kit.clock import today
from yipanqi.kit.filters import Filter
from yipanqi.kit.period import Period

_WRITTEN = re.compile(r"(20\d\d)(?:-(0[1-9]|1[0-2])|Q([1-4]))?")


def written(period: Period) -> str:
    start = period.start
    if period.grain == "year":
        return str(start.year)
    return f"{start.year}Q{(start.month + 2) // 3}" if period.grain == "quarter" else f"{start:%Y-%m}"


def read(text: str) -> Period | None:
    """The period a text stands for; None for anything else."""
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return None
    year = int(match[1])
    if match[2]:
        return Period(date(year, int(match[2]), 1))
    return Period(date(year, int(match[3]) * 3 - 2, 1), "quarter") if match[3] else Period(date(year, 1, 1), "year")


def offered(day: date) -> list[Period]:
    """This year and the last, this year's quarters and months up to the day, the latest first."""
    years = [Period.containing(date(year, 1, 1), "year") for year in (day.year, day.year - 1)]
    months = [Period(date(day.year, month, 1)) for month in range(day.month, 0, -1)]
    quarters = list(dict.fromkeys(Period.containing(month.start, "quarter") for month in months))
    return [*years, *quarters, *months]


@dataclass(frozen=True)
class During(Filter):
    """Rows of one period."""

    def draw(self, value: str) -> str:
        periods, asked = offered(today()), read(value)
        if asked and asked not in periods:
            periods = [asked, *periods]
        options = "".join(
            f'<option value="{written(each)}"{" selected" if each == asked else ""}>{escape(str(each))}</option>'
            for each in periods
        )
        start = f'<select class="input" id="f-{self.name}" name="{self.name}"><option value="">全部</option>'
        return self.wrap(f"{start}{options}</select>")

    def words(self, value: str) -> str:
        return str(read(value) or value)


def during(name: str, label: str, field: str) -> During:
    """``field`` is the day that is compared; a text that is no period finds nothing."""

    def narrow(rows, value, scope):
        period = read(value)
        if period is None:
            return rows.none()
        return rows.filter(**{f"{field}__gte": period.start, f"{field}__lt": period.end})

    return During(name, label, narrow)
