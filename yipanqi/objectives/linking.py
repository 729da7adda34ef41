"""Saying what a row serves: a priority, or none, with the way back."""

from django.db import transaction
from django.db.models import F

from yipanqi.kit import journal
from yipanqi.kit.arrows import Refused
from yipanqi.kit.undo import way_back
from yipanqi.objectives.models import SERVING, Priority, Serves
from yipanqi.tasks.actions import reconcile

NOBODY_CARRIES = "objectives.nobody_carries"
NO_REASON = "没写原因"
FASTER = "刚才有人改过它的关联，请刷新看最新的情况"


def link(row: Serves, priority: Priority, *, by, scope, seen: int | None = None):
    """This row serves that priority from now on; returns the event.

    ``seen`` is the version the person looked at. Raises Refused: not yours (403), closed (422), too late (409).
    """
    if priority.is_closed:
        raise Refused("这项重点已经完成，不能再挂", status=422)
    return _set(row, priority, "", by=by, scope=scope, seen=seen)


def set_apart(row: Serves, *, by, scope, reason: str = "", seen: int | None = None):
    """This row serves none, in one sentence; it stays visible as 未关联."""
    return _set(row, None, reason.strip()[:120] or NO_REASON, by=by, scope=scope, seen=seen)


def find(label: str, pk: int, scope) -> Serves | None:
    """A serving row by its model label (``room.model``), if this person may see it."""
    model = next((each for each in SERVING if each._meta.label_lower == label), None)
    return model.objects.visible_to(scope).filter(pk=pk).first() if model else None


@way_back("objectives.link")
def restore(*, by, scope, model: str, pk: int, priority: int | None, reason: str, version: int) -> str:
    """Back to what was said before, unless somebody has changed it since."""
    row = find(model, pk, scope)
    if row is None:
        raise Refused("找不到这一项了", status=409)
    before = Priority.objects.filter(pk=priority).first() if priority else None
    _set(row, before, reason, by=by, scope=scope, seen=version)
    return "已撤销，回到原来的关联"


@transaction.atomic
def _set(row: Serves, priority: Priority | None, reason: str, *, by, scope, seen: int | None):
    if sentence := row.linkable_by(scope):
        raise Refused(sentence)
    before = row.priority
    new = {"priority": priority, "serves_none_because": reason, **row.follows_from(priority)}
    moved = type(row)._base_manager.filter(pk=row.pk, version=row.version if seen is None else seen)
    if not moved.update(**new, version=F("version") + 1):
        raise Refused(FASTER, status=409)
    row.refresh_from_db()
    event = journal.record(
        f"{row._meta.model_name}.{'linked' if priority else 'set_apart'}", row,
        organization=row.owner_organization_id, by=by, before=_said(before), after=_said(priority), sentence=reason,
    )  # fmt: skip
    reconcile([NOBODY_CARRIES], only={each.pk for each in (before, priority) if each})
    return event


def _said(priority: Priority | None) -> str:
    return f"{priority.code} {priority.name}" if priority else "空"
