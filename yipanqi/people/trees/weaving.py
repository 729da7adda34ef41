"""Where rows and threads run inside an opened committee.

Every unit has a row, in the order of the tree. A branch stands on the row of the first unit it covers; its threads to
other units run down (or up) a lane. Past eight lanes the rest is said in words.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from yipanqi.people.trees.snapshot import Node, Thread

LANES = 8


@dataclass
class Lane:
    """A branch's further threads: they leave its own row and end on the rows of its other units."""

    number: int
    own: int
    others: tuple[int, ...]

    @property
    def first(self) -> int:
        return min(self.own, *self.others)

    @property
    def last(self) -> int:
        return max(self.own, *self.others)


@dataclass
class Line:
    """One row. ``covered_by`` names branches that reach this unit from elsewhere, ``said`` units a branch without a
    lane covers too. ``straight``: the branch of the row covers the unit of the row."""

    party: Node | None = None
    unit: Node | None = None
    straight: bool = False
    covered_by: list[Node] = field(default_factory=list)
    said: list[Node] = field(default_factory=list)
    lanes: list[Lane] = field(default_factory=list)

    @property
    def is_gap(self) -> bool:
        """A section no branch covers."""
        unit = self.unit
        return unit is not None and unit.kind == "section" and not self.straight and not self.covered_by


def weave(parties: list[Node], units: list[Node], threads: list[Thread]) -> list[Line]:
    """Rows for these organisations; threads to others than these are told in words only."""
    lines = [Line(unit=unit) for unit in units]
    covers: dict[int, list[Node]] = defaultdict(list)
    for thread in threads:
        covers[thread.party.id].append(thread.unit)
    for party in parties:
        _seat(party, lines, {unit.id for unit in covers[party.id]})
    _tell_and_tie(lines, covers, threads)
    return lines


def _seat(party: Node, lines: list[Line], covered: set[int]) -> None:
    """On the row of its first unit; below it when another stands there; at the end when it covers nothing here."""
    for at, line in enumerate(lines):
        if line.unit and line.unit.id in covered:
            if line.party is None:
                line.party, line.straight = party, True
            else:
                lines.insert(_free(lines, at), Line(party=party))
            return
    lines.append(Line(party=party))


def _free(lines: list[Line], at: int) -> int:
    """The place after a row and after those already put below it."""
    at += 1
    while at < len(lines) and lines[at].unit is None:
        at += 1
    return at


def _tell_and_tie(lines: list[Line], covers: dict[int, list[Node]], threads: list[Thread]) -> None:
    rows = {line.unit.id: at for at, line in enumerate(lines) if line.unit}
    seats = {line.party.id: at for at, line in enumerate(lines) if line.party}
    for thread in threads:
        if thread.unit.id in rows and seats.get(thread.party.id) != rows[thread.unit.id]:
            lines[rows[thread.unit.id]].covered_by.append(thread.party)
    busy: list[int] = [-1] * LANES
    for party, own in sorted(seats.items(), key=lambda seat: seat[1]):
        others = tuple(sorted(rows[unit.id] for unit in covers[party] if rows.get(unit.id, own) != own))
        elsewhere = [unit for unit in covers[party] if unit.id not in rows]
        lines[own].said += elsewhere
        if others and not _tie(lines, own, others, busy):
            lines[own].said += [line.unit for at in others if (line := lines[at]).unit]


def _tie(lines: list[Line], own: int, others: tuple[int, ...], busy: list[int]) -> bool:
    """Give the branch the first lane that is free where its threads run; False when none is."""
    first, last = min(own, *others), max(own, *others)
    for number, until in enumerate(busy):
        if until < first:
            lane = Lane(number, own, others)
            for at in range(first, last + 1):
                lines[at].lanes.append(lane)
            busy[number] = last
            return True
    return False
