"""A row of a table on its way into the database."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

NEW, CHANGED, SAME, FAULTY = "new", "changed", "same", "faulty"
OUTCOMES = {FAULTY: "有误", CHANGED: "更新", NEW: "新增", SAME: "不变"}


class Remark(NamedTuple):
    """One sentence about one cell. ``suggestion``: what one would type instead; ``offers``: what it may have meant.

    ``hint`` is a second, quieter line; ``offers`` are (code, name) pairs; ``see`` is the (sheet, row number) it depends
    on. ``field`` is empty for the row as a whole.
    """

    field: str
    reason: str
    suggestion: str | None = None
    hint: str = ""
    offers: tuple[tuple[str, str], ...] = ()
    see: tuple[str, int] | None = None


@dataclass(slots=True)
class Row:
    """``values`` hold what the workbook says, by field name; a field it does not have is absent ("not said").

    A kind's checks call ``fault`` (the row stays behind) and ``note`` (the row goes in, but deserves a look), and may
    set values. In the bulk action ``before`` is None for a new row, else what the database held; ``changed`` names
    the fields that differ; ``id`` and ``version`` are those of the row it changes; ``ids`` holds the primary keys of
    what it refers to (None for what the same workbook brings); ``is_undo`` says a withdrawal puts values back;
    ``extra`` is whatever ``prepare`` left.
    """

    number: int
    values: dict[str, Any]
    sheet: str = ""
    cells: dict[str, Any] = field(default_factory=dict)
    key: tuple = ()
    faults: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    outcome: str = ""
    before: dict[str, Any] | None = None
    changed: tuple[str, ...] = ()
    id: int | None = None
    version: int = 0
    ids: dict[str, Any] = field(default_factory=dict)
    is_undo: bool = False
    extra: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def __setitem__(self, name: str, value: Any) -> None:
        self.values[name] = value

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def get(self, name: str, default: Any = None) -> Any:
        """What the workbook says, or ``default`` where it says nothing or is blank."""
        value = self.values.get(name)
        return default if value is None or value == "" or value == [] else value

    def now(self, name: str, default: Any = None) -> Any:
        """What will hold after the import: what the workbook says, else what the database held."""
        if name in self.values:
            return self.values[name]
        return default if self.before is None else self.before.get(name, default)

    def fault(self, name: str, reason: str, suggestion: str | None = None, hint: str = "", **more) -> None:
        self.faults.append(Remark(name, reason, suggestion, hint, **more))

    def note(self, name: str, text: str) -> None:
        self.notes.append(Remark(name, text))

    @property
    def is_new(self) -> bool:
        return self.before is None


class Existing(NamedTuple):
    """What the database holds for one key. ``version`` is 0 for rows without one."""

    id: int
    values: dict[str, Any]
    version: int = 0
