"""Days and months as people type them.

Every parser takes a cell as a spreadsheet gives it (text, number, date) and returns a value, or raises ``Unreadable``
with the reason and, where one reading is plainly meant, a suggestion in the form we ask for.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta

from yipanqi.kit.clock import days_in_month, today
from yipanqi.kit.workbook.cells import INVISIBLE
from yipanqi.kit.workbook.unreadable import Unreadable

LIKE = "2026-03-09"
LATEST = "按最近一次补的年份"
FIRST_YEAR, LAST_YEAR = 1900, 2100
SERIALS = range(18264, 73415)  # 1950-01-01 to 2100-12-31: a serial outside would as soon be a plain number
SERIAL_ORIGIN = date(1899, 12, 30)  # of the 1900 date system, whose 1900-02-29 never was

_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_HAN = "一二三四五六七八九十"
_HAN_DATE = re.compile(rf"([〇零○一二三四五六七八九]{{4}})年([{_HAN}]{{1,3}})月(?:([{_HAN}]{{1,3}})[日号]?)?")
_HOUR = r"\d{1,2}[:时点](?:\d{1,2}(?:[:分](?:\d{1,2}(?:\.\d+)?秒?)?)?)?"
_TIME = rf"[T ]?(?:上午|下午|晚上|凌晨)?(?:{_HOUR})?(?:Z|[+-]\d\d:?\d\d)?"
_WEEKDAY = r"[(（]?(?:星期|周)[一二三四五六日天][)）]?"
_TAIL = rf"(?:{_WEEKDAY})? ?(?:{_TIME})? ?(?:{_WEEKDAY})?"
_YMD = re.compile(rf"(\d{{4}})(?:年|[-/.])(\d{{1,2}})(?:月|[-/.])(\d{{1,2}})[日号]?{_TAIL}")
_PACKED = re.compile(rf"(\d{{4}})(\d{{2}})(\d{{2}}){_TAIL}")
_YM = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月份?)?")
_YEAR = re.compile(r"(\d{4})年?")
_PACKED_YM = re.compile(r"(\d{4})(\d{2})")
_MD = re.compile(r"(\d{1,2})(?:月|[-/.])(\d{1,2})[日号]?")
_SHORT_YEAR = re.compile(rf"'?(\d{{2}})(?:年|[-/.])(\d{{1,2}})(?:月|[-/.])(\d{{1,2}})[日号]?{_TAIL}")
_SHORT_MONTH = re.compile(r"(\d{2})年(\d{1,2})月份?")
_REPUBLIC = re.compile(r"民国(\d{1,3})年(\d{1,2})月(\d{1,2})[日号]?")
_INSIDE = re.compile(r"(?<![\d./-])\d{4}(?:年|[-/.])\d{1,2}(?:月|[-/.])\d{1,2}[日号]?(?![\d./-])")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_NAMED_MONTH = re.compile(r"(?P<day>\d{1,2})[- ]?(?P<name>[A-Za-z]{3})[A-Za-z]*[-, ]*(?P<year>\d{4})")
_MONTH_FIRST = re.compile(r"(?P<name>[A-Za-z]{3})[A-Za-z]*\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?[., ]*(?P<year>\d{4})")
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SERIAL_TEXT = re.compile(r"\d{5}(?:\.\d+)?")


def day_of(cell) -> date:
    """A cell as a day. Excel serial numbers count in the 1900 date system, whether stored as number or as text."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool):
        raise Unreadable("不是日期")
    if isinstance(cell, int | float):
        return _day_of_number(cell)
    text = plain(cell)
    if match := _YMD.fullmatch(text) or _PACKED.fullmatch(text):
        return checked_day(*map(int, match.groups()))
    if _SERIAL_TEXT.fullmatch(text):
        return _day_of_number(float(text))
    if match := _HAN_DATE.fullmatch(text):
        return _day_of_han(match)
    if match := _NAMED_MONTH.fullmatch(text) or _MONTH_FIRST.fullmatch(text):
        return _day_of_named_month(match)
    if (match := _SHORT_YEAR.fullmatch(text)) and int(match[2]) <= 12:
        return checked_day(full_year(int(match[1])), int(match[2]), int(match[3]))
    raise _unreadable_day(text)


def has_short_year(cell) -> bool:
    """Whether a day was written with two digits of its year, so that the century is ours."""
    return isinstance(cell, str) and bool(_SHORT_YEAR.fullmatch(plain(cell)) or _SHORT_MONTH.fullmatch(plain(cell)))


def full_year(two_digits: int) -> int:
    """The year of this century up to ten years from now, of the last one beyond: 26 is 2026, 72 is 1972."""
    return 2000 + two_digits if 2000 + two_digits <= today().year + 10 else 1900 + two_digits


def month_of(cell) -> date:
    """A cell as a month: its first day."""
    if isinstance(cell, datetime | date):
        return date(cell.year, cell.month, 1)
    if isinstance(cell, float) and not cell.is_integer():
        raise _ambiguous_month(cell)
    text = plain(f"{cell:.0f}" if isinstance(cell, float) else str(cell))
    if match := _YM.fullmatch(text) or _PACKED_YM.fullmatch(text):
        return checked_month(*map(int, match.groups()))
    if match := _SHORT_MONTH.fullmatch(text):
        return checked_month(full_year(int(match[1])), int(match[2]))
    if (match := _HAN_DATE.fullmatch(text)) and match[3] is None:
        return checked_month(int(match[1].translate(_HAN_DIGITS)), _han_number(match[2]))
    if re.fullmatch(rf"(\d{{1,2}}|[{_HAN}]{{1,3}}(?=月))月?份?", text):
        raise Unreadable("月份缺少年份，请写成 2026-03 的样子")
    if _YEAR.fullmatch(text):
        raise Unreadable("只有年份，请写成 2026-03 的样子")
    if re.search(r"季度|Q[1-4]", text, re.IGNORECASE):
        raise Unreadable("写的是季度，这里要按月填，请写成 2026-03 的样子")
    try:
        return day_of(cell).replace(day=1)
    except Unreadable:
        raise Unreadable("不是月份，请写成 2026-03 的样子") from None


