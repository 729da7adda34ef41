"""A line the size of a word: how a figure moved, with the time since a start tinted."""

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from yipanqi.kit.charts.series import path

WIDTH, HEIGHT, ROOM = 112, 40, 5


def spark(values: Sequence[float | None], words: str, since: int | None = None) -> SafeString:
    """``words`` say what it shows; ``since`` is the position of the first value after a start. Empty with no value."""
    known = [value for value in values if value is not None]
    if not known:
        return mark_safe("")
    low, room = min(known), (max(known) - min(known)) or 1.0
    step = (WIDTH - 2 * ROOM) / max(1, len(values) - 1)
    points = [
        None if value is None else (ROOM + at * step, HEIGHT - ROOM - (HEIGHT - 2 * ROOM) * (value - low) / room)
        for at, value in enumerate(values)
    ]
    x, y = next(point for point in reversed(points) if point)
    tint = ""
    if since is not None and 0 <= since < len(values):
        begin = max(0.0, ROOM + (since - 0.5) * step)
        tint = f'<rect class="f-since" x="{begin:.1f}" y="0" width="{WIDTH - begin:.1f}" height="{HEIGHT}"/>'
    return mark_safe(
        f'<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(words)}">{tint}'
        f'<path class="s-biz thin" d="{path(points)}"/><circle class="f-biz" cx="{x:.1f}" cy="{y:.1f}" r="3"/></svg>'
    )
