"""What a cell says, once the accidents of typing are taken away.

The functions take a cell as the reader gives it (``None``, text, number, bool, date, datetime, time) and are
plain and fast: they run for every cell of a workbook.
"""

import re
import unicodedata
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from yipanqi.kit.workbook.unreadable import Unreadable

UNSEEN = (
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    + "".join(map(chr, (*range(9), *range(14, 32), 127)))  # what a terminal or a mainframe has left in the text
)
INVISIBLE = dict.fromkeys(map(ord, UNSEEN))
SHOWN_LETTERS = 24  # of a cell that is quoted in a sentence
NOTHING = {"/", "-", "—", "——", "－", "／", "\\", "无", "空", "N/A", "n/a"}
_HAN = "[\u2e80-\u2fff\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_BETWEEN_HAN = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")
_EMBEDDED = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_HAN_DIGITS = str.maketrans("零一二两三四五六七八九", "01223456789")
_HAN_NUMBER = re.compile("[零一二两三四五六七八九]|[一二三四五六七八九]?十[一二三四五六七八九]?")
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?(E[+-]?\d{1,3})?")


def text_of(cell) -> str:
    """Free text: ends trimmed, invisible characters gone, non-breaking spaces made plain; nothing else is touched.

    An apostrophe that keeps a spreadsheet from running the text (``'=1+1``) is taken off again.
    """
    if isinstance(cell, str):
        text = cell.translate(INVISIBLE).replace("\u00a0", " ").strip()
        return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "=+-@" else text
    return written(cell)


def quoted(text: str) -> str:
    """A cell's text in a sentence about it: short enough to be read."""
    plain = re.sub(r"\s+", " ", text)
    return f"“{plain}”" if len(plain) <= SHOWN_LETTERS else f"“{plain[:SHOWN_LETTERS]}…”"


def written(cell) -> str:
    """How a cell that is not text would be written: 3.0 as 3, a day as 2026-03-09."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() and abs(cell) < 1e18 else repr(cell)
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d" if cell.time() == time() else "%Y-%m-%d %H:%M")
    if isinstance(cell, timedelta):
        return time_of(cell)
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def code_of(cell) -> str:
    """A code or number of a thing: narrow, upper case, no spaces at all."""
    text = unicodedata.normalize("NFKC", text_of(cell)).upper()
    return re.sub(r"[\s']", "", re.sub(r"[‐-―−]", "-", text))


def name_of(cell) -> str:
    """A person's name: spaces between Chinese characters go, those between Latin words become single."""
    text = _BETWEEN_HAN.sub("", re.sub(r"\s+", " ", text_of(cell)))
    return re.sub(r"\s*[·•・‧．]\s*", "·", text)


def word_of(cell) -> str:
    """One word of a closed list: no spaces, narrow brackets and letters."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text_of(cell)))


def phone_of(cell) -> str:
    text = re.sub(r"[\s()-]", "", unicodedata.normalize("NFKC", re.sub(r"[‐-―−]", "-", text_of(cell))))
    if not re.fullmatch(r"\+?\d{5,20}", text):
        raise Unreadable("不像电话号码")
    return text


def number_of(cell, counted_in: Collection[str] = ()) -> Decimal:
    """A number, exactly as written: 1,234.5, １２, 12.5%, 三. A percentage keeps its figure (12.5).

    ``counted_in`` are words of measure that may stand behind it (3年, 5人); ￥ may stand before what is counted in 元.
    """
    if isinstance(cell, float):
        return Decimal(repr(cell)) if cell == cell and abs(cell) != float("inf") else _no_number()
    if isinstance(cell, int) and not isinstance(cell, bool):
        return Decimal(cell)
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text_of(cell))).replace("−", "-").removesuffix("%")
    for word in counted_in:
        text = text.removesuffix(word)
    text = text.upper().lstrip("¥￥" if "元" in counted_in else "")
    if counted_in and (han := _HAN_NUMBER.fullmatch(text)):
        return Decimal(_small_han(han))
    if not text or not _NUMBER.fullmatch(text):
        return _no_number(text)
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return _no_number()


def whole_of(cell, counted_in: Collection[str] = ()) -> int:
    number = number_of(cell, counted_in)
    if number != number.to_integral_value():
        raise Unreadable("不是整数")
    if abs(number) > 10**15:
        raise Unreadable("数字太大")
    return int(number)


def time_of(cell) -> str:
    """A time of day as ``HH:MM``."""
    if isinstance(cell, datetime | time):
        return cell.strftime("%H:%M")
    if isinstance(cell, timedelta):
        cell = cell.total_seconds() / 86400
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 0 <= cell < 1:
        minutes = round(cell * 1440)
        return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text_of(cell)))
    if clock := _clock(text):
        return clock
    first = re.split(r"[-~至到—–]+", text)[0]
    if first != text and (clock := _clock(first)):
        raise Unreadable("写了起止两个时间，只写开始的那个", clock)
    raise Unreadable("不是时间，请写成 14:30 的样子")


def _clock(text: str) -> str | None:
    match = re.fullmatch(r"(上午|下午|晚上)?(\d{1,2})[:时点](\d{1,2}|半)?(?:分|:\d\d)?", text)
    if match:
        hour, minute = int(match[2]), 30 if match[3] == "半" else int(match[3] or 0)
        hour += 12 if match[1] in ("下午", "晚上") and hour < 12 else 0
        if hour < 24 and minute < 60:
            return f"{hour:02}:{minute:02}"
    return None


def is_blank(cell) -> bool:
    if cell is None:
        return True
    if not isinstance(cell, str):
        return False
    if cell and not cell[0].isspace() and cell[0] not in UNSEEN:  # the usual case, without building another text
        return False
    return not cell.translate(INVISIBLE).strip()


def is_dash(cell) -> bool:
    """A sign people put where a date or a figure does not apply."""
    return isinstance(cell, str) and text_of(cell) in NOTHING


def _no_number(text="") -> Decimal:
    """Where exactly one number stands among other words it is suggested, but never taken."""
    inside = _EMBEDDED.findall(text)
    if len(inside) == 1 and any(map(str.isdigit, inside[0])):
        raise Unreadable("不是数字，只写数字，别的字写到备注里", inside[0].replace(",", ""))
    raise Unreadable("不是数字")


def _small_han(match: re.Match) -> int:
    """1 to 99 in Chinese numerals."""
    text = match[0].translate(_HAN_DIGITS)
    if "十" not in text:
        return int(text)
    tens, _, ones = text.partition("十")
    return int(tens or 1) * 10 + int(ones or 0)
