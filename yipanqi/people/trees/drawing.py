"""The threads between two rows, as SVG."""

from html import escape

from django.utils.safestring import SafeString, mark_safe

from yipanqi.people.trees.weaving import Lane, Line

WIDTH, CLOSED, INSIDE = 272, 36, 42
LEFT, RIGHT = 7, 265
FIRST_LANE, BETWEEN_LANES, BEND = 216, 14, 16
KNOT, MOST_KNOTS, WIDEST = 10.5, 56, 236

PARTY_END = '<rect class="f-party" x="3" y="{y}" width="8" height="8" rx="2"/>'
UNIT_END = f'<circle class="f-ground s-biz" cx="{RIGHT}" cy="{{y}}" r="4"/>'


def straight(height: int, words: str, *, party: bool = True, unit: bool = True) -> SafeString:
    """One thread from side to side, or only the ends that are there."""
    y = height // 2
    line = f'<path class="s-weave" d="M{LEFT} {y}H{RIGHT}"/>' if party and unit else ""
    return _svg(height, words, line + _ends(y, party, unit))


def bundle(
    branches: int, gaps: int, words: str, *, party: bool = True, unit: bool = True, most: int = MOST_KNOTS
) -> SafeString:
    """A folded bundle: one knot a branch, ``most`` at most; a dashed end beside it for sections without one."""
    y = CLOSED // 2
    knots = min(branches, most) if party and unit else 0
    width = round(min(WIDEST, knots * KNOT), 1)
    begin = round((WIDTH - width) / 2, 1)
    parts = []
    if gaps:
        parts.append(f'<path class="s-warn dashed" d="M{RIGHT} {y}C251 {y} 253 27.5 237 27.5H213"/>')
        parts.append('<circle class="s-warn dashed" cx="207" cy="27.5" r="5"/>')
    if knots:
        end = round(begin + width, 1)
        parts.append(f'<path class="s-weave thin" d="M{LEFT} {y}H{begin}M{end} {y}H{RIGHT}"/>')
        parts += [f'<path class="s-weave thin" d="{_strand(begin, y, width / knots, knots, up)}"/>' for up in (-1, 1)]
    return _svg(CLOSED, words, "".join(parts) + _ends(y, party, unit))


def inside(line: Line, at: int, words: str, *, chosen: bool = False) -> SafeString:
    """The threads of one row of an opened committee: its own, and the lanes that pass, leave or end here."""
    y = INSIDE // 2
    over, under = [], []
    across = f'<path class="s-weave" d="M{LEFT} {y}H{RIGHT}"/>' if line.straight else ""
    for lane in line.lanes:
        x = FIRST_LANE - lane.number * BETWEEN_LANES
        passes = lane.own != at and at not in lane.others
        path = f'<path class="s-weave" d="{_pass(x) if passes else _bend(x, lane, at, y, line.straight)}"/>'
        if passes and across and at % 2:
            over.append(f'<path class="s-ground" d="M{x} {y - 6}V{y + 6}"/>{path}')
        elif passes and across:
            under.append(path)
            across = f'<path class="s-ground" d="M{x - 6} {y}H{x + 6}"/>{across}'
        else:
            over.append(path)
    if chosen and line.straight:
        across = _twist(y)
    gap = _gap(y) if line.is_gap else _loose(y) if _comes_from_elsewhere(line, at) else ""
    ends = _ends(y, line.party is not None, line.unit is not None)
    return _svg(INSIDE, words, f"{''.join(under)}{across}{''.join(over)}{gap}{ends}")


def _strand(x: float, y: int, step: float, knots: int, up: int) -> str:
    half = round(step / 2, 2)
    first = f"M{x} {y}q{half} {up * 6.5} {round(step, 2)} 0"
    return first + f"t{round(step, 2)} 0" * (knots - 1)


def _pass(x: int) -> str:
    return f"M{x} -.5V{INSIDE + 0.5}"


def _bend(x: int, lane: Lane, at: int, y: int, drawn: bool) -> str:
    """Leaving the own row towards the others, or coming to one of them; the lane goes on where more lie beyond."""
    above = f"M{x} -.5V{y - BEND}" if lane.first < at else ""
    beyond = f"M{x} {y + BEND}V{INSIDE + 0.5}" if lane.last > at else ""
    if at == lane.own:
        start = x - BEND
        down = f"M{start} {y}Q{x} {y} {x} {y + BEND}" if lane.last > at else ""
        up = f"M{start} {y}Q{x} {y} {x} {y - BEND}" if lane.first < at else ""
        reach = "" if drawn else f"M{LEFT} {y}H{start}"
        return f"{reach}{up}{down}{above}{beyond}"
    comes = f"M{x} {y - BEND}Q{x} {y} {x + BEND} {y}H{RIGHT}" if lane.own < at else (
        f"M{x} {y + BEND}Q{x} {y} {x + BEND} {y}H{RIGHT}"
    )  # fmt: skip
    through = f"M{x} {y - BEND}V{y + BEND}" if lane.first < at < lane.last else ""
    return f"{above}{comes}{through}{beyond}"


def _twist(y: int) -> str:
    """Both threads of the chosen row, twisted once around what they share."""
    waves = "q15 {0} 30 0t30 0t30 0t30 0"
    warp = f'<path class="s-party" d="M{LEFT} {y}H58{waves.format(16)}"/>'
    weft = f'<path class="s-biz" d="M58 {y}{waves.format(-16)}H{RIGHT}"/>'
    return f'{warp}{weft}<circle class="f-weave" cx="118" cy="{y}" r="4"/>'


def _gap(y: int) -> str:
    return (
        f'<path class="s-warn dashed" d="M{RIGHT} {y}H105"/><circle class="s-warn dashed" cx="97" cy="{y}" r="8"/>'
    )  # fmt: skip


def _loose(y: int) -> str:
    return f'<path class="s-weave faint" d="M{RIGHT - 36} {y}H{RIGHT}"/>'


def _comes_from_elsewhere(line: Line, at: int) -> bool:
    """Covered, but no thread drawn here leads to it."""
    return bool(line.covered_by) and not line.straight and not any(at in lane.others for lane in line.lanes)


def _ends(y: int, party: bool, unit: bool) -> str:
    return (PARTY_END.format(y=y - 4) if party else "") + (UNIT_END.format(y=y) if unit else "")


def _svg(height: int, words: str, parts: str) -> SafeString:
    heard = f'role="img" aria-label="{escape(words)}"' if words else 'aria-hidden="true"'
    return mark_safe(f'<svg class="thread" viewBox="0 0 {WIDTH} {height}" {heard}>{parts}</svg>')
