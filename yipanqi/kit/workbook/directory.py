"""How cells name things that exist: by code, by full name, or by the short name used among neighbours."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from yipanqi.kit.workbook import cells
from yipanqi.kit.workbook.unreadable import Unreadable

MOST_OFFERED = 30
COMPARED = 60  # letters: what is longer is like no name


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be named. ``also`` is what its neighbours call it (查验一科 for 澜港海关查验一科).

    ``id`` is its primary key; None for a thing the workbook itself brings.
    """

    code: str
    name: str
    id: int | None = None
    also: tuple[str, ...] = ()

    def is_called(self, text: str) -> bool:
        """Whether the text is the full name (中共 before it may be left out)."""
        return _key(self.name) == _key(text)


class Directory:
    """Where references of one sort are looked up.

    ``load(wanted)`` gets every distinct text of the column, cleaned as codes are, and returns the entries they may
    mean in one query or two; a small register may return all of itself, which gives better suggestions.
    ``noun`` and ``by`` make the sentence: 没有{by}为 DY9999 的{noun}.
    """

    def __init__(self, noun: str, load: Callable[[set[str]], Iterable[Entry]], *, by: str = "代码"):
        self.noun = noun
        self.by = by
        self.load = load

    def index(self, wanted: Iterable[str], more: Iterable[Entry] = ()) -> "Index":
        """Everything the texts in ``wanted`` may mean, with ``more`` entries from the workbook itself."""
        return Index(self, [*self.load({cells.code_of(text) for text in wanted}), *more])


@dataclass
class Index:
    """The entries of one look-up, by code and by name."""

    directory: Directory
    entries: list[Entry]
    by_code: dict[str, Entry] = field(init=False)
    by_name: dict[str, list[Entry]] = field(init=False)

    def __post_init__(self):
        self.by_code, self.by_name = {}, {}
        for entry in self.entries:
            if self.by_code.setdefault(cells.code_of(entry.code), entry) is entry:
                for name in {_key(name) for name in (entry.name, *entry.also)} - {""}:
                    self.by_name.setdefault(name, []).append(entry)

    def knows(self, text: str) -> bool:
        """Whether something is called so, be it one or several."""
        return cells.code_of(text) in self.by_code or _key(text) in self.by_name

    def find(self, text: str, near: Iterable[str] = ()) -> Entry:
        """The one entry the text means; ``near`` are names beside it in the row, which help to suggest.

        Raises ``Unfound``: nothing of that code or name, or several.
        """
        if entry := self.by_code.get(cells.code_of(text)):
            return entry
        meant = self.by_name.get(_key(text), [])
        exact = [entry for entry in meant if entry.is_called(text)]
        if len(exact or meant) == 1:
            return (exact or meant)[0]
        if meant:
            reason = f"{cells.quoted(text)}对应多个{self.directory.noun}，请写全称或代码"
            raise Unfound(reason, _beside(meant, near), meant)
        raise self._unknown(text)

    def _unknown(self, text: str) -> "Unfound":
        code = cells.code_of(text)
        if code.isascii():
            close = get_close_matches(code, self.by_code, 3, 0.8) if len(code) <= COMPARED else []
            offers = [self.by_code[each] for each in close]
            shown = code if len(code) <= cells.SHOWN_LETTERS else cells.quoted(code)
            return Unfound(f"没有{self.directory.by}为 {shown} 的{self.directory.noun}", None, offers)
        names = {entry.name: entry for entry in self.entries}
        close = get_close_matches(text, names, 3, 0.6) if len(text) <= COMPARED else []
        only = names[close[0]] if len(close) == 1 else None
        return Unfound(f"没有名为{cells.quoted(text)}的{self.directory.noun}", only, [names[name] for name in close])


class Unfound(Unreadable):
    """``offers`` are entries it may have meant; the suggestion is one of them when the rest of the row points there."""

    def __init__(self, reason: str, meant: Entry | None, offers: list[Entry]):
        super().__init__(reason, meant.name if meant else None)
        self.offers = offers[:MOST_OFFERED]


def _key(name: str) -> str:
    return cells.word_of(name).removeprefix("中共")


def _beside(meant: list[Entry], near: Iterable[str]) -> Entry | None:
    """The one candidate whose name shares the longest beginning with a neighbouring name, if there is one."""
    shared = [max((_shared(entry.name, name) for name in near), default=0) for entry in meant]
    best = max(shared)
    return meant[shared.index(best)] if best >= 2 and shared.count(best) == 1 else None


def _shared(one: str, other: str) -> int:
    """How many characters two names have in common at their beginning."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
