"""The rows of both trees as HTML: roots, committees closed or opened, and kinds that stand folded."""

from collections import Counter
from collections.abc import Iterator

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from yipanqi.organizations.models import PARTY, PARTY_KINDS, UNIT, UNIT_KINDS
from yipanqi.people.trees import drawing, pieces
from yipanqi.people.trees.inside import InsideRows
from yipanqi.people.trees.pairing import Fold, Pair
from yipanqi.people.trees.scene import DIRECT, Scene
from yipanqi.people.trees.snapshot import Inside, Node

NOTHING = Inside(Counter())
MANY_PAIRS, FEW_KNOTS = 60, 12  # long trees get plainer bundles
NO_THREAD = "<span></span>"


class Rows:
    """Draws one scene. ``asks`` are words for sections without a branch, by unit id, where somebody may mend it."""

    def __init__(self, scene: Scene, asks: dict[int, str]):
        self.scene = scene
        self.asked = scene.asked
        self.asks = asks
        many = sum(1 for _ in scene.pairs()) > MANY_PAIRS
        self.knots = FEW_KNOTS if many else drawing.MOST_KNOTS

    def draw(self) -> SafeString:
        return mark_safe("".join(self._all()))

    def _all(self) -> Iterator[str]:
        yield from self._roots()
        single = [entry for entry in self.scene.entries if isinstance(entry, Pair) and self.scene.shown(entry)]
        if single:
            yield _caption(single)
        for entry in self.scene.entries:
            if isinstance(entry, Fold):
                yield from self._direct(entry) if entry.kind == DIRECT else self._fold(entry)
            elif self.scene.shown(entry):
                yield from self._pair(entry)
        if self.scene.cut:
            yield pieces.row("caption", pieces.small("下面太多，先画到这里，用查找看别的"), NO_THREAD, "")

    def _roots(self) -> Iterator[str]:
        parties = [node for node in self.scene.roots if node.tree == PARTY]
        units = [node for node in self.scene.roots if node.tree == UNIT]
        for at in range(max(len(parties), len(units))):
            party, unit = parties[at : at + 1], units[at : at + 1]
            words = f"{party[0].name}对着{unit[0].name}" if party and unit else ""
            thread = drawing.straight(drawing.CLOSED, words, party=bool(party), unit=bool(unit))
            left = _root(party[0], self._party_words()) if party else ""
            right = _root(unit[0], self._unit_words()) if unit else ""
            yield pieces.row("root", left, thread, right)

    def _party_words(self) -> str:
        kinds = self.scene.counts[PARTY]
        said = [("committee", "个党委"), ("general_branch", "个总支"), ("branch", "个支部")]
        return "，".join(f"{kinds[kind]} {words}" for kind, words in said if kinds[kind])

    def _unit_words(self) -> str:
        roots = sum(node.tree == UNIT for node in self.scene.roots)
        units = self.scene.size(UNIT) - self.scene.sections - roots
        return f"{units} 个单位，{self.scene.sections} 个科"

    def _direct(self, fold: Fold) -> Iterator[str]:
        """Direct branches: one row, opened into a row a branch."""
        lines = self.scene.blocks.get(DIRECT)
        if lines is not None or not self.scene.is_narrowed:
            yield self._fold_row(fold, opened=lines is not None)
            yield from InsideRows(self.scene, self.asks, "", DIRECT).draw(lines or [])

    def _fold(self, fold: Fold) -> Iterator[str]:
        """General branches, units nobody covers: one row, opened into a row a pair."""
        opened = self.scene.is_narrowed or self.asked.open in {fold.kind, *(pair.key for pair in fold.pairs)}
        if not self.scene.is_narrowed:
            yield self._fold_row(fold, opened=opened)
        for pair in fold.pairs if opened else []:
            if self.scene.shown(pair):
                yield from self._pair(pair)

    def _fold_row(self, fold: Fold, *, opened: bool) -> str:
        units = list(dict.fromkeys(unit for pair in fold.pairs for unit in pair.units))
        branches = sum(self._branches(pair) for pair in fold.pairs)
        joint = sum(self._of(pair.party).joint for pair in fold.pairs)
        sections, gaps = (
            sum(self._of(unit).sections for unit in units),
            sum(self.scene.gaps[unit.path] for unit in units),
        )
        target = self.asked.address(open="" if opened else fold.kind, at="", unit="", only="", q="")
        words = f"{fold.label}，{branches} 个支部，{sections} 个科" + (f"，{gaps} 个科没有支部" if gaps else "")
        thread = drawing.bundle(branches, gaps, words, party=fold.pairs[0].party is not None, unit=bool(units))
        left = pieces.folding(target, f"f-{fold.kind}", fold.label, opened=opened)
        right = pieces.folding(target, f"g-{fold.kind}", _unit_label(units), opened=opened, after=True) if units else ""
        if opened and fold.kind == DIRECT:
            return _opened(left, thread, right)
        left += pieces.small(pieces.branches(branches, joint))
        return pieces.row("first", left, thread, right + pieces.small(pieces.sections(sections, gaps)))

    def _pair(self, pair: Pair) -> Iterator[str]:
        lines = self.scene.blocks.get(pair.key)
        opened = lines is not None or self.asked.open == pair.key
        target = self.asked.address(open="" if opened else pair.key, at="", unit="", only="", q="")
        party, unit = pair.party, pair.units[0] if pair.units else None
        left = pieces.folding(target, f"p-{party.code}", party.name, opened=opened) if party else _nobody()
        name = (unit.name if unit else "") + (f"等 {len(pair.units)} 个" if len(pair.units) > 1 else "")
        right = pieces.folding(target, f"u-{unit.code}", name, opened=opened, after=True) if unit else ""
        if opened:
            yield _opened(left, self._thread(pair, opened=True), right)
            yield from InsideRows(self.scene, self.asks, unit.name if unit else "", pair.key).draw(lines or [])
            return
        left += pieces.small(pieces.branches(self._branches(pair), self._of(party).joint)) if party else ""
        sections = sum(self._of(unit).sections for unit in pair.units)
        right += pieces.small(pieces.sections(sections, self._gaps(pair)))
        yield pieces.row("first", left, self._thread(pair, opened=False), right)

    def _thread(self, pair: Pair, *, opened: bool) -> SafeString:
        party, unit = pair.party, pair.units[0] if pair.units else None
        if party is None or unit is None:
            words = f"{party.name}没有对着的机构" if party else f"{unit.name}没有党组织对着" if unit else ""
            return drawing.bundle(0, 0, words, party=party is not None, unit=unit is not None)
        if opened:
            return drawing.straight(drawing.INSIDE, f"{party.name}对着{unit.name}")
        gaps, branches = self._gaps(pair), self._branches(pair)
        words = f"{party.name}的 {branches} 个支部对着{unit.name}" + (f"，{gaps} 个科没有支部" if gaps else "")
        return drawing.bundle(branches, gaps, words, most=self.knots)

    def _of(self, node: Node | None) -> Inside:
        return self.scene.within.get(node.path, NOTHING) if node else NOTHING

    def _branches(self, pair: Pair) -> int:
        return self._of(pair.party).branches + bool(pair.party and pair.party.is_branch)

    def _gaps(self, pair: Pair) -> int:
        return sum(self.scene.gaps[unit.path] for unit in pair.units)


