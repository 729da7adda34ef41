"""Columns of data from a mapping or a CSV file, with errors that name the row and column at fault.

A mapping holds equally long sequences; a path ends in .csv or .csv.gz, is UTF-8 (a BOM is allowed) or GB18030,
and its first line names the columns. Empty cells, None, NaN and NA are missing.
"""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.arguments import listed
from evaluation.errors import FormatError, MissingData, ShapeError, ValueRangeError

MISSING_WORDS = frozenset({"", "na", "nan", "null", "none"})


@dataclass(frozen=True)
class Columns:
    """Named columns of equal length. `lines` says in which line of a file each row begins; None in memory."""

    values: Mapping[str, Sequence[Any]]
    rows: int
    lines: NDArray[np.int64] | None = None

    def labels(self, name: str) -> list[Any]:
        """A column of names; whole numbers lose their ".0". A missing name is an error."""
        column = [_label(cell) for cell in self._column(name)]
        for row, cell in enumerate(column):
            if cell is None:
                raise MissingData("missing-label", f"{name} is empty", self.row(row), name)
            if not isinstance(cell, Hashable):
                raise FormatError("not-a-label", f"{cell!r} is not a name", self.row(row), name)
        return column

    def numbers(self, name: str, infinite: bool = False) -> NDArray[np.float64]:
        """A column of numbers, NaN where a cell is missing; `infinite` allows inf."""
        column = self._column(name)
        try:
            values = np.asarray(column, dtype=np.float64)
        except (TypeError, ValueError, OverflowError):
            values = np.zeros(0)
        if values.shape != (len(column),):  # an empty cell, text, or a cell that holds several numbers
            values = np.array([self._number(cell, row, name) for row, cell in enumerate(column)], dtype=np.float64)
        if not infinite and np.isinf(values).any():
            row = int(np.flatnonzero(np.isinf(values))[0])
            raise ValueRangeError("not-finite", f"{name} must be finite", self.row(row), name)
        return values

    def row(self, index: int) -> int:
        """The row as the caller can find it: a file's line or a mapping's 0-based index."""
        return int(index if self.lines is None else self.lines[index])

    def _column(self, name: str) -> Sequence[Any]:
        if name not in self.values:
            known = ", ".join(map(str, self.values))
            raise FormatError("missing-column", f"there is no column {name!r}; the columns are {known}", column=name)
        return self.values[name]

    def _number(self, cell: Any, row: int, name: str) -> float:
        if cell is None or (isinstance(cell, str) and cell.strip().lower() in MISSING_WORDS):
            return float("nan")
        try:
            return float(cell)
        except (TypeError, ValueError, OverflowError):
            raise ValueRangeError("not-a-number", f"{cell!r} is not a number", self.row(row), name) from None


def read(source: Any) -> Columns:
    """Columns from a mapping of sequences (or anything with keys and columns by name) or from a CSV path."""
    if isinstance(source, Columns):
        return source
    if isinstance(source, str | Path):
        return _read_csv(Path(source))
    if not hasattr(source, "keys"):
        raise FormatError("not-columns", "data must be a mapping of columns or the path of a CSV file")
    names = source.keys()  # of a table its columns
    values = {str(name): listed(source[name], f"column {name}") for name in names}
    lengths = {name: len(column) for name, column in values.items()}
    if len(set(lengths.values())) > 1:
        raise ShapeError("ragged-columns", f"the columns differ in length: {lengths}")
    return Columns(values, next(iter(lengths.values()), 0))


def coded(labels: Sequence[Any]) -> tuple[NDArray[np.int64], tuple[Any, ...]]:
    """Codes into the sorted distinct labels (text order when kinds are mixed)."""
    distinct = list(dict.fromkeys(labels))
    try:
        distinct.sort()
    except TypeError:
        distinct.sort(key=str)
    position = {label: code for code, label in enumerate(distinct)}
    return np.array([position[label] for label in labels], dtype=np.int64), tuple(distinct)


def _read_csv(path: Path) -> Columns:
    rows = _rows(path)
    _, header = next(rows, (1, []))
    header = [name.strip() for name in header]
    if not header:
        raise FormatError("empty-file", f"{path.name} is empty: its first line must name the columns", row=1)
    if len(set(header)) < len(header):
        twice = next(name for name in header if header.count(name) > 1)
        raise FormatError("repeated-column", f"the column {twice!r} appears twice", row=1, column=twice)
    lines, kept = [], []
    for line, cells in rows:
        if len(cells) != len(header) and cells:
            raise FormatError("ragged-line", f"the line has {len(cells)} cells, the header {len(header)}", row=line)
        if cells:
            lines.append(line)
            kept.append(cells)
    values = dict(zip(header, zip(*kept, strict=True), strict=True)) if kept else dict.fromkeys(header, ())
    return Columns(values, len(kept), np.array(lines, dtype=np.int64))


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Every row's cells with the line it begins in: a quoted cell may run over several lines."""
    rows = csv.reader(io.StringIO(_text(path), newline=""))
    begins = 1
    try:
        for cells in rows:
            yield begins, cells
            begins = rows.line_num + 1
    except csv.Error as error:
        raise FormatError("not-csv", f"{path.name} is no CSV: {error}", row=begins) from None


def _text(path: Path) -> str:
    try:
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except FileNotFoundError:
        raise FormatError("no-such-file", f"there is no file {path}") from None
    except (OSError, EOFError, zlib.error) as error:
        raise FormatError("unreadable-file", f"{path} cannot be read: {error}") from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FormatError("encoding", f"{path.name} is neither UTF-8 nor GB18030")


def _label(cell: Any) -> Any:
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float | np.floating):
        return None if np.isnan(cell) else int(cell) if float(cell).is_integer() else float(cell)
    return cell.item() if isinstance(cell, np.generic) else cell
