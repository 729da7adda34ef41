"""Which part of a large board is drawn: as many threads as one can read, the rest a step away in tree order."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Generic, TypeVar

from yipanqi.insight.board.columns import Column
from yipanqi.insight.board.grid import Row

MOST_COLUMNS = 48  # that many are drawn side by side
MOST_ROWS = 100
EACH_COLUMNS = 30  # where there are more, a part holds what fits on a screen without scrolling sideways
EACH_ROWS = 60
Drawn = TypeVar("Drawn")
Coded = TypeVar("Coded", Row, Column)


@dataclass(frozen=True)
class Window(Generic[Drawn]):
    """One of several parts of a sequence. ``number`` counts from 0, ``first`` from 1."""

    parts: Sequence[Sequence[Drawn]]
    number: int = 0

    @property
    def shown(self) -> Sequence[Drawn]:
        return self.parts[self.number] if self.parts else []

    @property
    def first(self) -> int:
        return sum(len(part) for part in self.parts[: self.number]) + 1

    @property
    def last(self) -> int:
        return self.first + len(self.shown) - 1

    @property
    def total(self) -> int:
        return sum(map(len, self.parts))

    @property
    def is_part(self) -> bool:
        return len(self.parts) > 1


def column_window(columns: list[Column], *wanted: str) -> Window[Column]:
    """The part that holds the first of the ``wanted`` codes that is there: the beginning of a column that was opened.

    An opened committee has parts of its own, so that a step never leaves one half of it behind without a word.
    """
    if len(columns) <= MOST_COLUMNS:
        return Window([columns] if columns else [])
    runs: list[list[Column]] = []
    for column in columns:
        if not runs or runs[-1][-1].opened_from != column.opened_from:
            runs.append([])
        runs[-1].append(column)
    window = Window([part for run in runs for part in in_parts(run, EACH_COLUMNS)])
    return Window(window.parts, next((at for code in wanted if (at := _holding(window.parts, code)) is not None), 0))


def _holding(parts: Sequence[Sequence[Column]], code: str) -> int | None:
    """Where the column stands; for an opened one where its branches begin."""
    for at, part in enumerate(parts):
        if code and any(code in (column.code, column.opened_from) for column in part):
            return at
    return None


def row_window(rows: list[Coded], page: str, chosen: str = "") -> Window[Coded]:
    """Rows of the board or of a list of its columns. ``page`` counts from 1, as the address says it; anything else is
    the part that holds the ``chosen`` code, or the first."""
    parts = [rows] if len(rows) <= MOST_ROWS else in_parts(rows, EACH_ROWS)
    if not rows:
        return Window([])
    if page.isascii() and page.isdecimal() and len(page) < 6:
        return Window(parts, max(0, min(int(page), len(parts)) - 1))
    return Window(parts, next((at for at, part in enumerate(parts) if any(row.code == chosen for row in part)), 0))


def in_parts(whole: list[Drawn], most: int) -> list[list[Drawn]]:
    """As few parts as hold ``most`` each, as even as can be.

    >>> in_parts([1, 2, 3, 4, 5, 6, 7], 3)
    [[1, 2, 3], [4, 5, 6], [7]]
    """
    size = ceil(len(whole) / ceil(len(whole) / most)) if whole else 1
    return [whole[at : at + size] for at in range(0, len(whole), size)]