def _caption(pairs: list[Pair]) -> str:
    parties = Counter(PARTY_KINDS.get(pair.party.kind, "") for pair in pairs if pair.party)
    units = Counter(UNIT_KINDS.get(unit.kind, "") for pair in pairs for unit in pair.units)
    left, right = ("，".join(f"{kind} {n} 个" for kind, n in each.items()) for each in (parties, units))
    return pieces.row("caption", pieces.small(left), NO_THREAD, pieces.small(right))


def _opened(left: str, thread: str, right: str) -> str:
    heads = pieces.heads("书记", "党员"), pieces.heads("负责人", "人")
    return pieces.row("first opened", left + heads[0], thread, right + heads[1])


def _root(node: Node, words: str) -> str:
    view = "organizations:organization" if node.tree == PARTY else "organizations:unit"
    return pieces.name(reverse(view, args=[node.id]), f"r-{node.tree}-{node.id}", node.name) + pieces.small(words)


def _unit_label(units: list[Node]) -> str:
    kinds = list(dict.fromkeys(UNIT_KINDS.get(unit.kind, "") for unit in units))
    return f"{kinds[0]}{'等' if len(kinds) > 1 else ''} {len(units)} 个"


def _nobody() -> str:
    return f"<small>{pieces.warning('没有党组织对着')}</small>"
