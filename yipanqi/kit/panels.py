"""Pieces of a page that an upper room adds to a lower room's page.

    @panel("organizations.organization", order=40, queries=2)
    def brands(organization, scope) -> Panel | None: ...

A panel says its query count; the page's budget is the sum, and a test holds it to that. What a page cannot carry at
once stands behind a tab of its own, built only when that is asked for (``?tab=life``):

    tab("organizations.organization", "life", "组织生活", order=10, shows=rules.sees_records_of)

    @panel("organizations.organization", order=60, queries=2, tab="life")
    def records(organization, scope) -> Panel | None: ...
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Panel:
    """``template`` is rendered with ``context``; ``side`` puts it into the narrow column."""

    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    side: bool = False
    note: str = ""


@dataclass(frozen=True)
class Registered:
    place: str
    order: int
    queries: int
    build: Callable[..., Panel | None]
    tab: str = ""


@dataclass(frozen=True)
class Tab:
    """``shows(subject, scope)`` says without a statement whether this person finds anything behind it."""

    key: str
    label: str
    order: int
    shows: Callable[..., bool]


PANELS: dict[str, list[Registered]] = defaultdict(list)
TABS: dict[str, list[Tab]] = defaultdict(list)


def panel(place: str, *, order: int, queries: int, tab: str = ""):
    """Register a panel for a page; ``place`` is ``room.page``, ``tab`` the key of the tab it stands behind."""

    def register(function):
        PANELS[place].append(Registered(place, order, queries, function, tab))
        PANELS[place].sort(key=lambda registered: registered.order)
        return function

    return register


def tab(place: str, key: str, label: str, *, order: int, shows: Callable[..., bool]) -> None:
    """Register a tab of a page."""
    TABS[place].append(Tab(key, label, order, shows))
    TABS[place].sort(key=lambda each: each.order)


def panels_for(place: str, subject, scope, tab: str = "") -> list[Panel]:
    """The panels of a page (or of one of its tabs) in order; those with nothing to say (None) are left out."""
    built = (registered.build(subject, scope) for registered in PANELS[place] if registered.tab == tab)
    return [panel for panel in built if panel is not None]


def tabs_for(place: str, subject, scope) -> list[Tab]:
    return [each for each in TABS[place] if each.shows(subject, scope)]
