"""What the picture holds: stones with a place, branches without enough data, corners with what to do there."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from yipanqi.assessment.models import Run
from yipanqi.insight.board.windows import Window, in_parts

MOST_STONES = 60  # that many are drawn at once
EACH_STONES = 50  # a part holds that many where there are more
PER_POINT = 10_000_000  # billionths in one of a hundred


@dataclass(frozen=True)
class Place:
    """One stored result. ``party`` and ``operations`` in billionths, None without enough data."""

    pk: int
    code: str
    name: str
    path: str
    members: int
    branches: int
    party: int | None
    operations: int | None
    coordination: float | None
    reason: str

    @property
    def is_scored(self) -> bool:
        return self.coordination is not None

    @property
    def x(self) -> float:
        """Operations, 0 to 100."""
        return (self.operations or 0) / PER_POINT

    @property
    def y(self) -> float:
        """Party work, 0 to 100."""
        return (self.party or 0) / PER_POINT

    @property
    def fill(self) -> str:
        """``solid`` from 0.8, ``ring`` from 0.7, else ``dashed``."""
        degree = self.coordination or 0
        return "solid" if degree >= 0.8 else "ring" if degree >= 0.7 else "dashed"


@dataclass(frozen=True)
class Corner:
    """``words`` say where it lies; ``action`` what to do there. Never a label for who stands in it."""

    key: str
    action: str
    party_ahead: bool
    operations_ahead: bool

    def words(self, line: int) -> str:
        ahead = {True: f" {line} 以上", False: f"不到 {line}"}
        return f"党建{ahead[self.party_ahead]}，业务{ahead[self.operations_ahead]}"

    def holds(self, place: Place, line: int) -> bool:
        own = (place.y >= line, place.x >= line)
        return place.is_scored and own == (self.party_ahead, self.operations_ahead)


CORNERS = (
    Corner("both", "总结经验", True, True),
    Corner("party", "找结合点", True, False),
    Corner("operations", "补组织生活", False, True),
    Corner("neither", "领导挂点", False, False),
)
BANDS = ((0.0, "失调"), (0.5, "勉强"), (0.6, "初级"), (0.7, "中级"), (0.8, "良好以上"))


@dataclass
class Tally:
    """How many branches stand in which corner, have a D in which band, or lack data for which reason."""

    corners: dict[str, int] = field(default_factory=lambda: {corner.key: 0 for corner in CORNERS})
    bands: list[int] = field(default_factory=lambda: [0] * len(BANDS))
    reasons: dict[str, int] = field(default_factory=dict)

    @property
    def scored(self) -> int:
        return sum(self.bands)

    @property
    def lacking(self) -> int:
        return sum(self.reasons.values())

    @property
    def total(self) -> int:
        return self.scored + self.lacking

    def spread(self) -> list[tuple[str, int]]:
        """How many branches have a D in which band, in words."""
        return [(words, count) for (_, words), count in zip(BANDS, self.bands, strict=True)]


@dataclass
class Picture:
    """``tally`` counts every branch the picture speaks of, drawn by itself or within its committee; ``window`` holds
    the stones in tree order and the part of them to draw. ``folded``: committees stand for their branches. ``within``
    names the committee all drawn branches belong to."""

    run: Run
    line: int
    tally: Tally
    window: Window[Place]
    opened: Place | None = None
    folded: bool = False
    within: str = ""
    lacking: list["Lacking"] = field(default_factory=list)
    before: dict[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def stones(self) -> list[Place]:
        """Those to draw."""
        return list(self.window.shown)


@dataclass(frozen=True)
class Lacking:
    """Why some branches have no place; the first of them by name."""

    reason: str
    count: int
    places: list[tuple[int, str]]

    @property
    def more(self) -> int:
        return self.count - len(self.places)


def stone_window(stones: list[Place], *wanted: str) -> Window[Place]:
    """The part that holds the first of the ``wanted`` codes that is there."""
    parts = [stones] if len(stones) <= MOST_STONES else in_parts(stones, EACH_STONES)
    holding = {each.code: at for at, part in enumerate(parts) for each in part}
    return Window(parts if stones else [], next((holding[code] for code in wanted if code in holding), 0))


def tally_of(places: Iterable[Place], line: int) -> Tally:
    """Of a handful of places at hand; ``queries`` lets the database count."""
    found = Tally()
    for place in places:
        if place.is_scored:
            found.corners[corner_of(place, line).key] += 1
            found.bands[band_of(place.coordination or 0)] += 1
        else:
            found.reasons[place.reason] = found.reasons.get(place.reason, 0) + 1
    return found


def band_of(degree: float) -> int:
    return sum(degree >= edge for edge, _ in BANDS[1:])


def corner_of(place: Place, line: int) -> Corner:
    return next(each for each in CORNERS if each.holds(place, line))
