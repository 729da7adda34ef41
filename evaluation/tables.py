"""Tables, vectors and names as callers hand them in; arrays with reasons as we hand them back.

A table is anything numpy reads as two dimensions (rows = units, columns = indicators) or a mapping
`{column name: values}`. `None` and NaN both mean missing. Infinite numbers and text are refused with their place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from evaluation.arguments import number
from evaluation.errors import FormatError, MissingData, Place, ShapeError, ValueRangeError
from evaluation.reasons import Reason

Floats = NDArray[np.float64]
TableLike = Any
VectorLike = Any


@dataclass(frozen=True, eq=False)
class Table:
    """Numbers with the names of their columns (empty when the caller gave none); NaN is missing."""

    values: Floats
    names: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        return int(self.values.shape[0])

    @property
    def columns(self) -> int:
        return int(self.values.shape[1])

    def column(self, index: int) -> Place:
        """How to call a column in a message: its name, else its 0-based index."""
        return self.names[index] if self.names else index

    def aligned(self, values: object, what: str) -> Floats:
        """One number per column, from a scalar, a sequence, or a mapping by column name."""
        if isinstance(values, Mapping):
            values = self._in_order(values, what)
        numbers = np.full(self.columns, number(values, what)) if _is_single(values) else vector(values, what)
        if len(numbers) != self.columns:
            raise ShapeError("wrong-length", f"{what}: {len(numbers)} numbers for {self.columns} columns")
        return numbers

    def _in_order(self, values: Mapping[Any, Any], what: str) -> list[Any]:
        if set(map(str, values)) != set(self.names):
            raise ShapeError("wrong-names", f"{what} names {list(values)}, the table has {list(self.names)}")
        named = {str(name): value for name, value in values.items()}
        return [named[name] for name in self.names]


def read(table: TableLike, what: str = "table") -> Table:
    """A `Table` of at least one row and one column."""
    if isinstance(table, Table):
        return table
    if isinstance(table, Mapping):
        return _from_columns(table, what)
    values = _numbers(table, what)
    if values.ndim != 2:
        raise ShapeError("not-a-table", f"{what} has {values.ndim} dimensions, not 2")
    return _checked(Table(values), what)


def vector(values: VectorLike, what: str) -> Floats:
    """One-dimensional finite or missing numbers; a mapping gives its values in order."""
    numbers = _numbers(list(values.values()) if isinstance(values, Mapping) else values, what)
    if numbers.ndim != 1:
        raise ShapeError("not-a-vector", f"{what} has {numbers.ndim} dimensions, not 1")
    return numbers


def is_flat(values: object) -> bool:
    """Whether values are one number or a sequence of numbers, not a table."""
    if isinstance(values, np.ndarray):
        return values.ndim < 2
    if isinstance(values, Mapping | Table):
        return False
    return not isinstance(values, Sequence) or not any(isinstance(one, Sequence | np.ndarray) for one in values)


def complete(table: Table, method: str) -> Table:
    """The table itself; refuses the first missing cell, because `method` compares whole rows."""
    gaps = np.argwhere(np.isnan(table.values))
    if len(gaps):
        row, column = (int(index) for index in gaps[0])
        raise MissingData(
            "missing-value", f"{method} has no meaning with a missing value", row=row, column=table.column(column)
        )
    return table


def weights(values: VectorLike, table: Table, what: str = "weights") -> Floats:
    """One non-negative finite weight per column, not all zero; used as given, never rescaled."""
    numbers = table.aligned(values, what)
    for index, weight in enumerate(numbers):
        if not weight >= 0:
            raise ValueRangeError("bad-weight", f"{what}: {weight} is not a weight", column=table.column(index))
    with np.errstate(over="ignore"):
        total = numbers.sum()
    if not 0 < total < np.inf:
        raise ValueRangeError(
            "no-weight", f"{what} are all zero" if total == 0 else f"{what} sum to more than a number holds"
        )
    return numbers


def directions(direction: object, table: Table) -> Floats:
    """+1 (more is better) or -1 (less is better) per column; `None` means +1 everywhere."""
    numbers = table.aligned(1 if direction is None else direction, "direction")
    for index, sign in enumerate(numbers):
        if sign not in (1.0, -1.0):
            raise ValueRangeError("bad-direction", f"direction is {sign}, not +1 or -1", column=table.column(index))
    return numbers


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """A read-only copy, so that a result cannot change after it was explained."""
    copy = np.array(array)
    copy.flags.writeable = False
    return copy


class Reasoned(np.ndarray[Any, np.dtype[np.float64]]):
    """Floats in which every missing entry (NaN) has a reason: `.codes` holds a `Reason` per entry, 0 = present.

    It is read-only and otherwise an ordinary array. `.to_list()` gives plain lists with None for missing,
    `.reason(row, column)` the reason in words or None.
    """

    codes: NDArray[np.int8] | None

    def __new__(cls, values: NDArray[Any], codes: NDArray[np.int8]) -> Reasoned:
        array = np.array(values, dtype=np.float64).view(cls)
        array.codes = frozen(
            np.where(codes == 0, np.where(np.isnan(values), Reason.NOT_REPORTED, 0), codes).astype(np.int8)
        )
        array[array.codes != 0] = np.nan
        array.flags.writeable = False
        return array

    def __array_finalize__(self, origin: object) -> None:
        codes = getattr(origin, "codes", None)
        self.codes = codes if codes is not None and codes.shape == self.shape else None

    def reason(self, *index: int) -> str | None:
        """Why the entry is missing, in words; None when it is present."""
        code = Reason.PRESENT if self.codes is None else Reason(int(self.codes[index]))
        return None if code is Reason.PRESENT else code.words

    def to_list(self) -> list[Any]:
        """Nested lists that serialise: None for missing."""
        plain = np.asarray(self).astype(object)
        plain[np.isnan(np.asarray(self))] = None
        return cast(list[Any], plain.tolist())


def _from_columns(columns: Mapping[Any, Any], what: str) -> Table:
    names = tuple(str(name) for name in columns)
    read_columns = [_named(vector, values, name) for name, values in zip(names, columns.values(), strict=True)]
    lengths = {name: len(values) for name, values in zip(names, read_columns, strict=True)}
    if len(set(lengths.values())) > 1:
        raise ShapeError("ragged-table", f"{what} has columns of different length: {lengths}")
    if not names:
        raise ShapeError("empty-table", f"{what} has no columns")
    return _checked(Table(np.column_stack(read_columns), names), what)


def _named(reader: Any, values: object, name: str) -> Floats:
    try:
        return cast(Floats, reader(values, f"column {name}"))
    except FormatError as error:
        raise FormatError(error.code, error.message, row=error.row, column=name) from None


def _checked(table: Table, what: str) -> Table:
    if table.rows == 0 or table.columns == 0:
        raise ShapeError("empty-table", f"{what} has {table.rows} rows and {table.columns} columns")
    return table


def _numbers(values: object, what: str) -> Floats:
    if isinstance(values, np.ndarray) and values.dtype.kind in "fiu":
        numbers = np.asarray(values, dtype=np.float64)
    else:
        try:
            cells = np.array(values, dtype=object)
            if any(isinstance(cell, complex | np.complexfloating) for cell in cells.flat):
                raise _not_numeric(values, what)  # numpy would drop the imaginary part with no more than a warning
            numbers = np.array(cells, dtype=np.float64)
        except (TypeError, OverflowError):
            raise _not_numeric(values, what) from None
        except ValueError as error:
            raise error if isinstance(error, FormatError) else _not_numeric(values, what) from None
    if np.isinf(numbers).any():
        row, column = _place(np.argwhere(np.isinf(numbers))[0])
        raise ValueRangeError("not-finite", f"{what} holds an infinite number", row=row, column=column)
    return numbers


def _not_numeric(values: object, what: str) -> FormatError:
    """Names the first cell that is not a number, or the first row of another length."""
    rows = list(values) if isinstance(values, Sequence | np.ndarray) else [values]
    nested = [
        list(row) if isinstance(row, Sequence | np.ndarray) and not isinstance(row, str) else [row] for row in rows
    ]
    for row, cells in enumerate(nested):
        if len(cells) != len(nested[0]):
            return FormatError("ragged-table", f"{what}: a row has {len(cells)} cells, not {len(nested[0])}", row=row)
        for column, cell in enumerate(cells):
            if not _is_number(cell):
                return FormatError("not-a-number", f"{what}: {cell!r} is not a number", row=row, column=column)
    return FormatError("not-a-table", f"{what} cannot be read as numbers")


def _is_single(values: object) -> bool:
    if isinstance(values, np.ndarray):
        return values.ndim == 0
    return isinstance(values, str) or not hasattr(values, "__len__")


def _is_number(cell: object) -> bool:
    """Whether a cell can be read; an infinite one can, and is refused by itself afterwards."""
    try:
        number(float("nan") if cell is None else cell, "cell")
    except FormatError:
        return False
    except ValueRangeError:
        return True
    return True


def _place(index: NDArray[Any]) -> tuple[int, int | None]:
    return int(index[0]), int(index[1]) if len(index) > 1 else None
