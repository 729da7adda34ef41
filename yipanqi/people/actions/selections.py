"""Picking people off the list: frozen at that moment, kept for a day, or for good under a name."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from yipanqi.kit.arrows import Refused
from yipanqi.people.models import Selection

LONGEST_NAME = 30  # characters
MOST = 10_000  # people in one selection
KEPT_FOR = timedelta(days=1)


@transaction.atomic
def pick(persons: Iterable[int], *, by) -> Selection:
    """Freeze these people. What the picker left lying since yesterday goes. Raises Refused (422): nobody, too many."""
    chosen = list(dict.fromkeys(persons))
    if not chosen:
        raise Refused("还没有选人，先在左边打勾", status=422)
    if len(chosen) > MOST:
        raise Refused(f"一次最多选 {MOST:,} 人，先用筛选缩小范围", status=422)
    Selection.objects.filter(account=by, name="", made_at__lt=timezone.now() - KEPT_FOR).delete()
    selection = Selection.objects.create(account=by)
    _put(selection, chosen)
    return selection


def keep_list(selection: Selection, *, name: str, by) -> Selection:
    """Keep a selection as a 名单; under a name that exists its people join that list. Returns the list."""
    name = name.strip()
    if not name:
        raise Refused("给名单起个名字", status=422)
    if len(name) > LONGEST_NAME:
        raise Refused(f"名字最多 {LONGEST_NAME} 个字", status=422)
    try:
        with transaction.atomic():
            if not Selection.objects.filter(pk=selection.pk, account=by).update(name=name):
                raise Refused("选中的人已经不在了，请重新选", status=409)
    except IntegrityError:
        return _join(selection, Selection.objects.get(account=by, name=name))
    selection.name = name
    return selection


def remove_list(selection: Selection, *, by) -> None:
    """A list is a private note, not a record: it may go."""
    Selection.objects.filter(pk=selection.pk, account=by).delete()


@transaction.atomic
def _join(selection: Selection, target: Selection) -> Selection:
    there = set(target.persons.values_list("pk", flat=True))
    _put(target, [pk for pk in selection.persons.values_list("pk", flat=True) if pk not in there])
    return target


def _put(selection: Selection, persons: list[int]) -> None:
    through = Selection.persons.through
    rows = [through(selection_id=selection.pk, person_id=person) for person in persons]
    through.objects.bulk_create(rows, batch_size=2000)
