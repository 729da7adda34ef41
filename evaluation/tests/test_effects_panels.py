"""Reading panels: files and mappings alike, and every fault with its row and column."""

import gzip
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evaluation import effects
from evaluation.errors import EvaluationError
from evaluation.tests.simulated import staggered

NAMES = {"outcome": "y", "unit": "unit", "time": "time", "first_treated": "start"}
HEADER = "unit,time,start,y"
ROWS = ["甲,1,2,1.0", "甲,2,2,2.5", "乙,1,,1.0", "乙,2,,1.5", "丙,1,0,0.5", "丙,2,0,0.8"]


def written(path: Path, lines: list[str], encoding: str = "utf-8") -> Path:
    content = ("\n".join(lines) + "\n").encode(encoding)
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


@pytest.mark.parametrize(("name", "encoding"), [("p.csv", "utf-8-sig"), ("p.csv", "gb18030"), ("p.csv.gz", "utf-8")])
def test_a_file_gives_what_a_mapping_gives(tmp_path: Path, name: str, encoding: str) -> None:
    path = written(tmp_path / name, [HEADER, *ROWS], encoding)
    rows = [row.split(",") for row in ROWS]
    mapping = dict(zip(HEADER.split(","), map(list, zip(*rows, strict=True)), strict=True))

    assert effects.group_time_att(path, **NAMES) == effects.group_time_att(mapping, **NAMES)
    assert effects.group_time_att(str(path), **NAMES).simple.estimate == pytest.approx(1.5 - 0.4)


@pytest.mark.parametrize(
    ("lines", "code", "row", "column"),
    [
        ([], "empty-file", 1, None),
        ([HEADER], "empty-panel", None, "y"),
        ([HEADER, *ROWS[:3], "乙,2,,很多"], "not-a-number", 5, "y"),
        ([HEADER, *ROWS, "丙,2,0,0.9"], "repeated-row", 8, None),
        ([HEADER, *ROWS, "丙,3,3,0.9"], "start-varies", 8, "start"),
        ([HEADER, *ROWS, ",3,3,0.9"], "missing-label", 8, "unit"),
        ([HEADER, *ROWS, "丙,,0,0.9"], "missing-time", 8, "time"),
        ([HEADER, *ROWS, "丙,3"], "ragged-line", 8, None),
        ([HEADER, *ROWS[:3], "", "", "乙,2,,很多"], "not-a-number", 7, "y"),
        ([HEADER, '"甲', '(一)",1,2,1.0', "乙,2,,很多"], "not-a-number", 4, "y"),
        ([HEADER, *ROWS, "丙,3,0," + "9" * 200_000], "not-csv", 8, None),
        ([HEADER, *ROWS, "丙,3,0,inf"], "not-finite", 8, "y"),
        ([HEADER, *ROWS, "丙,3,0,1e200"], "out-of-range", 8, "y"),
        ([HEADER, *ROWS, "丁,1,-inf,1"], "not-finite", 8, "start"),
        (["unit,time,start", "甲,1,2"], "missing-column", None, "y"),
        (["unit,unit,start,y", "甲,1,2,3"], "repeated-column", 1, "unit"),
        ([HEADER, "甲,1,2,NA", "甲,2,2,"], "empty-panel", None, "y"),
    ],
)
def test_a_fault_in_a_file_is_named_by_its_line_and_column(
    tmp_path: Path, lines: list[str], code: str, row: int | None, column: str | None
) -> None:
    with pytest.raises(EvaluationError) as refusal:
        effects.group_time_att(written(tmp_path / "panel.csv", lines), **NAMES)
    assert (refusal.value.code, refusal.value.row, refusal.value.column) == (code, row, column)


def test_a_start_of_zero_is_doubted_where_time_runs_through_zero(tmp_path: Path) -> None:
    rows = ["甲,-2,-1,1.0", "甲,-1,-1,2.5", "甲,0,-1,2.0", "乙,-2,0,1.0", "乙,-1,0,1.5", "乙,0,0,1.2"]

    result = effects.group_time_att(written(tmp_path / "panel.csv", [HEADER, *rows]), **NAMES)

    assert result.warnings[0] == "start 0 was read as never treated, though the panel holds times around 0"


def test_a_file_that_is_not_there_or_not_text_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.csv.gz"
    broken.write_bytes(b"not gzip at all")

    for path, code in ((tmp_path / "none.csv", "no-such-file"), (broken, "unreadable-file")):
        with pytest.raises(EvaluationError) as refusal:
            effects.group_time_att(path, **NAMES)
        assert refusal.value.code == code


@pytest.mark.parametrize("panel", [None, 7, [[1, 2]], {"y": [1], "unit": [1, 2]}])
def test_something_that_is_no_panel_is_refused(panel: Any) -> None:
    with pytest.raises(EvaluationError):
        effects.group_time_att(panel, **NAMES)


def test_a_panel_of_one_unit_has_nothing_to_compare_with() -> None:
    with pytest.raises(EvaluationError) as refusal:
        effects.group_time_att({"unit": [1, 1], "time": [1, 2], "start": [2, 2], "y": [1, 2]}, **NAMES)
    assert refusal.value.code == "no-controls"


def test_huge_outcomes_stay_finite() -> None:
    panel = staggered(np.random.RandomState(1), 20, 4, (0, 3))

    plain = effects.group_time_att(panel, **NAMES).simple
    huge = effects.group_time_att(panel | {"y": 1e100 * panel["y"]}, **NAMES).simple

    assert (huge.estimate, huge.se) == pytest.approx((1e100 * plain.estimate, 1e100 * plain.se))
