"""The board as a value: rows, columns, what stands where they meet, and the counts in words."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from yipanqi.brands.lifecycle import BOARD_STONES
from yipanqi.insight.board.columns import Column
from yipanqi.kit.clock import today

LEAST_FIRST = ("claimed", "doing", "confirmed")
STONE_WORDS = {"claimed": "已认领", "doing": "在做", "confirmed": "接收方已确认"}


@dataclass(frozen=True)
class Crossing:
    """What stands where a priority meets a column. ``stone`` shows the measure furthest from done."""

    stone: str
    measures: tuple[int, ...]


@dataclass
class Row:
    """One priority with its crossings by column code. ``ask`` says whom one may ask when nobody carries it."""

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
    measures: dict[int, str] = field(default_factory=dict)
    ask: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.measures

    def words(self) -> str:
        """``2 处在做 · 1 确认``: how many measures stand in which state."""
        counts = {stone: sum(s == stone for s in self.measures.values()) for stone in LEAST_FIRST}
        said = [("在做", counts["doing"]), ("确认", counts["confirmed"]), ("认领", counts["claimed"])]
        return " · ".join(f"{n} {words}" for words, n in said if n)

    @property
    def days_waiting(self) -> int | None:
        return (today() - self.starts_on).days if self.starts_on and self.starts_on <= today() else None


@dataclass(frozen=True)
class Grid:
    """``whole``: this person sees every column, so that an empty row is nobody's and not merely unseen."""

    rows: list[Row]
    columns: list[Column]
    whole: bool

    @property
    def units(self) -> list[tuple[str, list[Row]]]:
        """Rows grouped by the unit that raised them, in the order of the rows."""
        grouped: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            grouped[row.unit].append(row)
        return list(grouped.items())

    @property
    def empty_rows(self) -> list[Row]:
        return [row for row in self.rows if row.is_empty]

    def rows_for(self, only: str) -> list[Row]:
        """The rows to draw: all, those that are ``empty``, or those due by the end of a month ``YYYY-MM``."""
        if only == "empty":
            return self.empty_rows
        return [row for row in self.rows if not only or (row.due_on and f"{row.due_on:%Y-%m}" <= only)]

    def measures_in(self, column: Column) -> int:
        return len(
            {pk for row in self.rows if column.code in row.crossings for pk in row.crossings[column.code].measures}
        )

    @property
    def empty_columns(self) -> list[Column]:
        return [column for column in self.columns if not self.measures_in(column)]

    @property
    def stone_count(self) -> int:
        return sum(len(row.crossings) for row in self.rows)

    def stones(self) -> dict[str, int]:
        """How many crossings show which stone."""
        shown = [crossing.stone for row in self.rows for crossing in row.crossings.values()]
        return {stone: shown.count(stone) for stone in LEAST_FIRST}


def weave(rows: list[Row], columns: list[Column], stones: list[tuple[int, int, str, int]], *, whole: bool) -> Grid:
    """Set the stones. ``stones`` are (priority id, organisation id, measure state, measure id), a joint brand's measure
    once for each of its branches; the order of the input does not matter."""
    by_priority = {row.pk: row for row in rows}
    home = {organization: column.code for column in columns for organization in column.members}
    standing: dict[tuple[int, str], dict[int, str]] = defaultdict(dict)
    for priority, organization, state, measure in stones:
        if priority in by_priority and organization in home:
            standing[priority, home[organization]][measure] = BOARD_STONES[state]
    for (priority, code), measures in standing.items():
        stone = min(measures.values(), key=LEAST_FIRST.index)
        by_priority[priority].crossings[code] = Crossing(stone, tuple(sorted(measures)))
        by_priority[priority].measures |= measures
    return Grid(rows, columns, whole)
