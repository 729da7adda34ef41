"""The board as a value: rows, columns, what stands where they meet, and the counts in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from yipanqi.brands.lifecycle import BOARD_STONES
from yipanqi.brands.queries import Standing
from yipanqi.insight.board.columns import Column
from yipanqi.kit.clock import today

LEAST_FIRST = ("claimed", "doing", "confirmed")
STONE_WORDS = {"claimed": "已认领", "doing": "在做", "confirmed": "接收方已确认"}
RANKS = {state: LEAST_FIRST.index(stone) for state, stone in BOARD_STONES.items()}


class Crossing(NamedTuple):
    """What stands where a priority meets a column: the ``rank`` (in ``LEAST_FIRST``) of the measure furthest from done,
    and how many measures."""

    rank: int
    measures: int

    @property
    def stone(self) -> str:
        return LEAST_FIRST[self.rank]


@dataclass
class Row:
    """One priority with its crossings by column code. ``counts``: its measures by rank, a joint one counted once.

    ``ask`` says whom one may ask when nobody carries it.
    """

    pk: int
    code: str
    name: str
    due_on: date | None
    starts_on: date | None
    unit_id: int
    unit: str
    indicator_id: int | None
    short: str = ""
    crossings: dict[str, Crossing] = field(default_factory=dict)
    counts: list[int] = field(default_factory=lambda: [0] * len(LEAST_FIRST))
    ask: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(self.counts)

    @property
    def confirmed(self) -> int:
        return self.counts[LEAST_FIRST.index("confirmed")]

    @property
    def unfinished(self) -> int:
        return sum(self.counts) - self.confirmed

    def words(self) -> str:
        """``2 在做 · 1 确认``: how many measures stand in which state."""
        claimed, doing, confirmed = self.counts
        said = ((doing, "在做"), (confirmed, "确认"), (claimed, "认领"))
        return " · ".join(f"{n} {words}" for n, words in said if n)

    @property
    def days_waiting(self) -> int | None:
        return (today() - self.starts_on).days if self.starts_on and self.starts_on <= today() else None

    def put(self, code: str, rank: int, count: int) -> None:
        """Set measures of one rank at the column ``code``."""
        there = self.crossings.get(code)
        self.crossings[code] = Crossing(min(rank, there[0]), count + there[1]) if there else Crossing(rank, count)


@dataclass(frozen=True)
class Grid:
    """``whole``: this person sees every column, so that an empty row is nobody's and not merely unseen."""

    rows: list[Row]
    columns: list[Column]
    whole: bool

    @cached_property
    def empty_rows(self) -> list[Row]:
        return [row for row in self.rows if row.is_empty]

    def rows_for(self, only: str) -> list[Row]:
        """The rows to draw: all, those that are ``empty``, or those due by the end of a month ``YYYY-MM``."""
        if only == "empty":
            return self.empty_rows
        return [row for row in self.rows if not only or (row.due_on and f"{row.due_on:%Y-%m}" <= only)]

    def measures_in(self, column: Column) -> int:
        return sum(row.crossings[column.code].measures for row in self.rows if column.code in row.crossings)

    @cached_property
    def empty_columns(self) -> list[Column]:
        taken = {code for row in self.rows for code in row.crossings}
        return [column for column in self.columns if column.code not in taken]

    @property
    def stone_count(self) -> int:
        return sum(len(row.crossings) for row in self.rows)

    def stones(self) -> dict[str, int]:
        """How many crossings show which stone."""
        counts = [0] * len(LEAST_FIRST)
        for row in self.rows:
            for rank, _ in row.crossings.values():
                counts[rank] += 1
        return dict(zip(LEAST_FIRST, counts, strict=True))


def weave(rows: list[Row], columns: list[Column], standing: Iterable[Standing], *, whole: bool) -> Grid:
    """Set the stones; the order of ``standing`` does not matter. What has no column counts in its row all the same."""
    by_priority = {row.pk: row for row in rows}
    home = {place: column.code for column in columns for place in column.places}
    joint: dict[int, tuple[Row, int, set[str]]] = {}
    for priority, state, place, partner, measure, count in standing:
        if (row := by_priority.get(priority)) is None:
            continue
        rank = RANKS[state]
        if measure is not None:
            joint.setdefault(measure, (row, rank, set()))[2].update((place, partner or place))
            continue
        row.counts[rank] += count
        if code := home.get(place):
            row.put(code, rank, count)
    for row, rank, places in joint.values():
        row.counts[rank] += 1
        for code in {home[place] for place in places if place in home}:
            row.put(code, rank, 1)
    return Grid(rows, columns, whole)
