"""/meetings/: what was held, the latest first, and what it spoke of."""

from functools import cached_property

from yipanqi.kit.datewords import short
from yipanqi.kit.filters import Choice, Unseen, choice, search
from yipanqi.kit.links import address
from yipanqi.kit.pages import ListPage
from yipanqi.kit.periodfilter import during
from yipanqi.kit.tables import DASH, Column, link, small
from yipanqi.meetings.models import KINDS, AgendaItem, Meeting
from yipanqi.meetings.queries import Spoken, spoken_of
from yipanqi.organizations.filters import by_party_organization

LINKS = {"yes": "对着业务重点", "no": "还没说", "apart": "说了不关联"}
AT_ONCE = 2000
MOST_SHOWN = 2


def _by_link(rows, value, scope):
    narrow = {"yes": rows.linked, "no": rows.unlinked, "apart": rows.set_apart}
    return narrow[value]() if value in narrow else rows.none()


def _by_priority(rows, value, scope):
    return rows.filter(pk__in=AgendaItem.objects.filter(priority__code=value).values("meeting_id"))


def _title(title, pk, kind) -> str:
    return link(address("meetings:meeting", pk), title) + small(KINDS[kind])


def _when(held_on, starts_at) -> str:
    return short(held_on) + small(f"{starts_at:%H:%M}" if starts_at else "")


def _heads(present, expected, leave) -> str:
    if present is None or expected is None:
        return DASH
    return f"{present} / {expected}" + small(f"请假 {leave}" if leave else "")


class MeetingList(ListPage):
    model = Meeting
    title = "组织生活"
    lead = "开过的会、过过的主题党日，对着哪项业务重点"
    counted = "次"
    order = ("-held_on", "organization__path")
    export_name = "组织生活记录"
    empty = "还没有记录"
    imported_as = "records"
    example = "如：9 月 16 日 主题党日，应到 17 实到 16，对着“查验堵点攻坚”"
    filters = (
        search("q", "找记录", ("title__icontains", "minutes__icontains"), hint="主题或纪要里的字"),
        by_party_organization("branch", "党组织", "organization__path"),
        choice("kind", "类型", KINDS),
        during("period", "什么时候", "held_on"),
        Choice("linked", "业务重点", _by_link, options=LINKS),
        Unseen("priority", "业务重点", _by_priority),
    )

    @cached_property
    def spoken(self) -> dict[int, Spoken]:
        return {}

    def table_columns(self, scope) -> tuple[Column, ...]:
        return (
            Column("title", "主题", ("title", "pk", "kind"), _title, lambda title, *_: title, order=("title",)),
            Column("when", "日期", ("held_on", "starts_at"), _when, lambda on, at: on, order=("held_on", "starts_at")),
            Column("kind", "类型", ("kind",), lambda kind: KINDS[kind], KINDS.get, optional=True),
            Column("branch", "党组织", ("organization__name",), order=("organization__path", "-held_on")),
            Column("heads", "实到 / 应到", ("present_count", "expected_count", "leave_count"), _heads,
                   lambda present, expected, leave: "" if present is None else f"{present}/{expected}", numeric=True),
            Column("spoken", "业务重点", ("pk",), self._spoken, self._spoken_plainly),
        )  # fmt: skip

    def page_rows(self, table, queryset) -> list[tuple]:
        rows = super().page_rows(table, queryset)
        for start in range(0, len(rows), AT_ONCE):
            self.spoken.update(spoken_of([row[0] for row in rows[start : start + AT_ONCE]]))
        return rows

    def _spoken(self, pk) -> str:
        said = self.spoken.get(pk)
        if said is None:
            return '<span class="muted">还没说</span>'
        if not said.priorities:
            return "不关联" + small(said.reason)
        shown = said.priorities[:MOST_SHOWN]
        names = "<br>".join(link(address("objectives:priority", key), name) for key, _, name in shown)
        more = len(said.priorities) - len(shown)
        return names + (small(f"等 {len(said.priorities)} 项") if more else "")

    def _spoken_plainly(self, pk) -> str:
        said = self.spoken.get(pk)
        return "、".join(f"{code} {name}" for _, code, name in said.priorities) if said else ""
