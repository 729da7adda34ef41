"""Observations: what was measured, per unit and indicator, with its numerator, denominator and place of origin.

A missing row means not reported; a row without a value means reported, but there was nothing to measure.
Both stay missing. One set of observations is one period.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation import columns
from evaluation.arguments import listed
from evaluation.errors import FormatError, ShapeError
from evaluation.tables import Floats, TableLike, frozen, read

# Header names of the district's own workbooks are understood beside the English ones.
HEADERS = {
    "unit": ("unit", "机构代码", "组织代码"),
    "indicator": ("indicator", "指标代码"),
    "value": ("value", "数值"),
    "group": ("group", "职能组"),
    "numerator": ("numerator", "分子"),
    "denominator": ("denominator", "分母"),
    "period": ("period", "期间"),
}
REQUIRED = ("unit", "indicator", "value")


@dataclass(frozen=True, eq=False)
class Observations:
    """Integer-coded columns of equal length, sorted by unit then indicator; NaN where nothing was given.

    `unit` and `indicator` index into `units` and `indicators`, which are sorted; `groups` has one peer group per unit
    ("" when none was given); `line` is the line of the file, or the 0-based row of columns in memory (-1: none).
    """

    units: tuple[str, ...]
    groups: tuple[str, ...]
    indicators: tuple[str, ...]
    unit: NDArray[np.int32]
    indicator: NDArray[np.int32]
    value: Floats
    numerator: Floats
    denominator: Floats
    line: NDArray[np.int64]
    period: str = ""
    source: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of names, groups, period and numbers; independent of the order and lines of the source."""
        text = hashlib.sha256()
        for part in (self.units, self.groups, self.indicators, (self.period,)):
            text.update("\x1f".join(part).encode() + b"\x1e")
        for column in (self.unit, self.indicator, self.value, self.numerator, self.denominator):
            text.update(_canonical(column))
        return text.hexdigest()

    def place(self, unit: str) -> int | None:
        """Index of a unit in `units`, or None."""
        return _place(self.units, str(unit))

    def find(self, unit: str, indicator: str) -> int | None:
        """The row of a unit's indicator, or None when it was not reported."""
        own, wanted = self.place(unit), _place(self.indicators, str(indicator))
        if own is None or wanted is None:
            return None
        first, last = self._starts[own], self._starts[own + 1]
        row = bisect_left(self.indicator, wanted, first, last)
        return row if row < last and self.indicator[row] == wanted else None

    @cached_property
    def _starts(self) -> list[int]:
        """Where each unit's rows begin, and one past the last row."""
        return np.searchsorted(self.unit, np.arange(len(self.units) + 1)).tolist()


def from_columns(
    source: Mapping[str, Sequence[Any]] | str | Path, roster: Mapping[str, str] | None = None
) -> Observations:
    """Observations from a mapping of columns or a CSV file, one row per unit and indicator (names: `HEADERS`).

    Other columns are not read. `roster` (unit -> peer group) adds units that reported nothing and gives their groups.
    Raises FormatError, MissingData or ValueRangeError with row and column: a column missing or doubled, an empty
    name, text that is no number, a unit in two groups, the same unit and indicator twice, two periods.
    """
    data = columns.read(source)
    names = _found(list(data.values))
    members = _members(roster)
    labels = {field: [str(label) for label in data.labels(names[field])] for field in ("unit", "indicator")}
    _note_groups(members, labels["unit"], _optional_labels(data, names, "group"), data)
    units, indicators = sorted(members), sorted(set(labels["indicator"]))
    unit, indicator = _coded(labels["unit"], units), _coded(labels["indicator"], indicators)
    order = np.lexsort((indicator, unit))
    _refuse_twice(unit[order], indicator[order], order, units, indicators, data)

    def numbers(field: str) -> Floats:
        given = data.numbers(names[field]) if field in names else np.full(data.rows, np.nan)
        return frozen(given[order])

    return Observations(
        units=tuple(units),
        groups=tuple(members[unit] for unit in units),
        indicators=tuple(indicators),
        unit=frozen(unit[order]),
        indicator=frozen(indicator[order]),
        value=numbers("value"),
        numerator=numbers("numerator"),
        denominator=numbers("denominator"),
        line=frozen(order.astype(np.int64) if data.lines is None else data.lines[order]),
        period=_one_period(_optional_labels(data, names, "period"), data),
        source=str(source) if isinstance(source, str | Path) else "",
    )


def _members(roster: Mapping[str, str] | None) -> dict[str, str]:
    if not isinstance(roster or {}, Mapping):
        raise FormatError("not-a-mapping", f"the roster is {roster!r}, not a mapping of units to groups")
    return {str(unit): str(group) for unit, group in (roster or {}).items()}


