"""Filters by an organisation and everything below it, for any list whose rows hang on one.

    filters = (by_party_organization("branch", "党组织", "affiliations__branch__path"),)

``path_lookup`` leads from a row to the path of its organisation. Rows that hang there through a to-many relation would
multiply: give ``narrow`` of your own instead, with ``within(text, tree)``.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from yipanqi.kit.filters import Typeahead
from yipanqi.organizations import naming, paths
from yipanqi.organizations.models import PARTY, UNIT

# What the last look-up of a text found, so that the chip above a list says it without asking the database again.
_COMPLAINTS: dict[tuple[str, str], str] = {}
_MOST_KEPT = 500


@dataclass(frozen=True)
class ByOrganization(Typeahead):
    """``narrow_paths(queryset, condition, ranges)`` is given the ranges of paths the text stands for."""

    tree: str = PARTY
    narrow: Callable[..., Any] = field(default=lambda queryset, value, scope: queryset)

    def words(self, value: str) -> str:
        return _COMPLAINTS.get((self.tree, value)) or f"{value}（含下级）"


def by_party_organization(name: str, label: str, path_lookup: str, **more) -> ByOrganization:
    return _by(PARTY, name, label, _narrow_by_path(PARTY, path_lookup), **more)


def by_unit(name: str, label: str, path_lookup: str, **more) -> ByOrganization:
    return _by(UNIT, name, label, _narrow_by_path(UNIT, path_lookup), **more)


def by_ranges(tree: str, name: str, label: str, narrow, **more) -> ByOrganization:
    """The same with ``narrow(queryset, ranges, scope)`` of one's own; ranges are pairs [from, before) of paths."""
    return _by(tree, name, label, lambda rows, value, scope: narrow(rows, within(value, tree), scope), **more)


def within(text: str, tree: str) -> list[tuple[str, str]]:
    """The ranges of paths a text stands for: of every organisation it may mean, none when nothing answers to it."""
    found = naming.meant(text, tree)
    if len(_COMPLAINTS) > _MOST_KEPT:
        _COMPLAINTS.clear()
    _COMPLAINTS[tree, text] = naming.complaint(text, tree, found)
    return [(path, paths.following(path)) for path in paths.merge([each.path for each in found])]


def in_ranges(path_lookup: str, ranges: Iterable[tuple[str, str]]) -> Q:
    """A condition that a path lies in one of the ranges; nothing satisfies an empty list."""
    condition = Q(pk__in=[])
    for begin, before in ranges:
        condition |= Q(**{f"{path_lookup}__gte": begin, f"{path_lookup}__lt": before})
    return condition


def _narrow_by_path(tree: str, path_lookup: str):
    return lambda rows, value, scope: rows.filter(in_ranges(path_lookup, within(value, tree)))


def _by(tree: str, name: str, label: str, narrow, **more) -> ByOrganization:
    source = {PARTY: "organizations:suggest_party", UNIT: "organizations:suggest_unit"}[tree]
    return ByOrganization(
        name, label, narrow=narrow, tree=tree, source=source, **{"hint": "名称或代码，含下级", **more}
    )
