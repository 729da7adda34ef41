"""Both trees and the threads between them as one table: a row a thread, and a row for whatever has none."""

from collections.abc import Iterator
from datetime import date

from yipanqi.organizations.models import PARTY, PARTY_KINDS, UNIT, UNIT_KINDS
from yipanqi.organizations.paths import parent
from yipanqi.people.trees import snapshot
from yipanqi.people.trees.snapshot import Node

HEADS = [
    "党组织代码", "党组织", "类型", "上级党组织", "机构代码", "机构", "层级", "上级机构", "覆盖从哪天起", "说明",
]  # fmt: skip


def lines(day: date) -> Iterator[list]:
    """In the order of the Party tree; units nobody covers come last."""
    nodes = snapshot.everything(day)
    names = {node.path: node.name for node in nodes}
    threads = snapshot.all_threads(day)
    covering: dict[int, list] = {}
    for thread in threads:
        covering.setdefault(thread.party.id, []).append(thread)
    for node in nodes:
        if node.tree == PARTY:
            for thread in covering.get(node.id, []):
                yield [*_party(node, names), *_unit(thread.unit, names), thread.from_on, ""]
            if node.id not in covering:
                yield [*_party(node, names), *[None] * 4, None, "没有覆盖机构"]
    covered = {thread.unit.id for thread in threads}
    for node in nodes:
        if node.tree == UNIT and node.id not in covered:
            yield [*[None] * 4, *_unit(node, names), None, "没有党组织覆盖"]


def _party(node: Node, names: dict[str, str]) -> list:
    return [node.code, node.name, PARTY_KINDS.get(node.kind, node.kind), names.get(parent(node.path))]


def _unit(node: Node, names: dict[str, str]) -> list:
    return [node.code, node.name, UNIT_KINDS.get(node.kind, node.kind), names.get(parent(node.path))]
