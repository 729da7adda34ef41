"""Typed columns of an import kind.

A field has a header, the synonyms people use for it, and one plain function that turns a cell into a value. Values are
what the kind's checks and its bulk action see: ``str``, ``int``, ``Decimal``, ``date``, ``list[str]`` or None.
``dump`` and ``load`` carry them through the staged JSON.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from yipanqi.kit.clock import today
from yipanqi.kit.workbook import cells, dates, identity
from yipanqi.kit.workbook.directory import Directory
from yipanqi.kit.workbook.unreadable import Unreadable

SEPARATORS = re.compile(r"[、,，;；\n]+")
FINER = re.compile(r"[\s/／|｜+＋]+|[和及与]")  # they join several names too, but also stand inside of one
_JOINED = re.compile(r"[、,;/+和兼]")
_NAMED = re.compile(r"[^\W\d_]+(?:[ ·'’.-]+[^\W\d_]+)*\.?")
_LOST = re.compile(r"\d(\.\d+)?E\+?\d+")


class Field(ABC):
    """One column. ``required``: a blank cell is a fault. ``once``: no two rows of a file may hold the same value.

    A column the workbook does not have is "not said": the row has no value of that name, and nothing is blanked.
    ``keep_blank=True`` says the same of a blank cell in a column that is there. ``kept=False`` marks a column that only
    helps to check others: it is neither compared nor handed to the bulk action.
    """

    empty: Any = ""

    def __init__(
        self,
        header: str,
        *synonyms: str,
        required=False,
        once=False,
        keep_blank=False,
        kept=True,
        most: int | None = None,
    ):
        self.header = header
        self.synonyms = synonyms
        self.required = required
        self.once = once
        self.keep_blank = keep_blank
        self.kept = kept
        self.most = most
        self.name = ""

    def __set_name__(self, owner, name: str):
        self.name = name

    @abstractmethod
    def read(self, cell) -> Any:
        """The value of a cell that is not blank; raises Unreadable."""

    def doubt(self, cell, value) -> str:
        """A sentence about a cell that could be read but deserves a look; mostly there is none."""
        return ""

    def is_blank(self, cell) -> bool:
        """Whether nothing is said: also a sign people put where a thing does not apply (/, —, 无)."""
        return cells.is_blank(cell) or cells.is_dash(cell)

    def dump(self, value) -> Any:
        """The value as JSON holds it."""
        return value

    def load(self, stored) -> Any:
        return stored

    def same(self, one, other) -> bool:
        """Whether two values mean the same; a missing one equals an empty one."""
        return (one or self.empty) == (other or self.empty)

    def shown(self, value) -> str:
        """The value as people write it; empty when there is none."""
        return "" if value is None else str(value)


class Text(Field):
    """Free text, kept as typed but for its ends, and for identity numbers: of those the ends stay."""

    def read(self, cell) -> str:
        return _no_longer_than(self.most, identity.hidden_in(cells.text_of(cell)))

    def is_blank(self, cell) -> bool:
        return cells.is_blank(cell)

    def doubt(self, cell, value) -> str:
        return "里面的公民身份号码不保存" if value != cells.text_of(cell) else ""


class Name(Field):
    """A person's name."""

    def read(self, cell) -> str:
        name = _no_longer_than(self.most or 60, cells.name_of(cell))
        if name.replace(".", "").isdecimal():
            raise Unreadable("姓名是数字，像是填错了列")
        return name

    def doubt(self, cell, value) -> str:
        return "" if value.isalpha() or _NAMED.fullmatch(value) else "姓名里有文字以外的符号，请核对"


class Code(Field):
    """The code or number of a thing: compared without regard to width, case and spaces.

    A number that a spreadsheet has turned into 1.2E+10 is lost; an identity number has no place here.
    """

    def read(self, cell) -> str:
        code = cells.code_of(cell)
        identity.refuse_in(code, self.header)
        if isinstance(cell, bool) or _LOST.fullmatch(code) or (isinstance(cell, float) and not cell.is_integer()):
            raise Unreadable(f"{self.header}被表格软件改过了（{code}），请把单元格设成文本重填")
        return _no_longer_than(self.most or 40, code)


