"""What stands on the page: which rows, which of them opened, and the people in them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from yipanqi.organizations.models import PARTY, UNIT
from yipanqi.people.trees import snapshot
from yipanqi.people.trees.asking import Asked
from yipanqi.people.trees.crew import Crew, crew_of, led_by
from yipanqi.people.trees.pairing import Fold, Pair, fold_up, pair_up
from yipanqi.people.trees.snapshot import TOP, Inside, Node, Thread
from yipanqi.people.trees.weaving import Line, weave

DIRECT = "branch"  # all direct branches are drawn in one block


@dataclass
class Scene:
    """``blocks`` are opened rows by the key of their pair; a search or a filter opens several, with some rows each."""

    asked: Asked
    roots: list[Node]
    entries: list[Pair | Fold]
    within: dict[str, Inside]
    gaps: Counter
    threads: dict[tuple[str, str], tuple[int, bool]]
    counts: dict[str, Counter]
    blocks: dict[str, list[Line]] = field(default_factory=dict)
    found: set[str] = field(default_factory=set)
    crew: Crew = field(default_factory=Crew)
    cut: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Only some rows are wanted: the others do not stand there at all."""
        return bool(self.asked.only or self.asked.q)

    @property
    def sections(self) -> int:
        return self.counts[UNIT]["section"]

    @property
    def bare(self) -> int:
        return sum(self.gaps.values())

    def size(self, tree: str) -> int:
        return sum(self.counts[tree].values())

    def joint(self) -> int:
        tops = [pair.party for pair in self.pairs() if pair.party]
        return sum(each.joint for each in self.within.values()) + sum(top.branch_type == "joint" for top in tops)

    def pairs(self) -> Iterator[Pair]:
        for entry in self.entries:
            yield from entry.pairs if isinstance(entry, Fold) else [entry]

    def shown(self, pair: Pair) -> bool:
        return not self.is_narrowed or pair.key in self.blocks or pair.key in self.found

    def lines(self) -> Iterator[Line]:
        for block in self.blocks.values():
            yield from block


def build(asked: Asked) -> Scene:
    """Three statements for the closed trees, three more for what is opened."""
    day = asked.on
    nodes, threads = snapshot.upper(day), snapshot.threads(day)
    within, gaps = snapshot.inside(day)
    scene = Scene(
        asked=asked,
        roots=[node for node in nodes if len(node.path) < TOP],
        entries=fold_up(pair_up(nodes, threads)),
        within=within,
        gaps=gaps,
        threads=threads,
        counts=snapshot.counts(nodes, within),
    )
    parties, units = _wanted(scene)
    if parties or units:
        _open(scene, parties, units)
    return scene


def _wanted(scene: Scene) -> tuple[list[Node], list[Node]]:
    """The organisations to stand inside opened rows."""
    asked = scene.asked
    if asked.q:
        nodes = snapshot.of_rows(snapshot.named_rows(asked.on, asked.q, led_by(asked.q, asked.on)))
        scene.found = {pair.key for pair in scene.pairs() if {node.path for node in nodes} & _paths(pair)}
        return _split(node for node in nodes if len(node.path) > TOP or node.is_branch)
    if asked.only == "uncovered":
        return [], snapshot.of_rows(snapshot.uncovered_rows(asked.on))
    if asked.only == "joint":
        return snapshot.of_rows(snapshot.joint_rows(asked.on)), []
    tops, themselves = _opened_tops(scene)
    nodes = snapshot.below(asked.on, tops, with_tops=themselves) if tops else []
    scene.cut = len(nodes) > snapshot.MOST
    return _split(nodes[: snapshot.MOST])


def _opened_tops(scene: Scene) -> tuple[list[str], list[str]]:
    """Paths whose inside is wanted, and those wanted as rows themselves (direct branches and their departments)."""
    asked = scene.asked
    direct = [pair for pair in scene.pairs() if pair.party and pair.party.is_branch]
    if asked.open == DIRECT or asked.open in {pair.key for pair in direct}:
        paths = [path for pair in direct for path in _paths(pair)]
        return paths, paths
    for pair in scene.pairs():
        if pair.key == asked.open:
            return sorted(_paths(pair)), []
    return [], []


def _open(scene: Scene, parties: list[Node], units: list[Node]) -> None:
    """Put the organisations into the blocks of their pairs, with the threads between them."""
    threads = snapshot.threads_of(scene.asked.on, [*parties, *units])
    if scene.is_narrowed:
        parties, units = _with_others(parties, units, threads)
    homes = {path: pair for pair in reversed(list(scene.pairs())) for path in _paths(pair)}
    blocks: dict[str, tuple[list[Node], list[Node]]] = defaultdict(lambda: ([], []))
    seated: set[int] = set()
    for party in parties:
        pair = homes[party.top]
        blocks[_block(pair)][0].append(party)
    drawn_parties = {party.id for party in parties}
    covering = {thread.unit.id: thread.party for thread in threads if thread.party.id in drawn_parties}
    for unit in units:
        over = covering.get(unit.id)
        home = homes.get(over.top if over and scene.is_narrowed else unit.top)
        if home is not None and unit.id not in seated:
            blocks[_block(home)][1].append(unit)
            seated.add(unit.id)
    for key, (of_party, of_unit) in blocks.items():
        scene.blocks[key] = weave(_in_order(of_party), _in_order(of_unit), threads)
    drawn = [node.id for line in scene.lines() for node in (line.party, line.unit, *line.said) if node]
    scene.crew = crew_of(drawn, scene.asked.on)


def _with_others(parties: list[Node], units: list[Node], threads: list[Thread]) -> tuple[list[Node], list[Node]]:
    """A branch found stands with what it covers, a unit found with the branches that cover it."""
    all_parties = {node.id: node for node in parties}
    all_units = {node.id: node for node in units}
    for thread in threads:
        if thread.party.is_branch:
            all_parties[thread.party.id] = thread.party
            all_units[thread.unit.id] = thread.unit
    return list(all_parties.values()), list(all_units.values())


def _block(pair: Pair) -> str:
    return DIRECT if pair.party and pair.party.is_branch else pair.key


def _paths(pair: Pair) -> set[str]:
    return {node.path for node in (pair.party, *pair.units) if node}


def _split(nodes: Iterable[Node]) -> tuple[list[Node], list[Node]]:
    nodes = list(nodes)
    return [node for node in nodes if node.tree == PARTY], [node for node in nodes if node.tree == UNIT]


def _in_order(nodes: list[Node]) -> list[Node]:
    return sorted(nodes, key=lambda node: node.path)
