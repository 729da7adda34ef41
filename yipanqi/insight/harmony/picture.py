"""What the picture holds: stones with a place, branches without enough data, corners with what to do there."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from yipanqi.assessment.models import Run
from yipanqi.organizations import paths

MOST_STONES = 60
SECOND_LEVEL = 2 * paths.WIDTH
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
class Picture:
    """``branches`` are all one may see, ``stones`` those drawn; ``folded``: committees stand for their branches."""

    run: Run
    line: int
    branches: list[Place]
    committees: list[Place]
    opened: Place | None = None
    before: dict[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def folded(self) -> bool:
        return self.opened is None and len(self.branches) > MOST_STONES

    @property
    def within(self) -> str:
        """The committee all drawn branches belong to, where there is just one."""
        if self.opened or (not self.folded and len(self.committees) == 1):
            return (self.opened or self.committees[0]).name
        return ""

    @property
    def stones(self) -> list[Place]:
        """In the order of the tree."""
        if self.opened:
            return [each for each in self.branches if each.path.startswith(self.opened.path) and each.is_scored]
        if not self.folded:
            return [each for each in self.branches if each.is_scored]
        direct = [each for each in self.branches if len(each.path) <= SECOND_LEVEL]
        return sorted((each for each in [*direct, *self.committees] if each.is_scored), key=lambda each: each.path)

    @property
    def shown_branches(self) -> list[Place]:
        """The branches the picture speaks of, drawn by themselves or within their committee."""
        if self.opened is None:
            return self.branches
        return [each for each in self.branches if each.path.startswith(self.opened.path)]

    @property
    def scored(self) -> list[Place]:
        return [each for each in self.shown_branches if each.is_scored]

    @property
    def lacking(self) -> list[Place]:
        return [each for each in self.shown_branches if not each.is_scored]

    def lacking_by_reason(self, most: int) -> list[tuple[str, list[Place], int]]:
        """(reason, the first of those it holds for, how many more), in the order of the tree."""
        found: dict[str, list[Place]] = {}
        for each in self.lacking:
            found.setdefault(each.reason, []).append(each)
        return [(reason, own[:most], max(0, len(own) - most)) for reason, own in found.items()]

    def in_corner(self, corner: Corner) -> list[Place]:
        return [each for each in self.scored if corner.holds(each, self.line)]

    def spread(self) -> list[tuple[str, int]]:
        """How many branches have a D in which band."""
        return [(words, count) for (_, words), count in zip(BANDS, _counted(self.scored), strict=True)]

    def find(self, code: str) -> Place | None:
        return next((each for each in [*self.stones, *self.shown_branches] if each.code == code), None)


def corner_of(place: Place, line: int) -> Corner:
    return next(each for each in CORNERS if each.holds(place, line))


def _counted(places: Iterable[Place]) -> list[int]:
    counts = [0] * len(BANDS)
    for place in places:
        counts[sum((place.coordination or 0) >= edge for edge, _ in BANDS[1:])] += 1
    return counts
