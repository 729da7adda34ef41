"""The small drawings of 情况: terms on a common axis, members between their limits."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString, mark_safe

from yipanqi.kit.clock import add_months

WIDTH, MIDDLE, HEIGHT = 216, 14, 28
MOST_MONTHS_BACK = 24


@dataclass(frozen=True)
class Axis:
    """Days along a line; what lies outside is drawn at its end."""

    begin: date
    end: date
    today: date

    def x(self, day: date) -> float:
        share = (day - self.begin).days / (self.end - self.begin).days
        return round(min(max(share, 0), 1) * (WIDTH - 8) + 4, 1)

    def holds(self, day: date) -> bool:
        return self.begin <= day <= self.end

    def head(self) -> SafeString:
        """The words over the rows: where it begins, today, where it ends."""
        now = self.x(self.today)
        return mark_safe(
            f'<svg class="axis chart" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">'
            f'<text x="0" y="18">{self.begin:%Y-%m}</text><text x="{now}" y="18" class="middle strong">今天</text>'
            f'<text x="{WIDTH}" y="18" class="end">{self.end:%Y-%m}</text></svg>'
        )

    def row(self, until: date, latest: date) -> SafeString:
        """One term: lived until today or its end, what is over since, what is left, and the latest day of all."""
        now, end = self.x(self.today), self.x(until)
        after = f'<path class="s-warn dashed" d="M{end} {MIDDLE}H{now}"/>' if until <= self.today else ""
        left = f'<path class="s-party faint" d="M{now} {MIDDLE}H{end}"/>' if until > self.today else ""
        limit = f'<path class="s-control thin" d="M{self.x(latest)} 8V20"/>' if self._shows(until, latest) else ""
        return mark_safe(
            f'<svg class="axis" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">'
            f'<path class="s-party" d="M0 {MIDDLE}H{min(now, end)}"/>{after}{left}'
            f'<circle class="f-ground s-party thin" cx="{end}" cy="{MIDDLE}" r="4"/>{limit}'
            f'<path class="s-ink thin faint" d="M{now} -20V48"/></svg>'
        )

    def _shows(self, until: date, latest: date) -> bool:
        return until <= self.today and self.holds(latest)


def axis_for(days: list[date], today: date, months_ahead: int) -> Axis:
    """From the month of the earliest day (two years back at most) to a month after what is noticed ahead."""
    earliest = max(min([*days, add_months(today, -3)]), add_months(today, -MOST_MONTHS_BACK))
    return Axis(earliest.replace(day=1), add_months(today, months_ahead + 1), today)


def between(number: int, least: int, most: int, marks: tuple[int, ...]) -> SafeString:
    """A number on a line from ``least`` to ``most`` that it has left at one end; ``marks`` are labelled."""
    longest = max(most * 1.25, number * 1.08)

    def x(value: float) -> float:
        return round(10 + value / longest * (WIDTH - 20), 1)

    ticks = "".join(
        f'<path class="s-party thin" d="M{x(mark)} 9V19"/><text class="middle" x="{x(mark)}" y="31">{mark}</text>'
        for mark in marks
    )
    beyond = f'<path class="s-warn dashed" d="M{x(most)} {MIDDLE}H{x(number)}"/>' if number > most else ""
    return mark_safe(
        f'<svg class="axis chart" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">'
        f'<path class="s-party" d="M{x(least)} {MIDDLE}H{x(most)}"/>{beyond}{ticks}'
        f'<circle class="f-warn" cx="{x(number)}" cy="{MIDDLE}" r="5"/>'
        f'<text class="middle strong" x="{x(number)}" y="6">{number}</text></svg>'
    )
