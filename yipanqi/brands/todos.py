"""What this room wants done: answers to reports, work on what was returned, loose ends of a brand."""

from collections import defaultdict
from datetime import timedelta

from yipanqi.brands.actions import UNLINKED
from yipanqi.brands.models import Measure
from yipanqi.brands.way import DAYS_TO_ANSWER
from yipanqi.kit.datewords import local_day
from yipanqi.kit.links import address
from yipanqi.kit.todos import Wanted, todos

MOVES = ("measure.started", "measure.reported", "measure.taken_back", "measure.confirmed", "measure.returned",
         "measure.reopened", "measure.resumed", "measure.put_back", "measure.laid_back", "measure.kept",
         "measure.revised", "measure.bound", "measure.linked")  # fmt: skip


@todos("brands.confirmations", after=MOVES)
def confirmations(day, only=None):
    """A report waits for the head of the accepting unit."""
    rows = _standing(only).filter(state="reported", accepting_unit__isnull=False)
    fields = ("pk", "name", "report", "reported_at", "accepting_unit_id", "brand__name", "brand__organization__name")
    for pk, name, report, reported_at, unit, brand, branch in rows.values_list(*fields):
        due = local_day(reported_at) + timedelta(days=DAYS_TO_ANSWER) if reported_at else None
        yield Wanted(
            subject_id=pk, title=f"确认收到：{name}"[:160], context=f"{branch}“{brand}”报完成。{report}"[:200],
            url=address("brands:measure", pk), strand="woven", verb="确认或退回", source="支部品牌", minutes=3,
            due_on=due, organization_id=unit, office="head",
        )  # fmt: skip


@todos("brands.returned", after=MOVES)
def returned(day, only=None):
    """What came back waits for its owner, or for the secretary where nobody owns it."""
    rows = _standing(only).filter(state="returned")
    fields = ("pk", "name", "returned_because", "owner_id", "due_on", "accepting_unit__name", "brand__organization_id")
    for pk, name, because, owner, due_on, unit, branch in rows.values_list(*fields):
        owed = {"person_id": owner} if owner else {"organization_id": branch, "office": "secretary"}
        yield Wanted(
            subject_id=pk, title=f"接着做：{name}"[:160], context=f"{unit or '接收方'}退回。{because}"[:200],
            url=address("brands:measure", pk), strand="woven", verb="看退回原因", source="支部品牌", due_on=due_on,
            **owed,
        )  # fmt: skip


@todos(UNLINKED)
def unlinked(day, only=None):
    """One row a brand for its branch's secretary: measures that serve no priority yet, or are bound to nothing.

    ``only`` holds brand ids; the verbs of this room ask after every change.
    """
    rows = Measure.standing() if only is None else Measure.standing().filter(brand__in=only)
    fields = ("brand_id", "brand__name", "brand__organization_id", "priority_id", "serves_none_because",
              "indicator_id", "deliverable")  # fmt: skip
    loose: dict[tuple[int, str, int], list[int]] = defaultdict(lambda: [0, 0])
    for brand, name, branch, priority, reason, indicator, deliverable in rows.order_by("brand_id").values_list(*fields):
        counts = loose[brand, name, branch]
        counts[0] += priority is None and not reason
        counts[1] += indicator is None and not deliverable
    for (brand, name, branch), (orphans, unbound) in loose.items():
        if orphans or unbound:
            yield Wanted(
                subject_id=brand, title=f"补上业务一头：{name}"[:160], context=_in_words(orphans, unbound),
                url=address("brands:brand", brand), strand="woven", verb="去补", source="支部品牌", minutes=5,
                organization_id=branch, office="secretary",
            )  # fmt: skip


def _standing(only):
    rows = Measure.standing().order_by("code")
    return rows if only is None else rows.filter(pk__in=only)


def _in_words(orphans: int, unbound: int) -> str:
    said = [(orphans, "项措施没挂业务重点"), (unbound, "项没绑指标或交付物")]
    return "，".join(f"{count} {words}" for count, words in said if count)
