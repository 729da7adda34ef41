"""Two threads over a month, warp above and weft below, that twist where both sides meet on one day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from html import escape

from django.utils.safestring import SafeString, mark_safe

from yipanqi.kit.period import Period

WIDTH, LEFT, RIGHT = 760, 20, 740
WARP_Y, WEFT_Y = 76, 120
REACH = 29  # half the width of a twist
LONGEST = 7  # characters of a label
LABEL_ROOM = 92  # labels nearer than this to the last one are left to the list below


@dataclass(frozen=True)
class Mark:
    """Something on a day. ``strand`` is party, operations or woven; ``words`` name it, ``note`` says what happens.

    ``count`` is more than one where the words stand for several of a kind.
    """

    on: date
    strand: str
    words: str
    url: str = ""
    note: str = ""
    count: int = 1


def draw(month: Period, marks: list[Mark], today: date, caption: str) -> SafeString:
    """The strip of one month. A day with several marks of one strand says how many."""
    days = _by_day(month, marks)
    twists = [_x(month, on) for (on, strand) in days if strand == "woven"]
    parts = [
        f'<svg class="months" viewBox="0 0 {WIDTH} 196" role="img" aria-label="{escape(caption)}">',
        _today(month, today),
        f'<path class="s-biz" d="{_path(WEFT_Y, WARP_Y, twists)}"/>',
        f'<path class="s-ground" d="{_path(WARP_Y, WEFT_Y, twists)}"/>',
        f'<path class="s-party" d="{_path(WARP_Y, WEFT_Y, twists)}"/>',
        *_labels(month, days),
        "</svg>",
    ]
    return mark_safe("".join(parts))


def _by_day(month: Period, marks: list[Mark]) -> dict[tuple[date, str], list[Mark]]:
    days: dict[tuple[date, str], list[Mark]] = defaultdict(list)
    for mark in sorted(marks, key=lambda mark: mark.on):
        if mark.on in month:
            days[mark.on, mark.strand].append(mark)
    return days


def _x(month: Period, on: date) -> int:
    days = (month.end - month.start).days
    inside = REACH + 4
    return round(LEFT + inside + (on - month.start).days * (RIGHT - LEFT - 2 * inside) / (days - 1))


def _path(home: int, other: int, twists: list[int]) -> str:
    """A straight thread that swings to the other one and back at each twist."""
    steps = [f"M{LEFT} {home}"]
    for x in sorted(twists):
        start, end = x - REACH, x + REACH
        steps.append(f"H{start}C{start + 14} {home} {x - 14} {other} {x} {other}S{end - 14} {home} {end} {home}")
    return "".join([*steps, f"H{RIGHT}"])


def _shortened(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def _today(month: Period, today: date) -> str:
    if today not in month:
        return ""
    x = _x(month, today)
    words = f'<text class="now" x="{x}" y="156">今天</text>'
    return f'<rect class="f-sunken" x="{x - 17}" y="56" width="34" height="84" rx="17"/>{words}'


def _labels(month: Period, days: dict[tuple[date, str], list[Mark]]) -> list[str]:
    parts: list[str] = []
    dots = {"party": "s-party f-ground", "operations": "s-biz f-ground", "woven": "f-weave"}
    last = {"above": -LABEL_ROOM, "below": -LABEL_ROOM}
    for (on, strand), marks in days.items():
        x, side = _x(month, on), "below" if strand == "operations" else "above"
        y = {"party": WARP_Y, "operations": WEFT_Y, "woven": (WARP_Y + WEFT_Y) // 2}[strand]
        parts.append(f'<circle class="{dots[strand]}" cx="{x}" cy="{y}" r="{9 if strand == "woven" else 5}"/>')
        if x - last[side] >= LABEL_ROOM:
            last[side] = x
            parts.append(_label(x, on, side, strand, marks))
    return parts


def _label(x: int, on: date, side: str, strand: str, marks: list[Mark]) -> str:
    count = sum(mark.count for mark in marks)
    words = _shortened(marks[0].words) if count == 1 else f"{count} 项"
    first, second = (24, 40) if side == "above" else (172, 188)
    start, end = (46, WARP_Y - 6) if side == "above" else (WEFT_Y + 6, 158)
    return (
        f'<line class="s-line" x1="{x}" x2="{x}" y1="{start}" y2="{end}"/>'
        f'<text class="day {strand}" x="{x}" y="{first}">{on.day} 日</text>'
        f'<text class="{strand}" x="{x}" y="{second}">{escape(words)}</text>'
    )
