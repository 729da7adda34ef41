"""Citizen identity numbers (GB 11643-1999): 17 digits and a check character.

The number is a means of checking other cells. Unless the district keeps it, it leaves no trace after the import.
"""

import re
import unicodedata
from datetime import date

from yipanqi.kit.workbook.unreadable import Unreadable

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
LOST = "单元格是数字，末几位已丢失，请改为文本重填"
_SHAPE = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
EXACT_DIGITS = 15  # a double holds 15 decimal digits for certain


def identity_number_of(cell) -> str:
    """The number in its plain form (digits narrow, X upper case), or Unreadable with the reason."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        text = f"{cell:.0f}"
        if len(text) > EXACT_DIGITS:
            raise Unreadable(LOST)
    else:
        text = re.sub(r"\s|['’]", "", unicodedata.normalize("NFKC", str(cell))).upper()
        if re.fullmatch(r"\d(\.\d+)?E\+?\d\d", text):
            raise Unreadable(LOST)
    if len(text) < 18:
        raise Unreadable(f"只有{len(text)}位")
    if len(text) > 18:
        raise Unreadable(f"有{len(text)}位，应为18位")
    if not re.fullmatch(r"\d{17}[\dX]", text):
        raise Unreadable("含有数字以外的字")
    if birth_date(text) is None:
        raise Unreadable("第7至14位不是日期")
    if text[17] != (right := check_character(text)):
        raise Unreadable(f"末位校验码不对，应为{right}", text[:17] + right)
    return text


def is_like(text: object) -> bool:
    """Whether a cell holds 18 characters that can only be an identity number, correct or mistyped."""
    if isinstance(text, str):
        plain = text
    elif isinstance(text, int | float) and abs(text) >= 1e17:
        plain = f"{text:.0f}"
    else:
        return False
    if len(plain) < 18:
        return False
    plain = re.sub(r"\s|['’]", "", unicodedata.normalize("NFKC", plain))
    return any(_is_birth(number) for number in _SHAPE.findall(plain))


def refuse_in(code: str, header: str) -> None:
    """An identity number in the place of another code is refused without being quoted."""
    if len(code) == 18 and is_like(code):
        raise Unreadable(f"填的是公民身份号码，请改填{header}；身份号码不保存")


def hidden_in(text: str) -> str:
    """The text with identity numbers masked."""
    if len(text) < 18:
        return text
    return _SHAPE.sub(lambda found: masked(found[0]) if _is_birth(found[0]) else found[0], text)


def _is_birth(number: str) -> bool:
    born = birth_date(number)
    return born is not None and 1900 <= born.year <= 2100


def check_character(number: str) -> str:
    """The 18th character that belongs to the first 17 digits."""
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(number[:17], WEIGHTS, strict=True)) % 11]


def birth_date(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def is_male(number: str) -> bool:
    """Odd sequence numbers were given to men, even ones to women."""
    return int(number[16]) % 2 == 1


def masked(number: str) -> str:
    return number[:3] + "*" * max(len(number) - 5, 0) + number[-2:] if number else ""
