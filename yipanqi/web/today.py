"""今天: one desk for each person. To-do rows are ready; the page reads them in one statement."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from yipanqi.insight.month import marks
from yipanqi.kit import undo
from yipanqi.kit.arrows import Refused
from yipanqi.kit.charts.threads import draw
from yipanqi.kit.clock import today
from yipanqi.kit.period import Period
from yipanqi.kit.request import Request
from yipanqi.tasks import actions
from yipanqi.tasks.models import Todo
from yipanqi.web import desk as drawing

LISTED = 6  # marks of the month named beside the desk; what is still to come leads


@dataclass
class Desk:
    """A person's open to-dos in the groups of the page; ``waiting`` are those others owe us."""

    now: list[Todo] = field(default_factory=list)
    week: list[Todo] = field(default_factory=list)
    later: list[Todo] = field(default_factory=list)
    waiting: list[Todo] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return sum(todo.minutes or 2 for todo in self.now)

    @property
    def is_empty(self) -> bool:
        return not (self.now or self.week or self.later or self.waiting)


def today_page(request: Request) -> HttpResponse:
    desk = _desk(request.scope)
    month = Period.containing(today())
    found = marks(request.scope, month)
    strands = ("party", "operations", "woven")
    counts = {strand: sum(mark.count for mark in found if mark.strand == strand) for strand in strands}
    caption = f"{month}：党建 {counts['party']} 项，业务 {counts['operations']} 项，融合 {counts['woven']} 项"
    found.sort(key=lambda mark: (mark.on < today(), mark.on, mark.words))
    context = {
        "far": sum(mark.count for mark in found[LISTED:]),
        "desk": desk,
        "month": month,
        "strip": draw(month, found, today(), caption),
        "marks": sum(counts.values()),
        "counts": counts,
        "drawn": {
            "now": drawing.rows(desk.now, request, none="今天没有要办的"),
            "week": drawing.rows(desk.week, request, none="这一周没有到期的"),
            "later": drawing.rows(desk.later, request),
            "near": drawing.month(found[:LISTED]),
            "far": drawing.month(found[LISTED:]),
            "waiting": drawing.rows(desk.waiting, request, others=True),
        },
    }
    return render(request, "web/today.html", context)


def _desk(scope) -> Desk:
    desk = Desk()
    day, week = today(), today() + timedelta(days=7)
    for todo in Todo.objects.open().on_desk_of(scope).order_by("due_on", "pk"):
        if not todo.is_owed_by(scope):
            desk.waiting.append(todo)
        elif todo.due_on is None or todo.due_on <= day:
            desk.now.append(todo)
        else:
            (desk.week if todo.due_on <= week else desk.later).append(todo)
    return desk


@require_POST
def set_aside(request: Request, pk: int) -> HttpResponse:
    """Take a row off the desk; ten seconds to bring it back."""
    todo = get_object_or_404(Todo.objects.visible_to(request.scope), pk=pk)
    try:
        actions.set_aside(todo, by=request.user)
        undo.offer(request, f"收起了：{todo.title}", "tasks.set_aside", pk=pk)
    except Refused:
        pass  # somebody was faster: the row is off the desk either way
    return redirect("today")
