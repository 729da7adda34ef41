"""The only writers of paths, and the tree as it stood on a day."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Length

from yipanqi.kit.clock import today
from yipanqi.organizations import paths
from yipanqi.organizations.models import Lineage, Organization

_MOVED: list[Callable[[str], None]] = []


@dataclass(frozen=True)
class Node:
    """An organisation at its place in the tree of one day."""

    organization_id: int
    parent_id: int | None
    path: str


def as_of(day: date) -> dict[int, Node]:
    """Both trees as they stood on ``day``: organisation id -> Node. One query."""
    rows = Lineage.objects.on(day).values_list("organization_id", "parent_id", "path")
    return {row[0]: Node(*row) for row in rows}


def next_number(prefix: str) -> int:
    """A number no child of ``prefix`` ever had, counting children that have moved away since."""
    length = len(prefix) + paths.WIDTH
    children = Lineage.objects.annotate(length=Length("path")).filter(length=length, path__startswith=prefix)
    latest = children.aggregate(latest=Max("path"))["latest"]
    return paths.decode(latest[-paths.WIDTH :]) + 1 if latest else 1


def place(organizations: Iterable[Organization], parents: Mapping[str, Organization | None], *, on=None) -> None:
    """Give new, unsaved organisations their paths and save them with their lineage, parents before children.

    ``parents`` maps an organisation's code to its parent (saved, or placed by the same call); the root's is None.
    """
    waiting = list(organizations)
    numbers: dict[str, int] = {}
    placed: list[Organization] = []
    while waiting:
        ready = [each for each in waiting if (parent := parents[each.code]) is None or parent.path]
        if not ready:
            raise ValueError(f"no way to the root from {', '.join(each.code for each in waiting)}")
        for each in ready:
            parent = parents[each.code]
            prefix = parent.path if parent else ""
            number = numbers.get(prefix) or next_number(prefix)
            numbers[prefix] = number + 1
            each.path = paths.child(prefix, number)
        placed += ready
        waiting = [each for each in waiting if not each.path]
    Organization.objects.bulk_create(placed, batch_size=500)
    Lineage.objects.bulk_create(
        [
            Lineage(organization=each, parent=parents[each.code], path=each.path, from_on=on or each.founded_on)
            for each in placed
        ],
        batch_size=500,
    )


@transaction.atomic
def move(organization: Organization, parent: Organization, *, on: date) -> None:
    """Hang a subtree under another parent from ``on`` (today or earlier). Old paths stay in lineage only.

    Raises ValueError for a move into the own subtree, across trees, or in the future.
    """
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    if on > today():
        raise ValueError("a planned move waits as a Succession")
    if parent.tree != organization.tree or parent.path.startswith(organization.path):
        raise ValueError("an organisation cannot move below itself or into the other tree")
    old = organization.path
    new = paths.child(parent.path, next_number(parent.path))
    for node in Organization.objects.below(old):
        above = parent.pk if node.pk == organization.pk else _open_lineage(node).parent_id
        _rewrite(node, new + node.path[len(old) :], above, on)
    for follow in _MOVED:
        follow(new)


def moved(follow: Callable[[str], None]) -> Callable[[str], None]:
    """Register what rooms above keep by path: called with the new path of a moved subtree, in its transaction."""
    _MOVED.append(follow)
    return follow


def _open_lineage(node: Organization) -> Lineage:
    return Lineage.objects.get(organization=node, until_on__isnull=True)


def _rewrite(node: Organization, path: str, parent_id: int | None, on: date) -> None:
    """Close the open edge on ``on`` and open the new one; a second move on one day rewrites the open row."""
    edge = _open_lineage(node)
    if edge.from_on is not None and edge.from_on > on:
        raise ValueError(f"{node.code} moved on {edge.from_on}, after {on}")
    if edge.from_on == on:
        edge.path, edge.parent_id = path, parent_id
        edge.save(update_fields=["path", "parent"])
    else:
        edge.until_on = on
        edge.save(update_fields=["until_on"])
        Lineage.objects.create(organization=node, parent_id=parent_id, path=path, from_on=on)
    Organization.objects.filter(pk=node.pk).update(path=path)
