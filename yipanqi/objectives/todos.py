"""What this room wants done: a priority that is open and that nobody carries."""

from django.urls import reverse

from yipanqi.kit.todos import Wanted, todos
from yipanqi.objectives.linking import NOBODY_CARRIES
from yipanqi.objectives.models import Priority

MOVES = ("priority.raised", "priority.revised", "priority.started", "priority.paused", "priority.resumed",
         "priority.finished", "priority.reopened", "priority.start_undone", "priority.resume_undone",
         "priority.reopen_undone")  # fmt: skip


@todos(NOBODY_CARRIES, after=MOVES)
def nobody_carries(day, only=None):
    """One row for the head of the unit that raised it: ask a branch, or say that it can wait."""
    rows = Priority.objects.on_board().nobody_carries()
    if only is not None:
        rows = rows.filter(pk__in=only)
    for pk, code, name, due_on, unit in rows.values_list("pk", "code", "name", "due_on", "raised_by_id"):
        yield Wanted(
            subject_id=pk,
            title=f"请人来接：{name}"[:160],
            context=f"{code} 上了棋盘，还没有一项措施挂上来",
            url=reverse("objectives:priority", args=[pk]),
            strand="operations",
            verb="看看谁能接",
            source="业务重点",
            due_on=due_on,
            organization_id=unit,
            office="head",
        )
