"""Which organisation of one tree stands beside which of the other, on the level below the roots.

A committee stands beside the unit it covers. One that covers no unit itself stands beside the units in which the
organisations below it cover something; a unit nobody covers stands alone.
"""

from dataclasses import dataclass, field

from yipanqi.organizations.models import PARTY, PARTY_KINDS, UNIT
from yipanqi.people.trees.snapshot import TOP, Node

FOLDED = ("general_branch", "branch")  # kinds that stand as one row until it is opened
ALONE = "alone"  # the folded row of units nobody covers


@dataclass(frozen=True)
class Pair:
    """``party`` is None for units without a Party organisation; several units only where coverage says so."""

    party: Node | None
    units: tuple[Node, ...] = ()

    @property
    def key(self) -> str:
        """What opens it in the address."""
        return self.party.code if self.party else self.units[0].code


@dataclass(frozen=True)
class Fold:
    """Pairs of one kind, folded into a row; ``kind`` opens it in the address."""

    kind: str
    pairs: list[Pair] = field(default_factory=list)

    @property
    def label(self) -> str:
        words = "直属支部" if self.kind == "branch" else PARTY_KINDS.get(self.kind, "没有党组织对着")
        return f"{words} {len(self.pairs)} 个"


def pair_up(nodes: list[Node], threads: dict[tuple[str, str], tuple[int, bool]]) -> list[Pair]:
    """Pairs in the order of the Party tree, units without a Party organisation last."""
    units = {node.path: node for node in nodes if node.tree == UNIT and len(node.path) == TOP}
    pairs = [
        Pair(party, _beside(party, units, threads))
        for party in nodes
        if party.tree == PARTY and len(party.path) == TOP
    ]  # fmt: skip
    covered = {unit.path for pair in pairs for unit in pair.units}
    return [*pairs, *(Pair(None, (unit,)) for path, unit in units.items() if path not in covered)]


def _beside(party: Node, units: dict[str, Node], threads) -> tuple[Node, ...]:
    found = [(unit, own) for (above, unit), (_, own) in threads.items() if above == party.path and unit in units]
    own = [unit for unit, is_own in found if is_own]
    return tuple(units[path] for path in sorted(own or [unit for unit, _ in found]))


def fold_up(pairs: list[Pair]) -> list[Pair | Fold]:
    """Committees one by one, then general branches, direct branches and bare units as one folded row each."""
    single: list[Pair | Fold] = [pair for pair in pairs if pair.party and pair.party.kind not in FOLDED]
    for kind in FOLDED:
        of_kind = [pair for pair in pairs if pair.party and pair.party.kind == kind]
        if of_kind:
            single.append(Fold(kind, of_kind))
    bare = [pair for pair in pairs if pair.party is None]
    return [*single, Fold(ALONE, bare)] if bare else single
