"""Which periods a run may take: whole months that ended long enough ago for branches to have answered (D18)."""

from dataclasses import dataclass
from datetime import date, timedelta

from yipanqi.kit.clock import add_months
from yipanqi.kit.period import Period


@dataclass(frozen=True)
class Span:
    """``[start, end)`` with its words; ``key`` stands in forms."""

    key: str
    words: str
    start: date
    end: date


def spans(day: date, days_to_answer: int) -> list[Span]:
    """The year up to its last answered month first, then its quarters that are over, the latest first."""
    end = answered_until(day, days_to_answer)
    last = end - timedelta(days=1)
    begin = date(last.year, 1, 1)
    months = f"1—{last.month}" if last.month > 1 else "1"
    found = [Span("year", f"{last.year} 年 {months} 月", begin, end)]
    quarter = Period.containing(last, "quarter")
    quarter = quarter if quarter.end <= end else quarter.previous()
    while quarter.start.year >= last.year - 1 and len(found) < 5:
        found.append(Span(quarter.start.isoformat(), str(quarter), quarter.start, quarter.end))
        quarter = quarter.previous()
    return found


def answered_until(day: date, days_to_answer: int) -> date:
    """The first day after the latest month that ended at least so many working days before ``day``."""
    end = day.replace(day=1)
    while working_days(end, day) < days_to_answer:
        end = add_months(end, -1)
    return end


def working_days(start: date, end: date) -> int:
    """Days of work in ``[start, end)``; where the holidays of a year are not known yet, Monday to Friday."""
    return sum(_is_workday(start + timedelta(days=each)) for each in range((end - start).days))


def _is_workday(day: date) -> bool:
    import chinese_calendar  # loaded only where somebody orders a run

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5