def roster(source: Mapping[str, Sequence[Any]] | str | Path) -> dict[str, str]:
    """Unit -> peer group from columns unit and group (or 机构代码 and 职能组), for `from_columns`.

    Raises FormatError for a missing column and for a unit in two groups, MissingData for an empty name.
    """
    data = columns.read(source)
    names = _found(list(data.values), required=("unit", "group"))
    members: dict[str, str] = {}
    units = [str(label) for label in data.labels(names["unit"])]
    _note_groups(members, units, _optional_labels(data, names, "group"), data)
    return members


def from_table(
    table: TableLike, units: Sequence[str], indicators: Sequence[str], groups: Sequence[str] | None = None
) -> Observations:
    """Observations from a table (rows = units, columns = indicators); NaN or None = not reported."""
    values = read(table, "observations").values
    units, indicators = listed(units, "units"), listed(indicators, "indicators")
    if values.shape != (len(units), len(indicators)):
        raise ShapeError("wrong-length", f"{values.shape} values for {len(units)} units x {len(indicators)} indicators")
    labels = [""] * len(units) if groups is None else [str(group) for group in listed(groups, "groups")]
    if len(labels) != len(units):
        raise ShapeError("wrong-length", f"{len(labels)} groups for {len(units)} units")
    for names, what in ((units, "unit"), (indicators, "indicator")):
        if len(set(map(str, names))) != len(names):
            raise FormatError("duplicate-name", f"the same {what} is named twice", column=what)
    by_unit, by_indicator = np.argsort(np.array(units, dtype=str)), np.argsort(np.array(indicators, dtype=str))
    ordered = values[np.ix_(by_unit, by_indicator)]
    unit, indicator = np.nonzero(~np.isnan(ordered))
    nothing = np.full(len(unit), np.nan)
    return Observations(
        units=tuple(str(units[place]) for place in by_unit),
        groups=tuple(labels[place] for place in by_unit),
        indicators=tuple(str(indicators[place]) for place in by_indicator),
        unit=frozen(unit.astype(np.int32)),
        indicator=frozen(indicator.astype(np.int32)),
        value=frozen(ordered[unit, indicator]),
        numerator=nothing,
        denominator=nothing,
        line=frozen(np.full(len(unit), -1)),
    )


def _found(header: Sequence[str], required: Sequence[str] = REQUIRED) -> dict[str, str]:
    """The caller's column name per field."""
    names: dict[str, str] = {}
    for field, synonyms in HEADERS.items():
        found = [name for name in header if name in synonyms]
        if len(found) > 1:
            raise FormatError("repeated-column", f"{' and '.join(found)} both hold the {field}", column=field)
        if not found and field in required:
            message = f"no column {' or '.join(synonyms)}; the columns are {', '.join(header)}"
            raise FormatError("missing-column", message, column=field)
        if found:
            names[field] = found[0]
    return names


def _optional_labels(data: columns.Columns, names: Mapping[str, str], field: str) -> list[str]:
    if field not in names:
        return []
    return [str(cell if cell is not None else "").strip() for cell in data.values[names[field]]]


def _note_groups(members: dict[str, str], units: Sequence[str], groups: Sequence[str], data: columns.Columns) -> None:
    for row, unit in enumerate(units):
        group = groups[row] if groups else ""
        known = members.setdefault(unit, group)
        if group and known and group != known:
            message = f"unit {unit} is in group {known} and in group {group}"
            raise FormatError("two-groups", message, row=data.row(row), column="group")
        members[unit] = known or group


def _one_period(periods: Sequence[str], data: columns.Columns) -> str:
    given = [(row, period) for row, period in enumerate(periods) if period]
    for row, period in given:
        if period != given[0][1]:
            message = f"period {period} beside {given[0][1]}: evaluate one period at a time"
            raise FormatError("two-periods", message, row=data.row(row), column="period")
    return given[0][1] if given else ""


def _coded(labels: Sequence[str], names: Sequence[str]) -> NDArray[np.int32]:
    codes = {name: code for code, name in enumerate(names)}
    return np.array([codes[label] for label in labels], dtype=np.int32)


def _refuse_twice(
    unit: NDArray[np.int32],
    indicator: NDArray[np.int32],
    order: NDArray[np.intp],
    units: Sequence[str],
    indicators: Sequence[str],
    data: columns.Columns,
) -> None:
    twice = np.flatnonzero((unit[1:] == unit[:-1]) & (indicator[1:] == indicator[:-1]))
    for place in twice:
        named = f"unit {units[unit[place]]}, indicator {indicators[indicator[place]]}"
        message = f"{named} stand also in row {data.row(int(order[place]))}"
        raise FormatError("duplicate-row", message, row=data.row(int(order[place + 1])))


def _place(names: Sequence[str], name: str) -> int | None:
    place = bisect_left(names, name)
    return place if place < len(names) and names[place] == name else None


def _canonical(column: NDArray[np.generic]) -> bytes:
    """Little-endian bytes with one NaN and one zero."""
    if column.dtype.kind == "f":
        numbers = np.asarray(column, dtype=np.float64)
        column = np.where(np.isnan(numbers), np.nan, numbers + 0.0)
    return column.astype(column.dtype.newbyteorder("<")).tobytes()
