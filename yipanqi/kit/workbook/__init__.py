"""The import engine: a workbook goes in, rows come out checked, compared, previewed, applied, and can be withdrawn.

A room declares its kinds in ``imports.py`` with the names below; ``kinds`` shows the pattern. Nothing of a room is
known here.
"""

from yipanqi.kit.workbook.directory import Directory, Entry
from yipanqi.kit.workbook.fields import (
    Choice,
    Clock,
    Code,
    Day,
    Field,
    IdentityNumber,
    Month,
    Name,
    Number,
    Phone,
    Reference,
    References,
    Text,
    Whole,
    Words,
)
from yipanqi.kit.workbook.kinds import KINDS, Kind, Table, derived, register
from yipanqi.kit.workbook.rows import Existing, Row
from yipanqi.kit.workbook.unreadable import Unreadable

__all__ = [
    "KINDS", "Choice", "Clock", "Code", "Day", "Directory", "Entry", "Existing", "Field", "IdentityNumber", "Kind",
    "Month", "Name", "Number", "Phone", "Reference", "References", "Row", "Table", "Text", "Unreadable", "Whole",
    "Words", "derived", "register",
]  # fmt: skip
