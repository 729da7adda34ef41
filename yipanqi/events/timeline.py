"""A thing's history as sentences: the second reading of events.

Rooms register the words for their kinds of event:

    SENTENCES["measure.started"] = "开始做"

and add those that are nobody else's business to ``INSIDE``.
"""

from dataclasses import dataclass
from datetime import datetime

from yipanqi.events.models import Event
from yipanqi.kit.prepared import prepared

SENTENCES: dict[str, str] = {}
INSIDE: set[str] = set()  # kinds of events that are told only to those who lead what they are about
MOST = 50


@dataclass(frozen=True)
class Entry:
    """``before`` and ``after`` are shown as an arrow; ``sentence`` is what the actor wrote."""

    at: datetime
    actor: str
    words: str
    before: str = ""
    after: str = ""
    sentence: str = ""
    link: str = ""
    link_words: str = ""


def entries(subject, *more, lifecycle=None, origin=None, most: int = MOST, inside: bool = True) -> list[Entry]:
    """The latest events of a subject (and of ``more`` of its kind), newest first, in one query.

    Whoever is not ``inside`` does not read the kinds in ``INSIDE``.

    ``origin`` (``kit.workbook.tracing``) is the row of a workbook that last wrote it: an import is one event for all
    its rows, so it stands here by itself.
    """
    asked = (inside, subject._meta.concrete_model._meta.label_lower, *(each.pk for each in (subject, *more)))
    events = _latest(*asked)[:most] if most <= MOST else _events(*asked)[:most]
    told = [_entry(event, lifecycle) for event in events]
    if origin is None:
        return told
    return sorted([*told, _imported(origin)], key=lambda entry: entry.at, reverse=True)


@prepared
def _latest(inside: bool, subject_type: str, *keys: int):
    return _events(inside, subject_type, *keys)[:MOST]


def _events(inside: bool, subject_type: str, *keys: int):
    """Of each only what a sentence needs."""
    actor = ("actor__username", "actor__is_administrator", "actor__person__name")
    return (
        Event.objects.filter(subject_type=subject_type, subject_id__in=keys)
        .exclude(kind__in=() if inside else INSIDE)
        .select_related("actor__person")
        .only("kind", "at", "facts", *actor)
        .order_by("-at", "-pk")
    )


def _imported(origin) -> Entry:
    return Entry(at=origin.applied_at, actor="导入", words=f"{origin.file}，{origin.sheet}，第 {origin.row} 行")


def _entry(event: Event, lifecycle) -> Entry:
    facts = event.facts
    label = lifecycle.label if lifecycle else str
    return Entry(
        at=event.at,
        actor=event.actor.shown_name if event.actor else "系统",
        words=SENTENCES.get(event.kind, event.kind),
        before=label(facts["before"]) if "arrow" in facts else facts.get("before", ""),
        after=label(facts["after"]) if "arrow" in facts else facts.get("after", ""),
        sentence=facts.get("sentence", ""),
        link=facts.get("link", ""),
        link_words=facts.get("link_words", ""),
    )
