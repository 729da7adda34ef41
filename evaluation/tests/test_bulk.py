"""The bulk pass: numpy and DuckDB agree to the last bit, in memory and from files, on any values."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.bulk import by_hand, ramps_of, synthetic
from evaluation import bulk, score
from evaluation.coding import Coded, code
from evaluation.errors import ShapeError, ValueRangeError
from evaluation.tests.standing_scheme import standing_observations, standing_scheme


def test_duckdb_equals_numpy_to_the_last_bit() -> None:
    coded = synthetic(units=5_000, indicators=40)

    assert bulk.totals(coded).digest == score.totals(coded).digest == by_hand(coded).digest


def test_standing_scheme_scores_the_same_in_bulk() -> None:
    coded, _ = code(standing_scheme(), standing_observations())

    sums, numpy_sums = bulk.totals(coded), score.totals(coded)

    np.testing.assert_array_equal(sums.total, numpy_sums.total)
    np.testing.assert_array_equal(sums.covered, numpy_sums.covered)


# Values around the corners of the ramps, where a last bit would decide, and far beyond them.
VALUES = st.one_of(
    st.sampled_from([10.0, 20.0, 40.0, 60.0, 80.0, 90.0, 0.0, -0.0, 1e308, -1e308, 5e-324]),
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(0, 100),
)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 7), VALUES), min_size=1, max_size=40))
def test_any_value_gives_the_same_whole_numbers(rows: list[tuple[int, int, float]]) -> None:
    unit, ramp, value = (np.array(column) for column in zip(*rows, strict=True))
    coded = Coded(unit.astype(np.int32), ramp.astype(np.int32), value.astype(float), ramps_of(8), units=4, sides=2)

    assert bulk.totals(coded).digest == score.totals(coded).digest


def test_order_of_rows_does_not_matter() -> None:
    coded = synthetic(units=300, indicators=12)
    order = np.random.RandomState(1).permutation(len(coded.value))
    shuffled = Coded(coded.unit[order], coded.ramp[order], coded.value[order], coded.ramps, coded.units, coded.sides)

    assert score.totals(shuffled).digest == bulk.totals(shuffled).digest == score.totals(coded).digest


def test_folder_larger_than_a_slice_gives_the_same_digest(tmp_path: Path) -> None:
    coded = synthetic(units=1_000, indicators=12)
    bulk.write_folder(coded, tmp_path)
    heard: list[int] = []

    sums = bulk.folder_totals(tmp_path, coded.units, coded.sides, units_at_a_time=300, progress=heard.append)

    assert sums.digest == score.totals(coded).digest
    assert heard == [300, 600, 900, 1000]


def test_folder_with_a_quote_in_its_name_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "海关's"
    folder.mkdir()
    coded = synthetic(units=10, indicators=4)

    bulk.write_folder(coded, folder)

    assert bulk.folder_totals(folder, coded.units, coded.sides).digest == score.totals(coded).digest


def test_nothing_reported_gives_zero_covered() -> None:
    nothing = np.zeros(0, dtype=np.int32)
    coded = Coded(nothing, nothing, np.zeros(0), ramps_of(4), units=3, sides=2)

    sums = bulk.totals(coded)

    assert sums.covered.tolist() == [[0, 0]] * 3
    assert sums.digest == score.totals(coded).digest


def test_sql_keeps_to_what_both_engines_compute_alike() -> None:
    words = set(bulk.SQL.lower().replace("(", " ").replace(")", " ").replace(",", " ").split())

    assert not words & {"least", "greatest", "round", "cast", "coalesce", "window", "over", "case_when", "%"}
    assert {"sum", "floor", "case", "join", "group"} <= words


def test_unit_beyond_the_count_is_refused() -> None:
    coded = synthetic(units=10, indicators=4)
    short = Coded(coded.unit, coded.ramp, coded.value, coded.ramps, units=5, sides=2)

    with pytest.raises(ValueRangeError, match="unit codes run"):
        bulk.totals(short)
    with pytest.raises(ShapeError):
        bulk.totals(Coded(coded.unit, coded.ramp, coded.value, coded.ramps, units=10, sides=0))
