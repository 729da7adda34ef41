"""The rows of an opened committee as HTML."""

from collections.abc import Iterator
from html import escape
from urllib.parse import urlencode

from django.urls import reverse

from yipanqi.kit.icons import icon
from yipanqi.people.trees import drawing, pieces
from yipanqi.people.trees.scene import Scene
from yipanqi.people.trees.snapshot import Node
from yipanqi.people.trees.weaving import Line

MOST_SAID = 3


class InsideRows:
    """``prefix`` is what every name in the block begins with; ``opened`` the row that is open in the address."""

    def __init__(self, scene: Scene, asks: dict[int, str], prefix: str, opened: str):
        self.asked, self.crew = scene.asked, scene.crew
        self.asks = asks
        self.prefix = prefix
        self.opened = opened

    def draw(self, lines: list[Line]) -> Iterator[str]:
        last = max((at for at, line in enumerate(lines) if line.party), default=-1)
        last_unit = max((at for at, line in enumerate(lines) if line.unit), default=len(lines) - 1)
        for at, line in enumerate(lines):
            chosen = self._is_chosen(line)
            css = " ".join([*_left_css(line, at, last), *_right_css(at, last_unit, len(lines) - 1)])
            css += " chosen" if chosen else ""
            thread = drawing.inside(line, at, _words(line), chosen=chosen)
            yield pieces.row(css, self._left(line), thread, self._right(line), chosen=chosen)

    def _left(self, line: Line) -> str:
        party = line.party
        if party is None:
            return self._ask(line.unit) if line.is_gap else self._covered_by(line)
        units = [unit for unit in (line.unit if line.straight else None, *line.said) if unit]
        apart = self.crew.is_led_apart(party.id, [unit.id for unit in units])
        tag = '<span class="tag line">不兼科长</span>' if apart else ""
        target = self.asked.address(at=party.code, unit="", open=self.opened)
        members = sum(self.crew.members[party.id].values()) if party.is_branch else None
        crew = pieces.crew(self.crew.leader(party.id), members)
        return pieces.name(target, f"p-{party.code}", self._short(party)) + tag + self._said(line) + crew

    def _right(self, line: Line) -> str:
        unit = line.unit
        if unit is None:
            return ""
        target = self.asked.address(unit=unit.code, at="", open=self.opened)
        bare = f"<small>{pieces.warning('还没有支部')}</small>" if line.is_gap else ""
        crew = pieces.crew(self.crew.leader(unit.id), self.crew.staff[unit.id])
        return pieces.name(target, f"u-{unit.code}", self._short(unit)) + bare + crew

    def _covered_by(self, line: Line) -> str:
        names = "、".join(dict.fromkeys(self._short(each) for each in line.covered_by))
        return pieces.small(f"由{names}覆盖") if names else ""

    def _said(self, line: Line) -> str:
        """Units it covers to which no thread is drawn, except the one the whole block stands for."""
        units = [unit for unit in line.said if unit.name != self.prefix]
        names = "、".join(self._short(unit) for unit in units[:MOST_SAID])
        more = f"等 {len(units)} 处" if len(units) > MOST_SAID else ""
        return pieces.small(f"另覆盖{names}{more}") if names else ""

    def _ask(self, unit: Node | None) -> str:
        """A way to mend a gap, for those who may."""
        if unit is None or unit.id not in self.asks:
            return ""
        here = reverse("people:trees") + self.asked.address()
        href = f"{reverse('organizations:cover')}?{urlencode({'unit': unit.code, 'back': here})}"
        words = self.asks[unit.id].replace(f"编在{self.prefix}", "编在")
        return f'<a class="ask" href="{escape(href)}">{escape(words)}{icon("right")}</a>'

    def _short(self, node: Node) -> str:
        return node.name.removeprefix(self.prefix) or node.name

    def _is_chosen(self, line: Line) -> bool:
        at, unit = self.asked.at, self.asked.unit
        return bool((at and line.party and line.party.code == at) or (unit and line.unit and line.unit.code == unit))


def _left_css(line: Line, at: int, last_branch: int) -> list[str]:
    """How the twig of the Party tree runs past this row."""
    names = ["inside"]
    if at > last_branch:
        names.append("past")
    elif line.party is None:
        names.append("no-branch")
    elif at == last_branch:
        names.append("last-branch")
    if line.is_gap and "no-branch" not in names:
        names.append("no-branch")
    return names


def _right_css(at: int, last_unit: int, end: int) -> list[str]:
    """How the twig of the units runs past this row; ``end`` rounds the block off."""
    names = ["last-unit"] if at == last_unit else ["no-unit"] if at > last_unit else []
    return [*names, "end"] if at == end else names


def _words(line: Line) -> str:
    """What the thread says to those who do not see it."""
    if line.is_gap and line.unit:
        return f"{line.unit.name}还没有支部"
    if line.party and line.unit and line.straight:
        return f"{line.party.name}覆盖{line.unit.name}"
    if line.unit and line.covered_by:
        return f"{'、'.join(each.name for each in line.covered_by)}覆盖{line.unit.name}"
    return ""
