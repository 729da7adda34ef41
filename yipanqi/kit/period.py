"""A period of the calendar as a value: month, quarter, half or year."""

from dataclasses import dataclass
from datetime import date

from yipanqi.kit.clock import add_months

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, order=True)
class Period:
    """``[start, end)``, where start is the first day of a ``grain``."""

    start: date
    grain: str = "month"

    def __post_init__(self):
        if self.start != _first_day(self.start, self.grain):
            raise ValueError(f"{self.start} begins no {self.grain}")

    @classmethod
    def containing(cls, day: date, grain: str = "month") -> "Period":
        return cls(_first_day(day, grain), grain)

    @property
    def end(self) -> date:
        """The first day after the period."""
        return add_months(self.start, MONTHS[self.grain])

    def previous(self) -> "Period":
        return Period(add_months(self.start, -MONTHS[self.grain]), self.grain)

    def following(self) -> "Period":
        return Period(self.end, self.grain)

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def __str__(self) -> str:
        if self.grain == "year":
            return f"{self.start.year} 年"
        if self.grain == "half":
            return f"{self.start.year} 年{'上' if self.start.month == 1 else '下'}半年"
        if self.grain == "quarter":
            return f"{self.start.year} 年{'一二三四'[(self.start.month - 1) // 3]}季度"
        return f"{self.start.year} 年 {self.start.month} 月"


def _first_day(day: date, grain: str) -> date:
    months = MONTHS[grain]
    return date(day.year, (day.month - 1) // months * months + 1, 1)
