"""What the reader chose on the board, as it stands in the address."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

VIEWS = {"": "棋盘", "harmony": "协同图", "table": "表格"}
BARE = "bare"  # of the table by organisation: those where nothing stands


@dataclass(frozen=True)
class Choices:
    """``only``: rows that are ``empty`` or due by a month. ``open`` is a column's code, ``start`` (in the address
    ``from``) that of a column in the part to draw, ``page`` the part of the rows. ``by``: the table is one of
    organisations. ``at`` is the chosen crossing."""

    view: str = ""
    only: str = ""
    open: str = ""
    start: str = ""
    page: str = ""
    by: str = ""
    at: tuple[str, str] = ("", "")
    find: str = ""

    def link(self, **changes: str) -> str:
        """This page's address with these ``changes``, by the names of the address; an empty one leaves a choice out."""
        said = {
            "view": self.view, "only": self.only, "open": self.open, "from": self.start, "page": self.page,
            "by": self.by, "at": ":".join(self.at) if self.at[0] else "", **changes,
        }  # fmt: skip
        return "?" + urlencode({key: value for key, value in said.items() if value})


def choices_in(asked) -> Choices:
    """From ``request.GET``; what makes no sense counts as not chosen."""
    view = asked.get("view", "")
    by = "columns" if view == "table" and asked.get("by") == "columns" else ""
    return Choices(
        view=view if view in VIEWS else "",
        only=_only(asked.get("only", ""), by),
        open=asked.get("open", "")[:30],
        start=asked.get("from", "")[:30],
        page=asked.get("page", "")[:6],
        by=by,
        at=_crossing(asked.get("at", "")),
        find=" ".join(asked.get("find", "")[:60].split()),
    )


def _only(value: str, by: str) -> str:
    if by or value in ("empty", BARE):
        return value if value == (BARE if by else "empty") else ""
    year, _, month = value.partition("-")
    return value if len(year) == 4 and len(month) == 2 and _is_month(year, month) else ""


def _is_month(year: str, month: str) -> bool:
    try:
        return bool(date(int(year), int(month), 1))
    except ValueError:
        return False


def _crossing(value: str) -> tuple[str, str]:
    row, _, column = value[:60].partition(":")
    return (row, column) if column else ("", "")
