"""The bulk verb behind the ledger of organisational life. The engine calls it in its transaction."""

from collections.abc import Sequence
from datetime import time

from yipanqi.kit.workbook import Row
from yipanqi.kit.workbook.saving import update_all
from yipanqi.meetings.models import AgendaItem, Meeting
from yipanqi.meetings.moments import as_moment

PLAIN = (
    "kind", "held_on", "for_year", "minutes_long", "place", "title", "expected_count", "present_count", "leave_count",
    "minutes",
)  # fmt: skip
REFERENCES = ("organization", "chair", "lecturer")


def enter_records(rows: Sequence[Row]) -> None:
    """New and changed records with the priorities they served."""
    known = Meeting.objects.in_bulk([row.id for row in rows if not row.is_new])
    for row in rows:
        if not row.is_new:
            _fill(known[row.id], row)
            known[row.id].version += 1
    update_all(known.values(), [*PLAIN, *REFERENCES, "starts_at", "recorded_at", "version"])
    fresh = [row for row in rows if row.is_new]
    made = Meeting.objects.bulk_create([_fill(Meeting(), row) for row in fresh], batch_size=500)
    AgendaItem.objects.bulk_create(
        [
            AgendaItem(meeting=meeting, position=at, priority_id=priority)
            for meeting, row in zip(made, fresh, strict=True)
            for at, priority in enumerate(row.ids.get("priorities") or [None], 1)
        ],
        batch_size=500,
    )
    _relink({row.id: row.ids.get("priorities") or [] for row in rows if "priorities" in row.changed})


def _fill(meeting: Meeting, row: Row) -> Meeting:
    for name in PLAIN:
        if name in row:
            setattr(meeting, name, row[name])
    for name in REFERENCES:
        if name in row:
            setattr(meeting, f"{name}_id", row.ids.get(name))
    if "starts_at" in row:
        meeting.starts_at = time.fromisoformat(row["starts_at"]) if row["starts_at"] else None
    if "recorded_at" in row:
        meeting.recorded_at = as_moment(row["recorded_at"])
    meeting.for_year = meeting.for_year or meeting.held_on.year
    return meeting


def _relink(wanted: dict[int, list[int]]) -> None:
    """Make the items of each record serve exactly these priorities: keep those that do, turn the rest, then add."""
    standing: dict[int, list[AgendaItem]] = {meeting: [] for meeting in wanted}
    for item in AgendaItem.objects.filter(meeting__in=wanted).order_by("meeting", "position"):
        standing[item.meeting_id].append(item)
    turned: list[AgendaItem] = []
    fresh: list[AgendaItem] = []
    gone: list[AgendaItem] = []
    for meeting, items in standing.items():
        free = [item for item in items if item.priority_id not in wanted[meeting]]
        held = {item.priority_id for item in items}
        fresh += _turn(meeting, items, free, [each for each in wanted[meeting] if each not in held])
        gone += (needless := _needless(items))
        turned += [item for item in free if item not in needless]
    update_all(turned, ["priority", "serves_none_because", "version"])
    AgendaItem.objects.filter(pk__in=[item.pk for item in gone]).delete()
    AgendaItem.objects.bulk_create(fresh, batch_size=500)


def _turn(meeting: int, items: list[AgendaItem], free: list[AgendaItem], missing: list[int]) -> list[AgendaItem]:
    """Let free items serve the missing priorities; returns the items still to be made."""
    for item in free:
        item.priority_id = missing.pop(0) if missing else None
        item.serves_none_because = ""
        item.version += 1
    following = max((item.position for item in items), default=0) + 1
    return [AgendaItem(meeting_id=meeting, position=at, priority_id=each) for at, each in enumerate(missing, following)]


def _needless(items: list[AgendaItem]) -> list[AgendaItem]:
    """Items that say nothing of their own, as long as one is left."""
    empty = [item for item in items if item.priority_id is None and not item.title]
    return empty if len(empty) < len(items) else empty[1:]