class Phone(Field):
    def read(self, cell) -> str:
        return cells.phone_of(cell)

    def shown(self, value) -> str:
        return f"尾号 {value[-4:]}" if value else ""


class Choice(Field):
    """One word of a closed list: ``choices`` maps the word in the workbook to the value we keep."""

    def __init__(self, header: str, *synonyms: str, choices: Mapping[str, Any], **more):
        super().__init__(header, *synonyms, **more)
        self.choices = {cells.word_of(word): value for word, value in choices.items()}
        self.words: dict[Any, str] = {}
        for word, value in choices.items():
            self.words.setdefault(value, word)

    def read(self, cell) -> Any:
        word = cells.word_of(cell)
        if word in self.choices:
            return self.choices[word]
        may_be = "、".join(self.words.values())
        if len([part for part in _JOINED.split(word) if part in self.choices]) > 1:
            raise Unreadable(f"一格只写一种，{cells.quoted(word)}请分成几行；可填{may_be}")
        near = get_close_matches(word[:40], self.choices, 1, 0.5)
        raise Unreadable(f"没有{cells.quoted(word)}这一种，可填{may_be}", near[0] if near else None)

    def is_blank(self, cell) -> bool:
        return cells.is_blank(cell) or (cells.is_dash(cell) and cells.word_of(cell) not in self.choices)

    def shown(self, value) -> str:
        return self.words.get(value, "" if value is None else str(value))


class Whole(Field):
    """A whole number within ``least`` and ``greatest`` where given.

    ``counted_in`` names words of measure that may stand behind it in the cell and mean nothing else (5人, 三年).
    """

    empty = None

    def __init__(
        self,
        header: str,
        *synonyms: str,
        least: int | None = None,
        greatest: int | None = None,
        counted_in: Sequence[str] = (),
        **more,
    ):
        super().__init__(header, *synonyms, **more)
        self.least, self.greatest, self.counted_in = least, greatest, counted_in

    def read(self, cell) -> int:
        return _within(self.least, self.greatest, cells.whole_of(cell, self.counted_in))

    def same(self, one, other) -> bool:
        return one == other


class Number(Whole):
    """A decimal number, exactly as written; ``decimals`` rounds half up to the places the database keeps."""

    def __init__(self, header: str, *synonyms: str, decimals: int | None = None, **more):
        super().__init__(header, *synonyms, **more)
        self.place = None if decimals is None else Decimal(1).scaleb(-decimals)

    def read(self, cell) -> Decimal:  # type: ignore[override]
        number = _within(self.least, self.greatest, cells.number_of(cell, self.counted_in))
        if abs(number) >= 10**15:
            raise Unreadable("数字太大")
        return number if self.place is None else number.quantize(self.place, "ROUND_HALF_UP")

    def same(self, one, other) -> bool:
        """Equal as written: a float from the database stands for its shortest decimal form."""
        if one is None or other is None:
            return one is other
        return one == other or _decimal(one) == _decimal(other)

    def dump(self, value) -> str | None:
        return None if value is None else str(value)

    def load(self, stored) -> Decimal | None:
        return None if stored is None else Decimal(stored)

    def shown(self, value) -> str:
        return "" if value is None else f"{_decimal(value).normalize():f}"


class Day(Field):
    """A day, in any of the forms people type. ``past``: it may not lie after the business day.

    ``recent``: such days lie not far back, so that a missing year may be suggested.
    """

    empty = None
    like = dates.LIKE

    def __init__(self, header: str, *synonyms: str, past=False, recent=False, **more):
        super().__init__(header, *synonyms, **more)
        self.past, self.recent = past, recent

    def read(self, cell) -> date:
        try:
            day = dates.day_of(cell)
        except Unreadable as wrong:
            if not self.recent and wrong.hint == dates.LATEST:
                wrong.suggestion, wrong.hint = None, ""
            raise
        if self.past and day > today() and dates.has_short_year(cell):
            day = dates.checked_day(day.year - 100, day.month, day.day)
        if self.past and day > today():
            raise Unreadable(f"{self.header}不能晚于今天")
        return day

    def doubt(self, cell, value) -> str:
        return f"年份只写了两位，认作 {self.shown(value)}" if dates.has_short_year(cell) else ""

    def dump(self, value) -> str | None:
        return value.isoformat() if value else None

    def load(self, stored) -> date | None:
        return date.fromisoformat(stored) if stored else None


