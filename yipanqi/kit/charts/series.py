"""A figure over months: own unit, comparable units, target, starts. Server-made SVG, labelled at the line's end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from math import ceil, floor, log10

from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT = 716, 248
LEFT, RIGHT, TOP, BOTTOM = 40, 560, 22, 214
LABEL_X, LABEL_STEP = RIGHT + 12, 18
MOST_MONTHS_NAMED = 13
MOST_WITH_YEAR = 8  # names like 24年10月 need more room
Values = Sequence[float | None]


@dataclass(frozen=True)
class Picture:
    """What one chart shows. All series are as long as ``months``; None is a month without a figure.

    ``starts`` are (month, words); ``ticks`` months of Party activities; ``bands`` are (low, middle, high).
    """

    months: Sequence[date]
    own: Values
    name: str
    unit: str = ""
    bands: Sequence[tuple[float, float, float] | None] = ()
    target: float | None = None
    starts: Sequence[tuple[date, str]] = ()
    ticks: Sequence[date] = ()
    title: str = ""
    description: str = ""
    ident: str = "chart"
    scale: "Scale" = field(init=False)

    def __post_init__(self):
        known = [value for value in (*self.own, self.target) if value is not None]
        known += [value for band in self.bands if band for value in band]
        object.__setattr__(self, "scale", Scale.around(known or [0.0, 1.0]))

    def x(self, month: date) -> float:
        first, last = self.months[0], self.months[-1]
        span = max(1, _months(first, last))
        return LEFT + (RIGHT - LEFT) * _months(first, month) / span


@dataclass(frozen=True)
class Scale:
    """From values to heights, with the values that get a line."""

    low: float
    high: float
    lines: tuple[float, ...]

    @classmethod
    def around(cls, values: Sequence[float]) -> "Scale":
        """Three to six round values that hold everything."""
        low, high = min(values), max(values)
        room = (high - low) or abs(high) or 1.0
        step = _round_step(room / 3)
        first, last = floor(low / step), ceil(high / step)
        if low >= 0:
            first = max(first, 0)
        last = max(last, first + 1)
        lines = tuple(number * step for number in range(first, last + 1))
        return cls(lines[0], lines[-1], lines)

    def y(self, value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * (value - self.low) / (self.high - self.low)


def draw(picture: Picture) -> SafeString:
    """The whole ``<svg>``. The same data belong in a table beside it."""
    parts = [
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{picture.ident}-t">',
        f'<title id="{picture.ident}-t">{escape(picture.title)}。{escape(picture.description)}</title>',
        *_since(picture),
        *_band(picture),
        *_grid(picture),
        *_target(picture),
        *_lines(picture),
        *_starts(picture),
        *_ticks(picture),
        *_labels(picture),
        "</svg>",
    ]
    return mark_safe("".join(parts))


def number(value: float) -> str:
    """A value as people write it in a chart: two decimals below a hundred, one above."""
    if float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:,.1f}" if abs(value) >= 100 else f"{value:,.2f}"


def month_name(month: date, *, with_year: bool = False) -> str:
    return f"{month:%y}年{month.month}月" if with_year else f"{month.month} 月"


def shortened(words: str, most: int = 12) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"


def path(points: Sequence[tuple[float, float] | None]) -> str:
    """A line through the known points; a gap lifts the pen."""
    steps, down = [], False
    for point in points:
        if point:
            steps.append(f"{'L' if down else 'M'}{point[0]:.1f} {point[1]:.1f}")
        down = point is not None
    return "".join(steps)


def _points(picture: Picture, values: Values) -> list[tuple[float, float] | None]:
    return [
        None if value is None else (picture.x(month), picture.scale.y(value))
        for month, value in zip(picture.months, values, strict=True)
    ]


def _since(picture: Picture):
    """The time since the first start, and where it began: between two months."""
    if inside := [month for month, _ in picture.starts if picture.months[0] <= month <= picture.months[-1]]:
        x = _begin(picture, min(inside))
        yield f'<rect class="f-since" x="{x:.1f}" y="{TOP}" width="{RIGHT - x:.1f}" height="{BOTTOM - TOP}"/>'


def _begin(picture: Picture, month: date) -> float:
    half = (RIGHT - LEFT) / max(1, len(picture.months) - 1) / 2
    return max(LEFT, picture.x(month) - half)


def _band(picture: Picture):
    run: list[tuple[float, float, float]] = []
    for month, band in [*zip(picture.months, picture.bands, strict=False), (None, None)]:
        if month and band:
            run.append((picture.x(month), picture.scale.y(band[2]), picture.scale.y(band[0])))
        elif run:
            upper = "L".join(f"{x:.1f} {y:.1f}" for x, y, _ in run)
            lower = "L".join(f"{x:.1f} {y:.1f}" for x, _, y in reversed(run))
            yield f'<path class="f-sunken" d="M{upper}L{lower}Z"/>'
            run = []


def _grid(picture: Picture):
    for line in picture.scale.lines:
        y = picture.scale.y(line)
        yield f'<line class="s-line" x1="{LEFT}" x2="{RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text class="end" x="{LEFT - 10}" y="{y + 4.5:.1f}">{_axis(line, picture.scale)}</text>'
    every = 1 if len(picture.months) <= MOST_MONTHS_NAMED else ceil(len(picture.months) / MOST_WITH_YEAR)
    for at, month in enumerate(picture.months):
        if (len(picture.months) - 1 - at) % every == 0:
            words = month_name(month, with_year=every > 1)
            yield f'<text class="middle" x="{picture.x(month):.1f}" y="238">{words}</text>'


def _target(picture: Picture):
    if picture.target is not None:
        y = picture.scale.y(picture.target)
        yield f'<line class="s-control dotted thin" x1="{LEFT}" x2="{RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'


def _lines(picture: Picture):
    if middles := [band[1] if band else None for band in picture.bands]:
        yield f'<path class="s-control dashed" d="{path(_points(picture, middles))}"/>'
    points = _points(picture, picture.own)
    yield f'<path class="s-biz" d="{path(points)}"/>'
    lonely = [
        point
        for at, point in enumerate(points)
        if point and (at == 0 or not points[at - 1]) and (at + 1 == len(points) or not points[at + 1])
    ]
    last = next((point for point in reversed(points) if point), None)
    for x, y in {*lonely, *([last] if last else [])}:
        yield f'<circle class="f-biz" cx="{x:.1f}" cy="{y:.1f}" r="{5 if (x, y) == last else 3}"/>'


def _starts(picture: Picture):
    taken = 0
    for month, words in picture.starts:
        if not picture.months[0] <= month <= picture.months[-1]:
            continue
        x = _begin(picture, month)
        yield f'<line class="s-weave thin" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{BOTTOM}"/>'
        if taken < 3:
            side = ' class="weave strong end"' if x > RIGHT - 140 else ' class="weave strong"'
            at = x - 8 if x > RIGHT - 140 else x + 8
            name = f"{month.month} 月 {escape(shortened(words))}"
            yield f'<text{side} x="{at:.1f}" y="{TOP + 16 + 17 * taken}">{name}</text>'
        taken += 1


def _ticks(picture: Picture):
    for month in picture.ticks:
        if picture.months[0] <= month <= picture.months[-1]:
            yield f'<rect class="f-party" x="{picture.x(month) - 1.5:.1f}" y="{BOTTOM - 13}" width="3" height="13"/>'


def _labels(picture: Picture):
    """What each line is, at its end, pushed apart where they would cover each other."""
    wanted: list[tuple[float, str, str]] = []
    own = next((value for value in reversed(picture.own) if value is not None), None)
    if own is not None:
        wanted.append((picture.scale.y(own), "biz strong", f"{picture.name} {number(own)}"))
    if picture.bands and (band := picture.bands[-1]):
        wanted.append((picture.scale.y(band[1]), "", f"同组中位 {number(band[1])}"))
        wanted.append((picture.scale.y(band[2]), "", "同组中间一半"))
    if picture.target is not None:
        wanted.append((picture.scale.y(picture.target), "", f"目标 {number(picture.target)}"))
    last = float(TOP - LABEL_STEP)
    placed = []
    for y, css, words in sorted(wanted):
        last = max(y + 5, last + LABEL_STEP)
        placed.append((last, css, words))
    over = max(0.0, last - HEIGHT + 14)
    for y, css, words in placed:
        yield f'<text class="{css}" x="{LABEL_X}" y="{y - over:.1f}">{escape(words)}</text>'
    if picture.unit:
        yield f'<text class="end" x="{LEFT - 10}" y="{TOP - 11}">{escape(picture.unit)}</text>'


def _round_step(size: float) -> float:
    """1, 2 or 5 times a power of ten, not below ``size`` by more than rounding."""
    power = 10.0 ** floor(log10(size))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= size * 0.999)


def _axis(line: float, scale: Scale) -> str:
    step = scale.lines[1] - scale.lines[0]
    places = max(0, -floor(log10(step) + 1e-9))
    return f"{line:,.{places}f}"


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month
