"""Numbers whose format says more than the number: 0.95 shown as 95%, 12 shown as 00012.

What people see in the cell is what they mean; the value below it is an accident of the spreadsheet.
"""

import re
from typing import Any, NamedTuple

PERCENT, PERCENT_2 = 9, 10  # the percentages among the formats every spreadsheet has
_ZEROS = re.compile(r"0{2,20}")
_LITERAL = re.compile(r'"[^"]*"|\\\\.|\[[^\]]*\]|_.|\*.')


class Dress(NamedTuple):
    """``places``: leading zeros are shown up to so many digits; 0 for a percentage."""

    places: int = 0

    def show(self, value: Any) -> Any:
        """The cell as people see it; anything but a number stays as it is."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value
        if not self.places:
            return f"{value * 100:.10g}%"
        return f"{value:0{self.places}.0f}" if float(value).is_integer() and value >= 0 else value


def dress_of(number: int, code: str) -> Dress | None:
    """What a number format (its number, and its code if it is the workbook's own) adds; mostly nothing."""
    if number in (PERCENT, PERCENT_2):
        return Dress()
    plain = _LITERAL.sub("", code.partition(";")[0])
    if "%" in plain:
        return Dress()
    return Dress(len(plain)) if _ZEROS.fullmatch(plain) else None
