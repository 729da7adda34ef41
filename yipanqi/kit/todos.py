"""What the rooms want done: each room's ``todos.py`` registers set-based functions.

    @todos("brands.confirmations", after=("measure.reported", "measure.confirmed"))
    def confirmations(day, only=None):
        rows = Measure.objects.filter(state="reported")
        if only is not None:
            rows = rows.filter(pk__in=only)
        for ... in rows.values_list(...):
            yield Wanted(subject_id=pk, title="确认…", url=..., strand="woven", organization_id=unit, office="head")

The function is asked for everything nightly and after imports, and with ``only={subject id}`` after each of the named
events. What it no longer yields is dropped.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

KINDS: dict[str, "Kind"] = {}


@dataclass(frozen=True)
class Wanted:
    """One to-do as a rule wants it. ``strand``: party, operations or woven; ``verb`` is the button.

    Owed by ``person_id``, or by holders of ``office`` (any office when empty) in ``organization_id``, or, with
    ``office="administrator"``, by the administrators. ``asked_by_id`` is the organisation that waits for it. ``title``
    starts with a verb and names the object.
    """

    subject_id: int
    title: str
    url: str
    strand: str
    context: str = ""
    verb: str = "去看看"
    source: str = ""
    minutes: int | None = None
    due_on: date | None = None
    organization_id: int | None = None
    office: str = ""
    person_id: int | None = None
    asked_by_id: int | None = None


@dataclass(frozen=True)
class Kind:
    name: str
    wanted: Callable[..., Iterable[Wanted]]
    after: tuple[str, ...]


def todos(name: str, *, after: tuple[str, ...] = ()):
    """Register ``wanted(day, only=None)`` under ``room.rule``; ``after`` names events about its subjects."""

    def register(function):
        KINDS[name] = Kind(name, function, after)
        return function

    return register
