"""Pieces of a page that an upper room adds to a lower room's page.

    @panel("organizations.organization", order=40, queries=2)
    def brands(organization, scope) -> Panel | None: ...

A panel says its query count; the page's budget is the sum, and a test holds it to that.
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


PANELS: dict[str, list[Registered]] = defaultdict(list)


def panel(place: str, *, order: int, queries: int):
    """Register a panel for a page; ``place`` is ``room.page``."""

    def register(function):
        PANELS[place].append(Registered(place, order, queries, function))
        PANELS[place].sort(key=lambda registered: registered.order)
        return function

    return register


def panels_for(place: str, subject, scope) -> list[Panel]:
    """The panels of a page in order; those with nothing to say (None) are left out."""
    built = (registered.build(subject, scope) for registered in PANELS[place])
    return [panel for panel in built if panel is not None]
