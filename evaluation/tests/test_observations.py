"""Observations: what a file says, and what it must not say."""

from pathlib import Path

import numpy as np
import pytest

from evaluation import observations
from evaluation.errors import EvaluationError
from evaluation.tests.standing_scheme import standing_observations


def test_columns_are_coded_and_sorted() -> None:
    seen = observations.from_columns(
        {"unit": ["乙", "甲", "乙"], "indicator": ["P2", "P1", "P1"], "value": [3, "", 1.5], "group": ["g", "", ""]}
    )

    assert (seen.units, seen.groups, seen.indicators) == (("乙", "甲"), ("g", ""), ("P1", "P2"))
    assert seen.unit.tolist() == [0, 0, 1]
    assert seen.indicator.tolist() == [0, 1, 0]
    np.testing.assert_array_equal(seen.value, [1.5, 3, np.nan])
    assert seen.line.tolist() == [2, 0, 1]
    assert (seen.find("乙", "P2"), seen.find("甲", "P2"), seen.find("丙", "P1")) == (1, None, None)


def test_district_workbook_headers_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "06_业务指标.csv"
    path.write_text(
        "期间,机构代码,指标代码,指标名称,分子,分母,数值,单位\n2026-10,DY0101,B105,查验完成时长,,120,6.2,小时\n",
        encoding="utf-8-sig",
    )

    seen = observations.from_columns(path)

    assert (seen.units, seen.indicators, seen.period) == (("DY0101",), ("B105",), "2026-10")
    assert (seen.value[0], seen.denominator[0], seen.line[0]) == (6.2, 120, 2)
    assert np.isnan(seen.numerator[0])


def test_a_row_is_found_again_by_its_line_whatever_stands_between(tmp_path: Path) -> None:
    path = tmp_path / "observations.csv"
    path.write_text('unit,indicator,value,note\n\n甲,P1,1,"two\nlines"\n乙,P1,2,\n', encoding="utf-8")

    seen = observations.from_columns(path)

    assert dict(zip(seen.units, seen.line.tolist(), strict=True)) == {"乙": 5, "甲": 3}


def test_table_and_columns_give_the_same_digest() -> None:
    table = observations.from_table([[1.0, None], [3.0, 4.0]], ["b", "a"], ["y", "x"], ["g", "g"])
    columns = observations.from_columns(
        {"unit": ["b", "a", "a"], "indicator": ["y", "y", "x"], "value": [1, 3, 4], "group": ["g"] * 3}
    )

    assert table.digest == columns.digest


def test_digest_ignores_the_sign_of_zero_only() -> None:
    def digest(value: float) -> str:
        return observations.from_table([[value]], ["a"], ["x"]).digest

    assert digest(0.0) == digest(-0.0) != digest(5e-324)


@pytest.mark.parametrize(
    ("code", "change", "row", "column"),
    [
        ("duplicate-row", {"indicator": ["P1", "P1"]}, 1, None),
        ("two-groups", {"group": ["g", "h"]}, 1, "group"),
        ("two-periods", {"period": ["2026Q1", "2026Q2"]}, 1, "period"),
        ("not-a-number", {"value": [1, "很多"]}, 1, "value"),
        ("missing-label", {"unit": ["a", ""]}, 1, "unit"),
        ("not-finite", {"value": [1, float("inf")]}, 1, "value"),
        ("repeated-column", {"数值": [1, 2]}, None, "value"),
    ],
)
def test_bad_rows_are_refused_with_row_and_column(code: str, change: dict, row: int | None, column: str | None) -> None:
    columns = {"unit": ["a", "a"], "indicator": ["P1", "P2"], "value": [1, 2]} | change

    with pytest.raises(EvaluationError) as refusal:
        observations.from_columns(columns)

    assert (refusal.value.code, refusal.value.row, refusal.value.column) == (code, row, column)


def test_missing_column_is_named_with_what_is_there() -> None:
    with pytest.raises(EvaluationError, match="no column value or 数值; the columns are unit, indicator"):
        observations.from_columns({"unit": ["a"], "indicator": ["P1"]})


def test_table_of_another_shape_is_refused() -> None:
    with pytest.raises(EvaluationError, match="for 1 units x 2 indicators"):
        observations.from_table([[1.0]], ["a"], ["x", "y"])
    with pytest.raises(EvaluationError, match="named twice"):
        observations.from_table([[1.0], [2.0]], ["a", "a"], ["x"])


def test_units_are_found_among_many() -> None:
    seen = standing_observations()

    assert [seen.place(unit) for unit in ("A", "B", "C", "D", "")] == [0, 1, 2, None, None]
