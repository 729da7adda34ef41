"""The bulk pass on a real Spark cluster. Opt-in: `pytest -m spark evaluation/tests/test_bulk_spark.py` with [spark]."""

from pathlib import Path

import pytest

from benchmarks.bulk import synthetic
from evaluation import bulk, score
from evaluation.tests.spark_cluster import spark_session


@pytest.mark.spark
def test_spark_gives_the_same_digest_as_numpy_and_duckdb(tmp_path: Path) -> None:
    coded = synthetic(units=20_000, indicators=40)
    bulk.write_folder(coded, tmp_path)

    with spark_session(tmp_path) as session:
        on_spark = bulk.spark_totals(session, tmp_path, coded.units, coded.sides)

    assert on_spark.digest == bulk.totals(coded).digest == score.totals(coded).digest
