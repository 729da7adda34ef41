"""The picture as SVG: stones are links in the order of the tree; nothing in it needs a script."""

from collections.abc import Callable, Iterator
from html import escape
from math import sqrt

from django.utils.safestring import SafeString, mark_safe

from yipanqi.insight.board.names import short_names
from yipanqi.insight.harmony.labels import Box, Label, Spot, anywhere, set_out
from yipanqi.insight.harmony.picture import CORNERS, Corner, Picture, Place

WIDTH, HEIGHT = 620, 668
LEFT, TOP, RIGHT, BOTTOM = 46.0, 56.0, 594.0, 604.0
FRAME: Box = (LEFT, TOP, RIGHT, BOTTOM)
MARGIN = 22.0  # within the frame, so that a stone at 0 or 100 stands inside
INNER = (RIGHT - LEFT - 2 * MARGIN) / 2
STEPS = range(0, 101, 10)
BANDS = (("f-control", 1), ("f-control", 1), ("f-weave", 0.35), ("f-weave", 0.7), ("f-weave", 1))  # colour and strength
LARGEST, SMALLEST = 18.0, 6.5  # radius: area follows members


def share(value: float, line: int) -> float:
    """0 to 2: the line stands in the middle whatever its value, and each half is even. The mesh shows every ten."""
    return value / line if value < line else 1 + (value - line) / (100 - line)


def x_of(value: float, line: int) -> float:
    return LEFT + MARGIN + INNER * share(value, line)


def y_of(value: float, line: int) -> float:
    return BOTTOM - MARGIN - INNER * share(value, line)


def draw(picture: Picture, *, at: str, root: str, link: Callable[[Place], str]) -> SafeString:
    """``at`` is the chosen stone's code, ``root`` the district's name that short names leave out."""
    stones = picture.stones
    names = _names(stones, picture.within or root, alike=not picture.within)
    most = max((each.members for each in stones), default=1) or 1
    spots = [
        Spot(each, x_of(each.x, picture.line), y_of(each.y, picture.line), _radius(each.members, most))
        for each in stones
    ]
    labels = set_out(spots, names, FRAME, at)
    noun = "个党组织" if picture.folded else "个支部"
    return mark_safe(
        "".join(
            [
                f'<svg class="harmony" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" data-board'
                f' aria-label="协同图：{len(stones)} {noun}，横轴业务，纵轴党建，都是 0 到 100">',
                *_ground(picture.line),
                *(_corner(picture, corner) for corner in CORNERS),
                *_tails(picture, spots),
                *(_stone(spot, names, labels.get(spot.place.code), at, link) for spot in spots),
                *_choice(spots, names, labels, at),
                *_axes(picture.line),
                "</svg>",
            ]
        )
    )


def _names(stones: list[Place], parent: str, *, alike: bool) -> dict[str, str]:
    """Committees among themselves and branches among themselves, each without what siblings share."""
    names: dict[str, str] = {}
    for group in ([each for each in stones if each.branches], [each for each in stones if not each.branches]):
        shorts = short_names([each.name for each in group], parent, alike=alike and bool(group and group[0].branches))
        names |= {each.code: short for each, short in zip(group, shorts, strict=True)}
    return names


def _radius(members: int, most: int) -> float:
    return max(SMALLEST, LARGEST * sqrt(members / most))


def _ground(line: int) -> Iterator[str]:
    x, y = x_of(line, line), y_of(line, line)
    yield f'<rect class="f-since" x="{x:.1f}" y="{TOP}" width="{RIGHT - x:.1f}" height="{y - TOP:.1f}"/>'
    yield f'<rect class="f-sunken" x="{LEFT}" y="{y:.1f}" width="{x - LEFT:.1f}" height="{BOTTOM - y:.1f}"/>'
    lines = [f"M{x_of(step, line):.1f} {TOP}V{BOTTOM}M{LEFT} {y_of(step, line):.1f}H{RIGHT}" for step in STEPS]
    yield f'<path class="s-line faint" d="{"".join(lines)}"/>'
    yield f'<path class="s-control thin" d="M{x:.1f} {TOP}V{BOTTOM}M{LEFT} {y:.1f}H{RIGHT}"/>'


def _corner(picture: Picture, corner: Corner) -> str:
    """Outside the frame, where no stone covers it: what to do there, how many branches stand there."""
    x, end = (RIGHT, " end") if corner.operations_ahead else (LEFT, "")
    y = TOP - 28 if corner.party_ahead else BOTTOM + 42
    return (
        f'<text class="q{end}" x="{x}" y="{y}">{corner.action} · {picture.tally.corners[corner.key]:,}</text>'
        f'<text class="qs{end}" x="{x}" y="{y + 18}">{corner.words(picture.line)}</text>'
    )


