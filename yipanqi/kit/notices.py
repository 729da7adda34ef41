"""Who hears of an event, and in what words.

    @notice("measure.reported")
    def ask_acceptance(event) -> Notice | None: ...

``events`` sends them after commit through its outbox, never to the actor.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

NOTICES: dict[str, list[Callable]] = defaultdict(list)


@dataclass(frozen=True)
class Notice:
    """``accounts`` are ids of those who hear; ``url`` leads to the thing itself."""

    accounts: Iterable[int]
    sentence: str
    url: str


def notice(*kinds: str):
    def register(function):
        for kind in kinds:
            NOTICES[kind].append(function)
        return function

    return register
