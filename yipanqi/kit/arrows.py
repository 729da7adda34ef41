"""Life cycles: states plus arrows, each arrow declared once.

    MEASURE = Lifecycle("brands.Measure", "state", {"claimed": "已认领", ...})
    MEASURE.arrow("start", "开始做", sources=["claimed"], target="doing", may=is_owner, event="measure.started")

Buttons, confirm pages, addresses, events, the diagram in the docs and the sweeps read this declaration.
Nothing else assigns the state field.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from yipanqi.kit import journal

LIFECYCLES: dict[str, "Lifecycle"] = {}
LONGEST_SENTENCE = 300  # characters; fields that keep one are as wide


class Refused(Exception):
    """The move is not for this person, or not from this state. ``str()`` is a sentence for the user."""

    def __init__(self, sentence: str, status: int = 403):
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class Arrow:
    """One move. ``may(subject, scope)`` returns None when allowed, else a sentence saying who can.

    ``asks`` labels a sentence the mover must type; ``stamps(by, at, sentence)`` gives further fields to set;
    ``undo`` names the arrow that takes the move back within ten seconds; ``only_undo`` arrows have no button.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    event: str
    may: Callable[[Any, Any], str | None]
    undo: str | None = None
    asks: str = ""
    consequence: str = ""
    primary: bool = False
    only_undo: bool = False
    stamps: Callable[..., dict] | None = None


@dataclass
class Lifecycle:
    """The arrows over one state field of one model. ``undo`` in an arrow names the arrow back (10 s)."""

    model_label: str
    attribute: str
    states: dict[str, str]
    arrows: dict[str, Arrow] = field(default_factory=dict)

    def __post_init__(self):
        LIFECYCLES[self.model_label] = self

    @property
    def model(self) -> Any:
        return apps.get_model(self.model_label)

    def arrow(self, name: str, label: str, *, sources: Iterable[str], target: str, event: str, may, **more) -> Arrow:
        """Declare one; ``more`` are the optional fields of ``Arrow``. Raises ValueError for a state nobody declared."""
        unknown = {*sources, target} - set(self.states)
        if unknown:
            raise ValueError(f"{self.model_label}: no state {unknown}")
        self.arrows[name] = Arrow(name, label, tuple(sources), target, event, may, **more)
        return self.arrows[name]

    def constraint(self, name: str) -> models.CheckConstraint:
        """The database refuses a state nobody declared."""
        return models.CheckConstraint(condition=models.Q(**{f"{self.attribute}__in": list(self.states)}), name=name)

    def label(self, state: str) -> str:
        return self.states[state]

    def leaving(self, subject) -> list[Arrow]:
        """Arrows out of the subject's present state, in the order declared, whoever may walk them."""
        return [arrow for arrow in self.arrows.values() if getattr(subject, self.attribute) in arrow.sources]

    def open_to(self, subject, scope) -> list[Arrow]:
        """Arrows this person may walk now by a button."""
        leaving = (arrow for arrow in self.leaving(subject) if not arrow.only_undo)
        return [arrow for arrow in leaving if arrow.may(subject, scope) is None]

    def move(self, subject, name: str, *, by, scope, sentence: str = "", seen: int | None = None) -> Any:
        """Walk an arrow: check, change, record in one transaction; returns the event.

        A second click loses cleanly: the row is changed only while it is as it was judged, in the version that the
        person looked at (``seen``, the subject's own unless given): nobody signs what was changed under the hand.
        Raises ``Refused`` (403 not for you, 409 changed since, 422 a sentence is missing or too long).
        """
        arrow = self.arrows[name]
        if reason := arrow.may(subject, scope):
            raise Refused(reason)
        if arrow.asks and not sentence.strip():
            raise Refused(f"请写一句{arrow.asks}", status=422)
        if len(sentence.strip()) > LONGEST_SENTENCE:
            raise Refused(f"最多写 {LONGEST_SENTENCE} 个字", status=422)
        with transaction.atomic():
            return self._walk(subject, arrow, by, sentence.strip(), subject.version if seen is None else seen)

    def _walk(self, subject, arrow: Arrow, by, sentence: str, seen: int):
        before = getattr(subject, self.attribute)
        stamps = arrow.stamps(by=by, at=timezone.now(), sentence=sentence) if arrow.stamps else {}
        moved = (
            type(subject)
            ._base_manager.filter(pk=subject.pk, version=seen, **{f"{self.attribute}__in": arrow.sources})
            .update(**{self.attribute: arrow.target, "version": models.F("version") + 1}, **stamps)
        )
        if not moved:
            raise Refused("刚才已经有人办过或者改过，请刷新看最新的情况", status=409)
        subject.refresh_from_db()
        facts = {"arrow": arrow.name, "before": before, "after": arrow.target}
        if sentence:
            facts["sentence"] = sentence
        return journal.record(arrow.event, subject, organization=subject.owner_organization_id, by=by, **facts)
