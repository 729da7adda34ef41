"""The bulk pass: one portable SQL text over integer-coded values, on DuckDB and on Spark.

`SQL` uses only + - * / floor case sum join group by, so that both engines (and the numpy path, `score.totals`)
compute the same whole numbers: every product is an integer under 2^53, and sums of such numbers do not depend on
their order. Do not write least/greatest here: they turn a missing value into 0 on both engines.

The engines receive present values only (`coding.code` leaves missing ones out).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.coding import Coded, Ramps
from evaluation.errors import ShapeError, ValueRangeError
from evaluation.score import Totals
from evaluation.tables import frozen

SQL = """
select unit, side,
       sum(weight * floor(case when share <= 0 then 0e0 when share >= 1 then 1e0 else share end * 1e9 + 5e-1)) as total,
       sum(weight) as covered
from (select unit, side, weight, case when rising < falling then rising else falling end as share
      from (select observation.unit, ramp.side, ramp.weight,
                   (observation.value - ramp.low) / ramp.span as rising,
                   (observation.value - ramp.high) / ramp.high_span as falling
            from observation join ramp on observation.ramp = ramp.ramp) as lines) as shares
group by unit, side
"""

OBSERVATIONS, RAMPS, SUMS = "observations.parquet", "ramps.parquet", "sums.parquet"
UNITS_AT_A_TIME = 500_000
MEMORY_LIMIT = "1GB"


def totals(coded: Coded) -> Totals:
    """`score.totals` on DuckDB, over arrays in memory."""
    with _duckdb() as connection:
        connection.register("ramp", _ramp_columns(coded.ramps))
        connection.register("observation", {"unit": coded.unit, "ramp": coded.ramp, "value": coded.value})
        sums = _Sums(coded.units, coded.sides)
        sums.add(connection.execute(SQL).fetchnumpy())
    return sums.totals()


def folder_totals(
    folder: str | Path,
    units: int,
    sides: int,
    memory_limit: str = MEMORY_LIMIT,
    units_at_a_time: int = UNITS_AT_A_TIME,
    progress: Callable[[int], None] | None = None,
) -> Totals:
    """`score.totals` on DuckDB over a folder as `write_folder` lays it, larger than memory.

    Units are taken in slices, so observations sorted by unit are read once. `progress` hears how many units are done.
    """
    sums = _Sums(units, sides)
    with _duckdb() as connection, tempfile.TemporaryDirectory() as spill:
        connection.execute("set memory_limit = ?", [memory_limit])
        connection.execute("set temp_directory = ?", [spill])
        connection.execute("set preserve_insertion_order = false")
        connection.execute(f"create temp table ramp as from read_parquet({_quoted(folder, RAMPS)})")
        for start in range(0, units, units_at_a_time):
            stop = min(start + units_at_a_time, units)
            connection.execute(
                "create or replace temp view observation as select unit, ramp, value "
                f"from read_parquet({_quoted(folder, OBSERVATIONS)}) where unit >= {start} and unit < {stop}"
            )
            sums.add(connection.execute(SQL).fetchnumpy())
            if progress:
                progress(stop)
    return sums.totals()


def spark_totals(session: Any, folder: str | Path, units: int, sides: int) -> Totals:
    """`score.totals` on a Spark session (the `[spark]` extra) over a folder that driver and workers can all see.

    The sums are written beside the input, in `sums.parquet`, and read back from there: no row passes through Python.
    """
    for name, view in ((OBSERVATIONS, "observation"), (RAMPS, "ramp")):
        session.read.parquet(str(Path(folder) / name)).createOrReplaceTempView(view)
    session.sql(SQL).write.mode("overwrite").parquet(str(Path(folder) / SUMS))
    sums = _Sums(units, sides)
    with _duckdb() as connection:
        sums.add(connection.execute(f"from read_parquet({_quoted(folder, SUMS + '/*.parquet')})").fetchnumpy())
    return sums.totals()


def write_folder(coded: Coded, folder: str | Path) -> None:
    """The coded values, sorted by unit, and the ramps as the Parquet files both engines read."""
    write_ramps(coded.ramps, folder)
    with _duckdb() as connection:
        connection.register("observation", {"unit": coded.unit, "ramp": coded.ramp, "value": coded.value})
        rows = "select unit, ramp, value from observation order by unit"
        connection.execute(f"copy ({rows}) to {_quoted(folder, OBSERVATIONS)} (format parquet)")


def write_ramps(ramps: Ramps, folder: str | Path) -> None:
    with _duckdb() as connection:
        connection.register("ramp", _ramp_columns(ramps))
        connection.execute(f"copy (from ramp) to {_quoted(folder, RAMPS)} (format parquet)")


class _Sums:
    """Collects rows (unit, side, total, covered), in any order, into arrays units x sides."""

    def __init__(self, units: int, sides: int) -> None:
        if units < 0 or sides < 1:
            raise ShapeError("empty-table", f"{units} units x {sides} sides")
        self.total = np.zeros((units, sides), dtype=np.int64)
        self.covered = np.zeros((units, sides), dtype=np.int64)

    def add(self, rows: dict[str, NDArray[Any]]) -> None:
        unit, side = rows["unit"], rows["side"]
        if len(unit) and not (unit.min() >= 0 and unit.max() < len(self.total)):
            raise ValueRangeError(
                "unknown-unit", f"unit codes run from {unit.min()} to {unit.max()}, not below {len(self.total)}"
            )
        self.total[unit, side] = rows["total"].astype(np.int64)
        self.covered[unit, side] = rows["covered"].astype(np.int64)

    def totals(self) -> Totals:
        return Totals(frozen(self.total), frozen(self.covered))


@contextmanager
def _duckdb() -> Iterator[Any]:
    import duckdb  # heavy, and only the bulk pass needs it

    with duckdb.connect() as connection:
        yield connection


def _quoted(folder: str | Path, name: str) -> str:
    """A path as an SQL text literal."""
    return "'" + str(Path(folder) / name).replace("'", "''") + "'"


def _ramp_columns(ramps: Ramps) -> dict[str, NDArray[Any]]:
    return {
        "ramp": np.arange(len(ramps.side), dtype=np.int32),
        "side": ramps.side,
        "weight": ramps.weight,
        "low": ramps.low,
        "span": ramps.span,
        "high": ramps.high,
        "high_span": ramps.high_span,
    }
