"""`python -m evaluation`: results on standard output, errors with row and column on standard error."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from evaluation.__main__ import main
from evaluation.tests.published import FOLDER, case
from evaluation.tests.standing_scheme import CONTENT

OBSERVATIONS = """unit,group,indicator,value,numerator,denominator
A,口岸查验,P101,88,44,50
A,口岸查验,P105,8,2,25
A,口岸查验,B105,6.25,,120
A,口岸查验,B107,92,92,100
A,口岸查验,B402,1.4,,
C,口岸查验,P101,95,19,20
C,口岸查验,B202,3,,
"""


@pytest.fixture
def scheme_file(tmp_path: Path) -> Path:
    path = tmp_path / "scheme.yaml"
    path.write_text(yaml.safe_dump(CONTENT, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


@pytest.fixture
def observations_file(tmp_path: Path) -> Path:
    path = tmp_path / "observations.csv"
    path.write_text(OBSERVATIONS, encoding="utf-8")
    return path


def test_score_prints_explained_trees(
    scheme_file: Path, observations_file: Path, capsys: pytest.CaptureFixture
) -> None:
    assert main(["score", str(scheme_file), str(observations_file)]) == 0

    printed = capsys.readouterr()
    content = json.loads(printed.out)
    assert [unit["code"] for unit in content["units"]] == ["A", "C"]
    assert [unit["value"] for unit in content["units"]] == [0.725, None]
    assert content["units"][0]["children"][0]["children"][0]["evidence"]["line"] == 2
    assert content["ignored"] == ["B202"]
    assert printed.err.splitlines() == [
        "scheme 党建业务融合自助评价 2026.1: 5 scored indicators on 2 sides",
        "7 observations of 2 units",
        "not scored by this scheme: B202",
    ]


def test_score_prints_one_line_a_unit_as_csv(
    scheme_file: Path, observations_file: Path, capsys: pytest.CaptureFixture
) -> None:
    assert main(["score", str(scheme_file), str(observations_file), "--format", "csv"]) == 0

    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["unit"] for row in rows] == ["A", "C"]
    assert (rows[0]["party_score"], rows[0]["business_score"], rows[0]["band"]) == ("0.8", "0.65", "中级协调")
    assert (rows[1]["party_score"], rows[1]["D"]) == ("", "")
    assert rows[1]["party_reason"].startswith("数据不足")


def test_score_of_an_unknown_unit_prints_nothing_but_the_error(
    scheme_file: Path, observations_file: Path, capsys: pytest.CaptureFixture
) -> None:
    assert main(["score", str(scheme_file), str(observations_file), "--unit", "Z"]) == 2

    printed = capsys.readouterr()
    assert printed.out == ""
    assert "error: [unknown-unit] 'Z' is not among the 2 scored units (row Z)" in printed.err


def test_units_file_gives_groups_and_adds_the_silent_unit(
    scheme_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    seen, units = tmp_path / "month.csv", tmp_path / "units.csv"
    seen.write_text("机构代码,指标代码,数值\nA,B107,92\nA,B402,1.0\n", encoding="utf-8")
    units.write_text("机构代码,机构名称,职能组\nA,办公室,综合机关\nD,查验科,口岸查验\n", encoding="utf-8")

    assert main(["score", str(scheme_file), str(seen), "--units", str(units), "--format", "csv"]) == 0

    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["unit"], row["group"], row["business_score"]) for row in rows] == [
        ("A", "综合机关", "1"),
        ("D", "口岸查验", ""),
    ]


def test_errors_name_row_and_column(scheme_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("unit,indicator,value\nA,P101,88\nA,P105,八\n", encoding="utf-8")

    assert main(["score", str(scheme_file), str(bad)]) == 2
    assert (
        capsys.readouterr().err.splitlines()[-1] == "error: [not-a-number] '八' is not a number (row 3, column value)"
    )

    assert main(["score", str(tmp_path / "none.yaml"), str(bad)]) == 2
    assert "No such file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "options", "expected"),
    [
        ("ahp-saaty-drinks", [], "weights"),
        ("entropy-nursing-11x9", ["--method", "entropy"], "weights"),
        ("entropy-hwang-yoon-fighter", ["--method", "entropy", "--normalise", "sum"], "weights"),
        ("critic-diakoulaki-1995", ["--method", "critic"], "weights"),
        ("combination-weights-game", ["--method", "combine", "--labels", "indicator"], "weights"),
    ],
)
def test_weights_of_published_tables(
    name: str, options: list[str], expected: str, capsys: pytest.CaptureFixture
) -> None:
    assert main(["weights", str(FOLDER / name / "data.csv"), *options]) == 0

    content = json.loads(capsys.readouterr().out)
    assert content["evidence"]["weights"] == pytest.approx(case(name).expected[expected], abs=1e-9)
    assert content["formula"] and content["source"]


def test_weights_read_fractions_and_print_csv(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    path = tmp_path / "matrix.csv"
    path.write_text("价格,质量\n1,1/4\n4,1\n", encoding="utf-8")

    assert main(["weights", str(path), "--format", "csv"]) == 0

    assert capsys.readouterr().out == "name,weight\n价格,0.2\n质量,0.8\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1,2\n0.5,1\n", "[no-header] the first line holds numbers; it must name the columns (row 1)"),
        ("a,b\n1,x\n2,1\n", "[not-a-number] 'x' is neither a number nor a fraction (row 2, column b)"),
        ("a,b\n1,\n2,1\n", "[missing-value] AHP has no meaning with a missing value (row 2, column b)"),
        ("a,b,c\n1,2,3\n", "[not-square] a judgement matrix is square, this one is 1 x 3"),
        ("a,b\n1,2/0\n2,1\n", "[not-a-number] '2/0' is neither a number nor a fraction (row 2, column b)"),
    ],
)
def test_bad_matrix_is_refused_with_its_place(
    text: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    path = tmp_path / "matrix.csv"
    path.write_text(text, encoding="utf-8")

    assert main(["weights", str(path)]) == 2

    assert capsys.readouterr().err == f"error: {message}\n"


def test_help_loads_no_numeric_library() -> None:
    script = "import sys; from evaluation.__main__ import main\n"
    script += "try: main(['--help'])\nfinally: print('scipy' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert "score" in done.stdout and done.stdout.splitlines()[-1] == "False"


def test_effects_and_agreement_answer_on_their_published_cases(capsys: pytest.CaptureFixture) -> None:
    ratings = FOLDER / "icc-shrout-fleiss-1979" / "data.csv"

    assert main(["agreement", str(ratings)]) == 0

    content = json.loads(capsys.readouterr().out)
    assert content["icc"]["ICC2"]["value"] == pytest.approx(0.29, abs=0.005)