def _tails(picture: Picture, spots: list[Spot]) -> Iterator[str]:
    """Where a stone stood a period ago, only for large moves."""
    for spot in spots:
        if was := picture.before.get(spot.place.code):
            x, y = x_of(was[0], picture.line), y_of(was[1], picture.line)
            yield f'<path class="s-weave thin faint" d="M{x:.1f} {y:.1f}L{spot.x:.1f} {spot.y:.1f}"/>'
            yield f'<circle class="f-weave faint" cx="{x:.1f}" cy="{y:.1f}" r="2.6"/>'


def _stone(spot: Spot, names: dict[str, str], label: Label | None, at: str, link: Callable[[Place], str]) -> str:
    place, chosen = spot.place, spot.place.code == at
    words = f"{place.name}，党建 {place.y:.0f}，业务 {place.x:.0f}，协调度 {place.coordination:.2f}"
    where = label or anywhere(spot, names[place.code], FRAME)
    kind = " later" if label is None or chosen else ""
    name = (
        f'<text class="nm{kind}" x="{where.x:.1f}" y="{where.y:.1f}" text-anchor="{where.anchor}">'
        f"{escape(names[place.code])}</text>"
    )
    current = ' aria-current="true"' if chosen else ""
    return (
        f'<a class="at {place.fill}" href="{escape(link(place))}" aria-label="{escape(words)}"{current}>'
        f"<title>{escape(words)}</title>"
        f'<circle class="disc" cx="{spot.x:.1f}" cy="{spot.y:.1f}" r="{spot.r:.1f}"/>{_plus(spot)}{name}</a>'
    )


def _choice(spots: list[Spot], names: dict[str, str], labels: dict[str, Label], at: str) -> Iterator[str]:
    """Ring and name of the chosen stone, above all others; the stone itself keeps its place in the order of links."""
    for spot in spots:
        if spot.place.code == at:
            label = labels[at]
            ring = f'<circle class="s-ink thin" cx="{spot.x:.1f}" cy="{spot.y:.1f}" r="{spot.r + 6:.1f}"/>'
            yield (
                f'<g class="choice" aria-hidden="true">{ring}'
                f'<text class="nm chosen" x="{label.x:.1f}" y="{label.y:.1f}" text-anchor="{label.anchor}">'
                f"{escape(names[at])}</text></g>"
            )


def _plus(spot: Spot) -> str:
    """A cross on full stones, so that fill is not told by colour alone."""
    if spot.place.fill != "solid":
        return ""
    arm = spot.r * 0.4
    return (
        f'<path class="plus" d="M{spot.x - arm:.1f} {spot.y:.1f}h{2 * arm:.1f}'
        f'M{spot.x:.1f} {spot.y - arm:.1f}v{2 * arm:.1f}"/>'
    )


def _axes(line: int) -> Iterator[str]:
    middle_x, middle_y = (LEFT + RIGHT) / 2, (TOP + BOTTOM) / 2
    yield f'<rect class="s-line" x="{LEFT}" y="{TOP}" width="{RIGHT - LEFT}" height="{BOTTOM - TOP}"/>'
    yield f'<text class="axis biz middle" x="{middle_x}" y="{BOTTOM + 42}">业务 →</text>'
    yield f'<text class="axis party middle" transform="translate(14 {middle_y}) rotate(-90)">党建 →</text>'
    for value in (0, line, 100):
        yield f'<text class="middle" x="{x_of(value, line):.1f}" y="{BOTTOM + 16}">{value}</text>'
        yield f'<text class="end" x="{LEFT - 7}" y="{y_of(value, line) + 4:.1f}">{value}</text>'


def bars(spread: list[tuple[str, int]]) -> SafeString:
    """How many branches in which band of D, as five columns."""
    most, wide = max((count for _, count in spread), default=0) or 1, 84
    parts = [f'<svg class="bars" viewBox="0 0 {wide * len(spread)} 132" role="img" aria-label="协调度分布：']
    parts.append("，".join(f"{words} {count} 个" for words, count in spread) + '">')
    for at, (words, count) in enumerate(spread):
        high, middle = 84 * count / most, wide * at + wide / 2
        if count:
            place = f'x="{wide * at + 6}" y="{108 - high:.1f}" width="{wide - 12}" height="{high:.1f}"'
            colour, strength = BANDS[at]
            parts.append(f'<rect class="{colour}" fill-opacity="{strength}" {place} rx="4"/>')
        parts.append(f'<path class="s-line" d="M{wide * at + 6} 108h{wide - 12}"/>')
        parts.append(f'<text class="strong middle" x="{middle}" y="{102 - high:.1f}">{count}</text>')
        parts.append(f'<text class="middle" x="{middle}" y="126">{words}</text>')
    return mark_safe("".join([*parts, "</svg>"]))
