"""Bulk scoring against a hand-written numpy pass over the same coded data, and rank intervals.

`python -m benchmarks bulk` runs the first two tables; `python -m benchmarks.bulk --large` adds 5,000,000 units x 40
from a Parquet file in a process of its own, with its peak memory.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TextIO

import numpy as np

from evaluation import bulk, score, uncertainty
from evaluation.coding import Coded, Ramps
from evaluation.score import Totals

UNITS, INDICATORS, ROUNDS = 200_000, 40, 7
LARGE_UNITS = 5_000_000
BRANCHES, DRAWS = 201, 2_000


def main(out: TextIO, large: bool = False) -> None:
    """Prints ratios measured in this run; every pass must give the same digest."""
    coded = synthetic(UNITS, INDICATORS)
    passes: dict[str, Callable[[], Totals]] = {
        "hand-written numpy": lambda: by_hand(coded),
        "score.totals (numpy)": lambda: score.totals(coded),
        "bulk.totals (DuckDB)": lambda: bulk.totals(coded),
    }
    seconds, digests = interleaved(passes)
    floor = seconds["hand-written numpy"]
    print(f"{UNITS:,} units x {INDICATORS} indicators, {len(coded.value):,} values, median of {ROUNDS}", file=out)
    for name, took in seconds.items():
        print(f"  {name:24} {took:7.3f} s   {took / floor:5.2f} x   digest {digests[name][:16]}", file=out)
    print(f"  digests equal: {'yes' if len(set(digests.values())) == 1 else 'NO'}   (bar: 4 x)", file=out)
    rank_intervals(out)
    if large:
        large_file(out)


def synthetic(units: int, indicators: int) -> Coded:
    """Every third ramp a falling one, every fifth a band; a twelfth of the values missing; two sides."""
    random = np.random.RandomState(20260101)
    present = random.random_sample(units * indicators) >= 1 / 12
    unit = np.repeat(np.arange(units, dtype=np.int32), indicators)[present]
    ramp = np.tile(np.arange(indicators, dtype=np.int32), units)[present]
    return Coded(unit, ramp, random.random_sample(len(unit)) * 100, ramps_of(indicators), units, 2)


def ramps_of(indicators: int) -> Ramps:
    code = np.arange(indicators)
    low, span = np.where(code % 3 == 0, 90.0, 20.0), np.where(code % 3 == 0, -70.0, 60.0)
    band = code % 5 == 0
    low, span = np.where(band, 10.0, low), np.where(band, 30.0, span)
    return Ramps(
        side=(code % 2).astype(np.int32),
        weight=np.full(indicators, 2_000_000 // indicators, dtype=np.int64),
        low=low,
        span=span,
        high=np.where(band, 90.0, low),
        high_span=np.where(band, -30.0, span),
    )


def by_hand(coded: Coded) -> Totals:
    """What someone in a hurry would write for exactly these arrays, kept as the floor."""
    r, i = coded.ramps, coded.ramp
    z = np.minimum((coded.value - r.low[i]) / r.span[i], (coded.value - r.high[i]) / r.high_span[i])
    z = np.floor(np.clip(z, 0, 1) * 1e9 + 0.5)
    cell = coded.unit * np.int32(coded.sides) + r.side[i]
    w = r.weight[i].astype(np.float64)
    shape = (coded.units, coded.sides)
    total = np.bincount(cell, w * z, coded.units * coded.sides).astype(np.int64).reshape(shape)
    covered = np.bincount(cell, w, coded.units * coded.sides).astype(np.int64).reshape(shape)
    return Totals(total, covered)


def interleaved(passes: dict[str, Callable[[], Totals]]) -> tuple[dict[str, float], dict[str, str]]:
    """Median seconds and digest per pass; the passes take turns, so that a busy machine slows all alike."""
    took: dict[str, list[float]] = {name: [] for name in passes}
    digests: dict[str, str] = {}
    for _ in range(ROUNDS):
        for name, run in passes.items():
            start = perf_counter()
            result = run()
            took[name].append(perf_counter() - start)
            digests[name] = result.digest
    return {name: median(times) for name, times in took.items()}, digests


def rank_intervals(out: TextIO) -> None:
    table = np.random.RandomState(7).random_sample((BRANCHES, INDICATORS))
    start = perf_counter()
    uncertainty.rank_intervals(table, np.ones(INDICATORS) / INDICATORS, concentration=200, draws=DRAWS, seed=7)
    took = perf_counter() - start
    print(f"rank intervals, {BRANCHES} branches x {DRAWS:,} draws: {took:.2f} s   (bar: 1 s)", file=out)


def large_file(out: TextIO) -> None:
    """Writes and reads in two processes, so that the peak memory printed is that of the bulk pass."""
    with tempfile.TemporaryDirectory() as folder:
        for step in ("write", "read"):
            subprocess.run([sys.executable, "-m", "benchmarks.bulk", step, folder], check=True, stdout=out)


def write_large(folder: str) -> None:
    import duckdb

    bulk.write_ramps(ramps_of(INDICATORS), folder)
    with duckdb.connect() as connection:
        connection.execute("set memory_limit = '1GB'")
        connection.execute(
            f"copy (select (n // {INDICATORS})::int as unit, (n % {INDICATORS})::int as ramp, "
            f"(hash(n) % 100000) / 1000.0 as value from range({LARGE_UNITS * INDICATORS}) as numbers(n)) "
            f"to '{Path(folder) / bulk.OBSERVATIONS}' (format parquet)"
        )


def read_large(folder: str) -> None:
    start = perf_counter()
    result = bulk.folder_totals(folder, LARGE_UNITS, 2)
    took = perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    values, megabytes = LARGE_UNITS * INDICATORS, (Path(folder) / bulk.OBSERVATIONS).stat().st_size / 1e6
    print(f"{LARGE_UNITS:,} units x {INDICATORS} ({values:,} values, {megabytes:,.0f} MB of Parquet)")
    print(f"  bulk.folder_totals {took:.1f} s, peak memory {peak:.2f} GB   (bar: 2 GB)   digest {result.digest[:16]}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["write"]:
        write_large(sys.argv[2])
    elif sys.argv[1:2] == ["read"]:
        read_large(sys.argv[2])
    else:
        main(sys.stdout, large="--large" in sys.argv[1:])
