"""What reading gives: sheets of cells with the things a spreadsheet shows beside values."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

Merge = tuple[tuple[int, int], tuple[int, int]]


class Broken(NamedTuple):
    """A cell without a value to read, and why; stands in the grid in the place of the value."""

    reason: str


@dataclass
class Sheet:
    """``rows[i]`` is row ``i + 1`` as the spreadsheet shows it; rows may differ in length.

    ``hidden_rows`` are row numbers, ``hidden_columns`` and ``formula_columns`` column indexes, ``merges`` pairs of
    (row index, column index) of the upper left and lower right cell.
    """

    name: str
    rows: list[list[Any]]
    visible: bool = True
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formula_columns: set[int] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)

    def cell(self, row: int, column: int) -> Any:
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None

    def put(self, row: int, column: int, value: Any) -> None:
        """Write a cell, lengthening the grid where the used range ended before it."""
        while len(self.rows) <= row:
            self.rows.append([])
        cells = self.rows[row]
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = value


@dataclass
class Workbook:
    """``name`` is the file's name as the user gave it, for show only."""

    name: str
    sheets: list[Sheet]
