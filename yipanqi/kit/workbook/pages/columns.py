"""The strip of headers: which column of the file became which field."""

from dataclasses import dataclass

from yipanqi.kit.workbook.fields import IdentityNumber
from yipanqi.kit.workbook.headers import INTO_REMARKS, plain_header
from yipanqi.kit.workbook.kinds import KINDS
from yipanqi.kit.workbook.models import Batch


@dataclass
class Head:
    """One column. ``place`` is ``sheet-column`` in forms; ``field`` the header of the field it became."""

    place: str
    header: str
    choice: str
    field: str
    is_identity: bool
    is_same: bool
    is_open: bool


@dataclass
class Strip:
    sheet: str
    row: int
    told: list[Head]
    undecided: list[Head]
    same: list[str]
    matched: int
    missing: list[str]
    options: list[tuple[str, str]]
    takes_remarks: bool

    @property
    def columns(self) -> int:
        return len(self.told) + len(self.undecided) + len(self.same)


def strip(batch: Batch, *, everything=False) -> list[Strip]:
    """A strip a sheet. Columns that are called as we call them are put together unless ``everything`` is asked for."""
    return [_strip(batch, place, sheet, everything) for place, sheet in enumerate(batch.sheets)]


def _strip(batch: Batch, place: int, sheet: dict, everything: bool) -> Strip:
    table = KINDS[batch.kind].by_slug[sheet["table"]]
    heads, same = [], []
    for number, column in enumerate(sheet["columns"]):
        field = table.fields.get(column["field"])
        identity = isinstance(field, IdentityNumber)
        is_same = field is not None and plain_header(field.header) == plain_header(column["header"])
        if is_same and not identity and not everything:
            same.append(column["header"])
            continue
        is_open = column["doubtful"] or everything or (field is None and column["field"] == "")
        heads.append(
            Head(
                f"{place}-{number}", column["header"], column["field"],
                field.header if field else "备注" if column["field"] == INTO_REMARKS else "不导入",
                identity, is_same, is_open,
            )
        )  # fmt: skip
    options = [(name, field.header) for name, field in table.fields.items()]
    matched = sum(column["field"] in table.fields for column in sheet["columns"])
    told, undecided = [head for head in heads if not head.is_open], [head for head in heads if head.is_open]
    return Strip(
        sheet["name"],
        sheet["header_row"],
        told,
        undecided,
        same,
        matched,
        sheet["missing"],
        options,
        bool(table.remarks),
    )
