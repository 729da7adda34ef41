"""The published cases in `cases/`: their data as columns, what they print, and within what tolerance."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.columns import Columns, read

FOLDER = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    """A case: the path of its data, and its expected values, tolerances, published figures and inputs by name."""

    path: Path
    expected: dict[str, Any]
    tolerance: dict[str, float]
    published: dict[str, Any]
    inputs: dict[str, Any]

    @property
    def columns(self) -> Columns:
        return read(self.path)

    def table(self, *names: str) -> np.ndarray:
        """Columns of numbers side by side, NaN where empty."""
        columns = self.columns
        return np.column_stack([columns.numbers(name) for name in names])

    def numbers_without(self, *labels: str, file: str = "data.csv") -> dict[str, np.ndarray]:
        """Every column of a file but the named ones, as numbers, NaN where empty."""
        columns = read(self.path.parent / file)
        return {name: columns.numbers(name) for name in columns.values if name not in labels}


def case(name: str) -> Case:
    folder = FOLDER / name
    content = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    data = next(path for path in sorted(folder.iterdir()) if path.name.startswith("data.csv"))
    return Case(data, content["expected"], content["tolerance"], content["published"] or {}, content["inputs"])
