"""/members/admissions: who stands where, what comes next, what deserves a look."""

from functools import cached_property
from html import escape

from yipanqi.kit.clock import today
from yipanqi.kit.datewords import short
from yipanqi.kit.filters import Choice, choice, search
from yipanqi.kit.links import address
from yipanqi.kit.pages import ListPage
from yipanqi.kit.tables import DASH, Column, link, small
from yipanqi.members.course import Course, courses
from yipanqi.members.findings import findings, following, pack
from yipanqi.members.models import STAGES, AdmissionCase
from yipanqi.organizations.filters import by_party_organization

LOOKS = {"rules": "手续要看一看", "over": "预备期已满", "soon": "两个月内满预备期", "none": "没有要看的"}


def looked_at(course: Course, look: str) -> bool:
    """Whether a case belongs to a group of ``LOOKS``. A confirmation that is due is its own group."""
    day = today()
    keys = {each.rule.key for each in findings(course, day)}
    if look == "over":
        return "confirmation.timely" in keys
    if look == "rules":
        return bool(keys - {"confirmation.timely"})
    if look == "none":
        return not keys
    ends, rules = course.ends_on, pack()
    if ends is None or "confirmation" in course.days or course.stage != "probationary_member":
        return False
    return rules["confirmation.timely"].holds(ends, day) and not rules["confirmation.notice"].holds(ends, day)


def _by_look(rows, value, scope):
    if value not in LOOKS:
        return rows.none()
    return rows.filter(pk__in=[pk for pk, course in courses(rows).items() if looked_at(course, value)])


def _name(name, pk, number) -> str:
    return link(address("members:admission", pk), name) + small(number)


class AdmissionList(ListPage):
    model = AdmissionCase
    title = "发展党员"
    lead = "每个人办到哪一步，接下来办什么"
    counted = "人"
    order = ("branch__path", "person__number")
    empty = "你能看到的党组织里没有在办的人"
    imported_as = "admissions"
    foot = "只有本人、所在支部的班子和审批的上级党委看得到"
    template = "members/admissions.html"
    filters = (
        search("q", "找人", ("person__name__icontains", "person__pinyin__startswith", "person__number__istartswith"),
               hint="姓名、拼音、工号"),
        by_party_organization("branch", "党组织", "branch__path"),
        choice("stage", "阶段", STAGES),
        Choice("look", "看什么", _by_look, options=LOOKS),
    )  # fmt: skip

    @cached_property
    def courses(self) -> dict[int, Course]:
        return {}

    def rows(self, scope):
        return super().rows(scope).filter(closed_on__isnull=True)

    def table_columns(self, scope) -> tuple[Column, ...]:
        return (
            Column("name", "姓名", ("person__name", "pk", "person__number"), _name, order=("person__pinyin",)),
            Column("branch", "党组织", ("branch__name",), order=("branch__path", "person__number")),
            Column("stage", "阶段", ("stage",), STAGES.__getitem__, css="nowrap"),
            Column("next", "接下来", ("pk",), self._next, css="nowrap"),
            Column("look", "看一看", ("pk",), self._look),
        )

    def page_rows(self, table, queryset) -> list[tuple]:
        rows = super().page_rows(table, queryset)
        self.courses.update(courses([row[0] for row in rows]))
        return rows

    def _next(self, pk) -> str:
        step, day = following(self.courses[pk]), today()
        if step.due_on and step.due_on < day:
            return escape(step.words) + f'<span class="say-warn sub">{short(step.due_on)} 就该办了</span>'
        if step.due_on:
            return escape(step.words) + small(
                f"{short(step.due_on)} 前" if not step.from_on else f"{short(step.due_on)} 期满"
            )
        if step.from_on and step.from_on > day:
            return escape(step.words) + small(f"最早 {short(step.from_on)}")
        return escape(step.words)

    def _look(self, pk) -> str:
        found = findings(self.courses[pk], today())
        if not found:
            return DASH
        first, more = found[0], f"，另有 {len(found) - 1} 处" if len(found) > 1 else ""
        cited = first.rule.citation if first.rule.is_checked else f"{first.rule.citation}（待核）"
        return f'<span class="say-warn">{escape(first.sentence)}</span>' + small(cited + more)
