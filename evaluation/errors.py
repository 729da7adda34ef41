"""Errors of the evaluation core: each carries a stable code and, where known, the row and column at fault.

Rows and columns are what the caller can find again: a 1-based line number of a file, a 0-based array index,
or the name of a unit or indicator. The message already names the place in words; `.code`, `.row` and `.column`
are for programs. Codes never change meaning once released.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Place = int | str


class EvaluationError(ValueError):
    """Input that cannot be evaluated. `code` is a stable kebab-case word, `row` and `column` say where."""

    def __init__(self, code: str, message: str, row: Place | None = None, column: Place | None = None) -> None:
        self.code = code
        self.message = message
        self.row = row
        self.column = column
        super().__init__(message)

    def __str__(self) -> str:
        place = ", ".join(
            f"{name} {where}" for name, where in (("row", self.row), ("column", self.column)) if where is not None
        )
        return f"[{self.code}] {self.message}" + (f" ({place})" if place else "")

    def to_json(self) -> dict[str, Any]:
        """A mapping that serialises: code, message, row, column."""
        return {"code": self.code, "message": self.message, "row": self.row, "column": self.column}


class ShapeError(EvaluationError):
    """A table, vector or set of columns has the wrong number of dimensions, rows or columns."""


class ValueRangeError(EvaluationError):
    """A value is outside the range for which the formula is defined."""


class MissingData(EvaluationError):
    """A method that has no meaning with gaps was given a table with gaps, or no data at all."""


class FormatError(EvaluationError):
    """A file or mapping cannot be read as what it should be."""


class UnknownOption(EvaluationError):
    """An option name that does not exist; the message lists those that do."""

    def __init__(self, option: str, given: object, known: Iterable[str]) -> None:
        super().__init__("unknown-option", f"{option}={given!r} is not known; use one of {', '.join(known)}")


class NegativeCoefficient(EvaluationError):
    """The game-theoretic combination gave a negative coefficient: the weight vectors contradict each other."""

    def __init__(self, coefficients: Sequence[float]) -> None:
        self.coefficients = tuple(float(value) for value in coefficients)
        shown = ", ".join(f"{value:.6g}" for value in self.coefficients)
        super().__init__("negative-coefficient", f"the combination has a negative coefficient: {shown}")


class Unconnected(EvaluationError):
    """The rating design falls apart into islands without a common rater or subject; nothing links their levels."""

    def __init__(self, islands: Sequence[Sequence[Any]]) -> None:
        self.islands = tuple(tuple(island) for island in islands)
        shown = "; ".join("{" + ", ".join(str(name) for name in island) + "}" for island in self.islands)
        super().__init__("unconnected", f"the ratings form {len(self.islands)} unconnected islands: {shown}")
