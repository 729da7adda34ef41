"""Which names stand beside their stones: the largest first, where nothing is covered; the rest on focus and hover."""

from dataclasses import dataclass

from yipanqi.insight.harmony.picture import Place

WIDE, NARROW, HIGH = 13.0, 7.2, 17.0
GAP = 5.0
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Spot:
    """A stone on paper: its middle and its radius."""

    place: Place
    x: float
    y: float
    r: float

    @property
    def box(self) -> Box:
        return self.x - self.r, self.y - self.r, self.x + self.r, self.y + self.r


@dataclass(frozen=True)
class Label:
    """Where a name stands; ``anchor`` as SVG has it."""

    x: float
    y: float
    anchor: str


def width(words: str) -> float:
    """Of a line of 13 pixels, generously."""
    return sum(WIDE if ord(letter) > 0x2E7F else NARROW for letter in words)


def set_out(spots: list[Spot], names: dict[str, str], frame: Box, first: str = "") -> dict[str, Label]:
    """Code -> label. ``first`` (the chosen stone) always gets one; others only where there is room."""
    boxes = [spot.box for spot in spots]
    found: dict[str, Label] = {}
    ordered = sorted(spots, key=lambda spot: (spot.place.code != first, -spot.r, spot.place.path))
    for spot in ordered:
        own = spot.box
        for label, box in _ways(spot, width(names[spot.place.code])):
            if _inside(box, frame) and _is_free(box, boxes, own):
                found[spot.place.code] = label
                boxes.append(box)
                break
        else:
            if spot.place.code == first:
                label, box = _ways(spot, width(names[first]))[0]
                found[first] = label
                boxes.append(box)
    return found


def anywhere(spot: Spot, words: str, frame: Box) -> Label:
    """To the right, or to the left where the frame ends."""
    right, left = _ways(spot, width(words))[:2]
    return right[0] if _inside(right[1], frame) else left[0]


def _ways(spot: Spot, wide: float) -> list[tuple[Label, Box]]:
    """Right, left, below, above."""
    right, left = spot.x + spot.r + GAP, spot.x - spot.r - GAP
    below, above = spot.y + spot.r + HIGH, spot.y - spot.r - GAP
    top, bottom = spot.y - HIGH / 2, spot.y + HIGH / 2
    half = wide / 2
    return [
        (Label(right, spot.y + 5, "start"), (right, top, right + wide, bottom)),
        (Label(left, spot.y + 5, "end"), (left - wide, top, left, bottom)),
        (Label(spot.x, below - 3, "middle"), (spot.x - half, below - HIGH, spot.x + half, below)),
        (Label(spot.x, above, "middle"), (spot.x - half, above - HIGH + 3, spot.x + half, above + 3)),
    ]


def _is_free(box: Box, boxes: list[Box], own: Box) -> bool:
    """Nothing stands there but perhaps the stone itself; a plain loop, asked some thousand times a picture."""
    left, top, right, bottom = box
    for other in boxes:
        if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom and other != own:
            return False
    return True


def _inside(box: Box, frame: Box) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