class Month(Day):
    """A month, kept as its first day."""

    like = "2026-03"

    def read(self, cell) -> date:
        return dates.month_of(cell)

    def dump(self, value) -> str | None:
        return f"{value:%Y-%m}" if value else None

    def load(self, stored) -> date | None:
        return date.fromisoformat(f"{stored}-01") if stored else None

    def shown(self, value) -> str:
        return f"{value:%Y-%m}" if value else ""


class Clock(Field):
    """A time of day, kept as ``HH:MM``."""

    def read(self, cell) -> str:
        return cells.time_of(cell)


class IdentityNumber(Field):
    """A citizen identity number: checked against itself, then used to check other cells, then dropped.

    It is never part of what is compared or handed to the bulk action; the staged row alone holds it.
    """

    def __init__(self, header: str, *synonyms: str, born: str = "", sex: str = "", male: Any = "male", **more):
        """``born`` and ``sex`` name the fields it must agree with; ``male`` is the value of a man in the latter."""
        super().__init__(header, *synonyms, once=True, kept=False, **more)
        self.born, self.sex, self.male = born, sex, male

    def read(self, cell) -> str:
        return identity.identity_number_of(cell)

    def shown(self, value) -> str:
        return identity.masked(value or "")


class Reference(Field):
    """Something that exists already, named by its code or its unique name; the value is its code.

    ``within`` names a table of the same kind whose rows in this very workbook count as well.
    """

    def __init__(self, header: str, *synonyms: str, to: Directory, within: str = "", **more):
        super().__init__(header, *synonyms, **more)
        self.directory = to
        self.within = within

    def read(self, cell) -> str:
        """The words as typed; the engine looks all of a column up at once."""
        text = cells.text_of(cell)
        identity.refuse_in(cells.code_of(text), self.header)
        return text

    def split(self, text: str) -> list[str]:
        return [text]


class References(Reference):
    """Several things in one cell, joined by 、 or another separator; the value is a sorted list of codes."""

    empty = ()

    def split(self, text: str) -> list[str]:
        return [part for part in map(str.strip, SEPARATORS.split(text)) if part]

    def dump(self, value) -> list[str]:
        return list(value or ())

    def load(self, stored) -> list[str]:
        return list(stored or ())

    def shown(self, value) -> str:
        return "、".join(value or ())


class Words(Field):
    """Several words in one cell, order kept; the value is a list."""

    def is_blank(self, cell) -> bool:
        return cells.is_blank(cell)

    empty = ()

    def __init__(self, header: str, *synonyms: str, clean: Callable[[Any], str] = cells.text_of, **more):
        super().__init__(header, *synonyms, **more)
        self.clean = clean

    def read(self, cell) -> list[str]:
        return [self.clean(part) for part in SEPARATORS.split(cells.text_of(cell)) if part.strip()]

    def shown(self, value: Iterable[str] | None) -> str:
        return "、".join(value or ())


def noun(header: str) -> str:
    """A header in running words: 所在党组织 for 所在党组织代码."""
    return header.removesuffix("代码").removesuffix("工号") or header


def _no_longer_than(most: int | None, text: str) -> str:
    if most and len(text) > most:
        raise Unreadable(f"太长，最多 {most} 个字")
    return text


def _decimal(number) -> Decimal:
    return number if isinstance(number, Decimal) else Decimal(repr(number))


def _within(least, greatest, number):
    if least is not None and number < least:
        raise Unreadable("不能小于 0" if least == 0 else f"不能小于 {least}")
    if greatest is not None and number > greatest:
        raise Unreadable(f"不能大于 {greatest}")
    return number
