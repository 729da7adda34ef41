"""Columns that upper rooms add to lists of organisations, at no statement of their own.

    ORGANIZATION_COLUMNS[PARTY].append(Extra(Column("members", "党员", ("members",)), {"members": Subquery(...)}))

The expressions are annotated on the list's one query of organisations; ``OuterRef("pk")`` and ``OuterRef("path")`` name
the organisation of the row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yipanqi.kit.tables import Column
from yipanqi.organizations.models import PARTY, UNIT


@dataclass(frozen=True)
class Extra:
    column: Column
    expressions: Mapping[str, Any]


ORGANIZATION_COLUMNS: dict[str, list[Extra]] = {PARTY: [], UNIT: []}


def annotated(rows, tree: str):
    """The rows with everything the registered columns need."""
    return rows.annotate(**expressions(tree))


def expressions(tree: str) -> dict[str, Any]:
    """What the registered columns need, by name."""
    return {name: each for extra in ORGANIZATION_COLUMNS[tree] for name, each in extra.expressions.items()}


def columns(tree: str) -> tuple[Column, ...]:
    return tuple(extra.column for extra in ORGANIZATION_COLUMNS[tree])
