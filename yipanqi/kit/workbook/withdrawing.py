"""Taking a batch back within seven days, as far as nobody has built on it since.

A created row goes if it is untouched and nothing outside the batch refers to it. A changed field goes back if it still
holds what the batch wrote. All else stays and is listed with the reason. Later batches first.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from yipanqi.kit import journal
from yipanqi.kit.workbook import applying
from yipanqi.kit.workbook.failpoint import reach
from yipanqi.kit.workbook.kinds import DERIVED, KINDS, Kind, Table
from yipanqi.kit.workbook.models import Batch, Trace
from yipanqi.kit.workbook.packing import key_of, unpack_values
from yipanqi.kit.workbook.rows import CHANGED, NEW, Existing, Row

DAYS = 7
EDITED, USED, MOVED_ON = "后来改过", "已经有别的记录用到它", "后来又改了"


@dataclass
class Staying:
    """Something that does not go back, and why. ``who`` and ``at`` say who changed it since, where that is known."""

    table: str
    key: str
    title: str
    reason: str
    who: str = ""
    at: str = ""


@dataclass
class Plan:
    """What withdrawing would do, table by table, last first. ``gone_keys``: what is as if never imported."""

    removed: dict[str, list[int]] = field(default_factory=dict)
    restored: dict[str, list[Row]] = field(default_factory=dict)
    staying: list[Staying] = field(default_factory=list)
    later: list[Batch] = field(default_factory=list)
    gone_keys: dict[str, set[str]] = field(default_factory=dict)

    @property
    def removed_count(self) -> int:
        return sum(map(len, self.removed.values()))

    @property
    def restored_count(self) -> int:
        return sum(map(len, self.restored.values()))


@dataclass
class _Told:
    """One traced row beside what the database holds now."""

    text: str
    key: tuple
    outcome: str
    before: dict[str, Any]
    after: dict[str, Any]
    version: int
    now: Existing | None


class NotWithdrawable(Exception):
    """``str()`` is a sentence for the user."""


def may_withdraw(batch: Batch) -> bool:
    return batch.state == "applied" and timezone.now() < until(batch)


def until(batch: Batch) -> datetime:
    """The moment from which an applied batch stays."""
    return (batch.applied_at or batch.uploaded_at) + timedelta(days=DAYS)


def foresee(batch: Batch) -> Plan:
    """What would go back now."""
    kind = KINDS[batch.kind]
    plan = Plan(later=_later_batches(batch, kind))
    told = {table.slug: _told(batch, table) for table in kind.tables}
    removable = {table.slug: _untouched(table, told[table.slug], plan) for table in kind.tables}
    _keep_what_is_used(kind, removable, plan)
    for table in reversed(kind.tables):
        plan.removed[table.slug] = list(removable[table.slug])
        plan.restored[table.slug] = [row for each in told[table.slug] if (row := _restoring(table, each, plan))]
        plan.gone_keys[table.slug] = {each.text for each in removable[table.slug].values()}
        plan.gone_keys[table.slug] |= {row.extra["text"] for row in plan.restored[table.slug] if row.extra["whole"]}
    _name_who(kind, plan, told)
    return plan


def withdraw(batch: Batch, *, by) -> Plan:
    """Do it, in one transaction, on a plan made under the lock. Raises NotWithdrawable."""
    kind = KINDS[batch.kind]
    with transaction.atomic():
        applying.lock(kind)
        if not Batch.objects.filter(pk=batch.pk, state="applied").update(state="withdrawn"):
            raise NotWithdrawable("这一批已经撤回了")
        batch.refresh_from_db()
        if timezone.now() >= until(batch):
            raise NotWithdrawable(f"超过 {DAYS} 天，不能整批撤回了；要改可以在原来那一页改")
        plan = foresee(batch)
        if plan.later:
            raise NotWithdrawable(f"先撤回后来的“{plan.later[0].name}”，它改过同样的行")
        for table in reversed(kind.tables):
            if plan.restored[table.slug]:
                applying.resolve(table, plan.restored[table.slug])
                table.apply(plan.restored[table.slug], by=by, batch=batch)
                _restore_versions(table, plan.restored[table.slug])
            if plan.removed[table.slug]:
                table.remove(plan.removed[table.slug], by=by, batch=batch)
            reach(f"withdraw.{table.slug}")
        _finish(batch, kind, plan, by)
    return plan


def _finish(batch: Batch, kind: Kind, plan: Plan, by) -> None:
    """What stayed keeps its trace, so that one still sees where it came from."""
    for trace in batch.traces.all():
        left = {text: told for text, told in trace.rows.items() if text not in plan.gone_keys[trace.table]}
        if not left:
            trace.delete()
        elif len(left) < len(trace.rows):
            trace.rows = left
            trace.save(update_fields=["rows"])
    batch.withdrawn_at, batch.withdrawn_by = timezone.now(), by
    batch.left_behind = [vars(each) for each in plan.staying]
    batch.save(update_fields=["withdrawn_at", "withdrawn_by", "left_behind"])
    journal.record(
        f"{kind.slug}.withdrawn_batch", batch, by=by, file=batch.name, removed=plan.removed_count,
        restored=plan.restored_count, staying=len(plan.staying),
    )  # fmt: skip


def _told(batch: Batch, table: Table) -> list[_Told]:
    packed = {text: told for trace in batch.traces.filter(table=table.slug) for text, told in trace.rows.items()}
    after = {text: unpack_values(table, told["after"]) for text, told in packed.items()}
    keys = {text: key_of(table, values) for text, values in after.items()}
    held = table.existing(list(keys.values())) if keys else {}
    return [
        _Told(
            text, keys[text], told["outcome"], unpack_values(table, told["before"] or {}), after[text],
            told["version"], held.get(keys[text]),
        )
        for text, told in packed.items()
    ]  # fmt: skip


def _untouched(table: Table, rows: Iterable[_Told], plan: Plan) -> dict[int, _Told]:
    """Created rows that are as the batch left them, by id."""
    found = {}
    for each in rows:
        if each.outcome != NEW or each.now is None:
            continue
        values = each.now.values
        touched = [name for name, value in each.after.items() if not table.fields[name].same(value, values.get(name))]
        if touched or (each.version and each.now.version and each.now.version != each.version):
            words = "、".join(table.fields[name].header for name in touched)
            plan.staying.append(_staying(table, each, f"{words}{EDITED}" if words else EDITED))
        else:
            found[each.now.id] = each
    return found


def _restoring(table: Table, each: _Told, plan: Plan) -> Row | None:
    """The row that puts changed fields back, as far as they hold what the batch wrote."""
    if each.outcome != CHANGED or each.now is None:
        return None
    values = each.now.values
    back = {
        name: old
        for name, old in each.before.items()
        if table.fields[name].same(values.get(name), each.after.get(name))
    }
    for name in each.before.keys() - back.keys():
        if not table.fields[name].same(values.get(name), each.before[name]):
            plan.staying.append(_staying(table, each, f"{table.fields[name].header}{MOVED_ON}"))
    if not back:
        return None
    key = dict(zip(table.key, each.key, strict=True))
    row = Row(0, key | back, key=each.key, before=values, changed=tuple(back), id=each.now.id, version=each.now.version)
    row.is_undo, row.outcome = True, CHANGED
    row.extra = {"text": each.text, "whole": back.keys() == each.before.keys(), "left": each.version}
    return row


def _restore_versions(table: Table, rows: Iterable[Row]) -> None:
    """A row that is again as it was before the batch has its version again, so that an earlier batch knows it."""
    again: dict[int, list[int]] = {}
    for row in rows:
        if row.extra["whole"] and row.version and row.version == row.extra["left"] and row.id is not None:
            again.setdefault(row.version - 1, []).append(row.id)
    for version, ids in again.items():
        table.model._base_manager.filter(pk__in=ids).update(version=version)


def _keep_what_is_used(kind: Kind, removable: dict[str, dict[int, _Told]], plan: Plan) -> None:
    """Drop from the removable rows those that something outside them refers to, until nothing more changes."""
    more = True
    while more:
        more = False
        for table in kind.tables:
            used = _used_from_outside(table, kind, removable)
            for id in used:
                plan.staying.append(_staying(table, removable[table.slug].pop(id), f"{USED}{_listed(used[id])}"))
                more = True


def _used_from_outside(table: Table, kind: Kind, removable: Mapping[str, Mapping[int, _Told]]) -> dict[int, set[str]]:
    """Ids of removable rows of a table that stay in use, each with the words for what uses it."""
    ids = list(removable[table.slug])
    used: dict[int, set[str]] = {}
    if not ids:
        return used
    inside = _inside(kind, removable)
    for model, name, attribute in _protecting(table):
        for pk, target in model._base_manager.filter(**{f"{name}__in": ids}).order_by().values_list("pk", attribute):
            if pk not in inside.get(_concrete(model), ()):
                used.setdefault(target, set()).add(_words(_concrete(model)))
    return used


def _inside(kind: Kind, removable: Mapping[str, Mapping[int, _Told]]) -> dict[type[models.Model], set[int]]:
    """What goes together with the removable rows: themselves, what they own, what is derived from them."""
    inside: dict[type[models.Model], set[int]] = {}
    for table in kind.tables:
        ids = list(removable[table.slug])
        inside.setdefault(_concrete(table.model), set()).update(ids)
        derived = [queryset for follow in DERIVED[table.slug] for queryset in follow(ids)]
        for queryset in [*table.owned_rows(ids), *derived]:
            inside.setdefault(_concrete(queryset.model), set()).update(queryset.values_list("pk", flat=True))
    return inside


def _protecting(table: Table) -> Iterator[tuple[type[models.Model], str, str]]:
    """Foreign keys that keep a row of the table from going: (model, key, its column)."""
    relation: Any
    for relation in table.model._meta.related_objects:
        if not relation.many_to_many and relation.on_delete is not models.CASCADE:
            yield relation.related_model, relation.field.name, relation.field.attname


def _concrete(model: type[models.Model]) -> type[models.Model]:
    return model._meta.concrete_model or model


def _later_batches(batch: Batch, kind: Kind) -> list[Batch]:
    """Batches applied after this one that touched the same rows, latest first."""
    mine: dict[tuple[str, int], set[str]] = {
        (trace.table, trace.bucket): set(trace.rows) for trace in batch.traces.all()
    }
    later = Trace.objects.filter(
        table__in=[table.slug for table in kind.tables], batch__state="applied", batch__applied_at__gt=batch.applied_at
    ).select_related("batch")
    touching = {trace.batch for trace in later if mine.get((trace.table, trace.bucket), set()) & trace.rows.keys()}
    return sorted(touching, key=until, reverse=True)


def _staying(table: Table, each: _Told, reason: str) -> Staying:
    title = str(
        each.after.get(table.named_by) or (each.now.values.get(table.named_by) if each.now else "") or each.key[0]
    )
    return Staying(table.slug, each.text, title, reason)


def _name_who(kind: Kind, plan: Plan, told: Mapping[str, Sequence[_Told]]) -> None:
    """Who touched what stays, and when, as far as events tell."""
    ids = {(table, each.text): each.now.id for table, rows in told.items() for each in rows if each.now}
    for table in kind.tables:
        own = [each for each in plan.staying if each.table == table.slug]
        latest = journal.latest(
            table.model, [ids[each.table, each.key] for each in own if (each.table, each.key) in ids]
        )
        for each in own:
            if told_by := latest.get(ids.get((each.table, each.key), 0)):
                each.who, each.at = told_by.who, f"{timezone.localtime(told_by.at):%m-%d %H:%M}"


def _words(model: type[models.Model]) -> str:
    for kind in KINDS.values():
        for table in kind.tables:
            if table.model._meta.concrete_model is model:
                return table.label
    return ""


def _listed(words: Iterable[str]) -> str:
    named = "、".join(sorted(set(words) - {""}))
    return f"（{named}）" if named else ""
