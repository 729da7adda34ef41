"""Raising and changing priorities, by hand or from a workbook."""

from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction
from django.db.models import F

from yipanqi.indicators.rules import not_a_target
from yipanqi.kit import journal
from yipanqi.kit.arrows import Refused
from yipanqi.kit.clock import today
from yipanqi.kit.models import names_of
from yipanqi.kit.workbook.saving import update_all
from yipanqi.objectives import rules
from yipanqi.objectives.models import Priority

WRITTEN = (
    "name", "raised_by", "owner", "kind", "source", "indicator", "baseline", "target", "deliverable", "accepting_unit",
    "starts_on", "due_on", "description",
)  # fmt: skip
REFERENCES = ("raised_by", "owner", "indicator", "accepting_unit")
TRIES = 5


def raise_priority(*, by, scope, **facts) -> Priority:
    """Enter a new priority under the next free number of the year. ``facts`` are fields; it starts as active.

    Raises Refused: not yours (403), or not checked (422).
    """
    if sentence := rules.may_raise(scope) or rules.may_raise_for(facts["raised_by"], scope):
        raise Refused(sentence)
    _refuse_unsound(facts)
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                priority = Priority.objects.create(code=_next_code(), **facts)
                journal.record("priority.raised", priority, organization=priority.raised_by_id, by=by)
                return priority
        except IntegrityError:  # somebody took the number in the same moment
            continue
    raise Refused("编号一直被占，过一会再试", status=409)


def revise(priority: Priority, *, by, scope, **facts) -> Priority:
    """Change a priority. Raises Refused: not yours (403), not checked (422), somebody was faster (409)."""
    if sentence := rules.may_edit(priority, scope):
        raise Refused(sentence)
    if facts["raised_by"].pk != priority.raised_by_id and (sentence := rules.may_raise_for(facts["raised_by"], scope)):
        raise Refused(sentence)
    _refuse_unsound(facts)
    changed = [name for name in WRITTEN if name in facts and getattr(priority, name) != facts[name]]
    with transaction.atomic():
        row = Priority.objects.filter(pk=priority.pk, version=priority.version)
        if not row.update(**facts, version=F("version") + 1):
            raise Refused("刚才有人改过这一项，请刷新再改", status=409)
        priority = Priority.objects.get(pk=priority.pk)
        if changed:
            labels = names_of(Priority, changed)
            journal.record(
                "priority.revised", priority, organization=priority.raised_by_id, by=by, sentence=f"改了{labels}"
            )
    return priority


@transaction.atomic
def enter_priorities(rows: Sequence, *, by, batch) -> None:
    """The bulk verb of the import: new and changed rows of a checked workbook."""
    Priority.objects.bulk_create([_fresh(row) for row in rows if row.is_new], batch_size=500)
    standing = Priority.objects.in_bulk([row.id for row in rows if not row.is_new])
    for row in rows:
        if not row.is_new:
            _overwrite(standing[row.id], row)
    update_all(standing.values(), [*WRITTEN, "state", "version"])


def unsound(facts: Mapping) -> list[tuple[str, str]]:
    """(field, sentence) for everything that keeps a priority from being clear; the form shows them beside the fields.

    ``facts`` are cleaned values by field name, references as instances.
    """
    found: list[tuple[str, str]] = []
    starts, due = facts.get("starts_on"), facts.get("due_on")
    if starts and due and due < starts:
        found.append(("due_on", "止不能早于起"))
    if facts.get("kind") == "task":
        found += _unsound_task(facts)
    else:
        found += _unsound_indicator(facts)
    return found


def _unsound_task(facts: Mapping) -> list[tuple[str, str]]:
    found = []
    if not facts.get("deliverable"):
        found.append(("deliverable", "任务要写清交出什么"))
    accepting = facts.get("accepting_unit")
    if accepting is None:
        found.append(("accepting_unit", "写明由哪个单位验收"))
    elif accepting == facts.get("raised_by"):
        found.append(("accepting_unit", "任务要由提出单位以外的单位验收"))
    return found


def _unsound_indicator(facts: Mapping) -> list[tuple[str, str]]:
    indicator = facts.get("indicator")
    if indicator is None:
        return [("indicator", "选一个指标，没有指标就选任务")]
    found = []
    if sentence := not_a_target(indicator.code, indicator.name, indicator.use):
        found.append(("indicator", sentence))
    baseline, target = facts.get("baseline"), facts.get("target")
    if target is None:
        found.append(("target", "写明目标值"))
    elif baseline is not None and not indicator.improves(baseline, target):
        found.append(("target", f"{indicator.name}{indicator.direction_words}，目标要比基线好"))
    return found


def _refuse_unsound(facts: Mapping) -> None:
    for _, sentence in unsound(facts):
        raise Refused(sentence, status=422)


def _next_code() -> str:
    """``ZD2026-47``: the year's next number, whatever gaps there are."""
    stem = f"ZD{today().year}-"
    used = Priority.objects.filter(code__startswith=stem).values_list("code", flat=True)
    numbers = [int(code.removeprefix(stem)) for code in used if code.removeprefix(stem).isdecimal()]
    return f"{stem}{max(numbers, default=0) + 1:02}"


def _fresh(row) -> Priority:
    return Priority(code=row.key[0], **_said(row))


def _overwrite(priority: Priority, row) -> None:
    for name, value in _said(row).items():
        setattr(priority, name, value)
    priority.version += 1


def _said(row) -> dict:
    """What the workbook says, as the model's attributes: references as keys, decimals as floats."""
    said = {name: row[name] for name in (*WRITTEN, "state") if name in row and name not in REFERENCES}
    for name in ("baseline", "target"):
        if said.get(name) is not None:
            said[name] = float(said[name])
    return said | {f"{name}_id": row.ids.get(name) for name in REFERENCES if name in row}
