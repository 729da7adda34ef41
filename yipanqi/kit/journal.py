"""The port through which kit and every room say what happened, without knowing who writes it down.

``events`` registers the recorder. Rooms that must act on what another room did register a reaction:

    @journal.heard("units.imported")
    def seat_heads(event): ...

Reactions run at once, in the same transaction; what may wait goes into a notice or a job.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, NamedTuple

Recorder = Callable[..., Any]
_recorder: list[Recorder] = []
_teller: list[Callable[..., dict[int, "Told"]]] = []
_reactions: dict[str, list[Callable[[Any], None]]] = defaultdict(list)


def record(kind: str, subject=None, *, organization=None, by=None, **facts) -> Any:
    """Write one event and let its reactions run. Call it inside the transaction of the change.

    ``kind`` is ``noun.verbed``; ``subject`` a saved model instance or None; ``organization`` an Organization or its
    id; ``by`` the acting account or None for the system itself; ``facts`` JSON-able details of the change.
    """
    event = _recorder[0](kind, subject, organization=organization, by=by, facts=facts)
    for react in [*_reactions[kind], *_reactions["*"]]:
        react(event)
    return event


def recorder(function: Recorder) -> Recorder:
    """Register the one function that writes events."""
    _recorder[:] = [function]
    return function


class Told(NamedTuple):
    """Who did the latest thing to a subject, and when."""

    who: str
    at: datetime


def latest(model, ids: Collection[int]) -> dict[int, Told]:
    """The latest event of each of these rows, in one query; rows without an event are absent."""
    return _teller[0](model, ids) if ids else {}


def teller(function):
    """Register the one function that answers ``latest``."""
    _teller[:] = [function]
    return function


def heard(*kinds: str):
    """Register a reaction to events of these kinds (``"*"``: to all)."""

    def register(function):
        for kind in kinds:
            _reactions[kind].append(function)
        return function

    return register