def checked_day(year: int, month: int, day: int) -> date:
    """The day, or the reason why the calendar does not have it."""
    checked_month(year, month)
    if not 1 <= day <= days_in_month(year, month):
        raise Unreadable(f"{year}年{month}月没有{day}日")
    return date(year, month, day)


def checked_month(year: int, month: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unreadable(f"年份 {year} 不像真的")
    if not 1 <= month <= 12:
        raise Unreadable(f"没有{month}月")
    return date(year, month, 1)


def plain(cell) -> str:
    """Text with full-width characters made narrow and every space beside or between parts of a date removed.

    Whatever stands between two digits in the place of a separator (2024、3、1, 2024·3·1, 2024_3_1) becomes a stop.
    """
    text = unicodedata.normalize("NFKC", str(cell).translate(INVISIBLE)).strip().lstrip("'")
    text = re.sub(r"[‐-―−]", "-", text)
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"(?<=\d) ?[,、。·・•‧_\\] ?(?=\d)", ".", text)
    return re.sub(r" ?(年|月|日|号|[-/.]) ?", r"\1", text).strip().rstrip(".。,;；")


def _day_of_number(number: float) -> date:
    if not 0 <= number < 1e8:  # neither a serial number nor 20261109; NaN is not either
        raise Unreadable("不是日期")
    whole = int(number)
    if whole in SERIALS:
        return SERIAL_ORIGIN + timedelta(days=whole)
    if number == whole and _PACKED.fullmatch(str(whole)):
        return day_of(str(whole))
    raise Unreadable("不是日期")


def _day_of_han(match: re.Match) -> date:
    year, month = int(match[1].translate(_HAN_DIGITS)), _han_number(match[2])
    if match[3] is None:
        checked_month(year, month)
        raise Unreadable(f"日期缺少日，请写成 {LIKE} 的样子")
    return checked_day(year, month, _han_number(match[3]))


def _han_number(text: str) -> int:
    """1 to 99 in Chinese numerals: 九, 十, 十二, 二十, 三十一."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(text.translate(_HAN_DIGITS)) if len(text) == 1 else 0
    return int((tens or "一").translate(_HAN_DIGITS)) * 10 + (int(ones.translate(_HAN_DIGITS)) if ones else 0)


def _day_of_named_month(match: re.Match) -> date:
    name = match["name"].lower()
    if name not in _MONTH_NAMES:
        raise Unreadable("不是日期")
    return checked_day(int(match["year"]), _MONTH_NAMES.index(name) + 1, int(match["day"]))


def _unreadable_day(text: str) -> Unreadable:
    if match := _YM.fullmatch(text) or re.fullmatch(r"(\d{4})(\d{2})", text):
        try:
            checked_month(*map(int, match.groups()))
        except Unreadable as wrong:
            return wrong
        return Unreadable(f"日期缺少日，请写成 {LIKE} 的样子")
    if match := _MD.fullmatch(text):
        return Unreadable(f"日期缺少年份，请写成 {LIKE} 的样子", _latest(int(match[1]), int(match[2])), LATEST)
    if _YEAR.fullmatch(text):
        return Unreadable(f"只有年份，请写成 {LIKE} 的样子")
    if match := _REPUBLIC.fullmatch(text):
        year, month, day = map(int, match.groups())
        return Unreadable(f"是民国纪年，请写成公历，如 {LIKE}", _likely(1911 + year, month, day))
    if match := _YEAR_LAST.fullmatch(text):
        first, second, year = map(int, match.groups())
        meant = _likely(year, second, first) if first > 12 else _likely(year, first, second) if second > 12 else None
        return Unreadable(f"看不出哪个是月哪个是日，请写成 {LIKE} 的样子", meant)
    return _unreadable_around(text)


def _unreadable_around(text: str) -> Unreadable:
    """Days with other words beside them: one is plainly meant, of two nobody knows which."""
    inside = _INSIDE.findall(text)
    if len(inside) > 1:
        return Unreadable(f"写了不止一个日期，只写一个，如 {LIKE}")
    if inside:
        try:
            return Unreadable(f"日期旁边还有别的字，只写日期，如 {LIKE}", day_of(inside[0]).isoformat())
        except Unreadable as wrong:
            return wrong
    return Unreadable("不是日期")


def _latest(month: int, day: int) -> str | None:
    """The last time this day of the year came round, as of the business day."""
    now = today()
    meant = _likely(now.year, month, day)
    return meant if meant is None or meant <= now.isoformat() else _likely(now.year - 1, month, day)


def _likely(year: int, month: int, day: int) -> str | None:
    try:
        return checked_day(year, month, day).isoformat()
    except Unreadable:
        return None


def _ambiguous_month(number: float) -> Unreadable:
    year, _, month = f"{number}".partition(".")
    if month == "1":
        return Unreadable(f"单元格是数字 {number}，看不出是1月还是10月，请写成 {year}-10 的样子")
    return Unreadable("单元格是数字，不是月份，请写成 2026-03 的样子")
