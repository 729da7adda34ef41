"""What this room wants done: confirmations that fall due, and admissions that do not agree with the rules."""

from yipanqi.kit.links import address
from yipanqi.kit.todos import Wanted, todos
from yipanqi.members.course import Course, courses
from yipanqi.members.findings import Finding, findings, pack
from yipanqi.members.models import AdmissionCase

TIMELY = "confirmation.timely"


@todos("members.confirmations")
def confirmations(day, only=None):
    """转正: probation is over, or ends within two months."""
    rows = _open(only).filter(stage="probationary_member", steps__step="assembly_resolution")
    for pk, branch, name, course in _with_courses(rows):
        ends = course.ends_on
        if ends is None or "confirmation" in course.days or pack()["confirmation.notice"].holds(ends, day):
            continue
        over = not pack()[TIMELY].holds(ends, day)
        yield Wanted(
            subject_id=pk,
            title=f"{'补办' if over else '准备'}{name}的转正",
            context=f"预备期 {ends.year} 年 {ends.month} 月 {ends.day} 日{'已满，还没有讨论转正' if over else '满'}",
            source=pack()[TIMELY].citation,
            url=address("members:admission", pk),
            verb="去办",
            strand="party",
            due_on=ends,
            organization_id=branch,
            office="secretary",
        )


@todos("members.admission_order")
def admission_order(day, only=None):
    """入党手续: what does not agree with the rules, one row a person. Confirmations have their own."""
    for pk, branch, name, course in _with_courses(_open(only)):
        found = [each for each in findings(course, day) if each.rule.key != TIMELY]
        if found:
            yield Wanted(
                subject_id=pk,
                title=f"看看{name}的入党手续",
                context=_in_words(found),
                source=found[0].rule.citation[:80],
                url=address("members:admission", pk),
                verb="去看看",
                strand="party",
                organization_id=branch,
                office="secretary",
            )


def _open(only):
    rows = AdmissionCase.objects.filter(closed_on__isnull=True)
    return rows if only is None else rows.filter(pk__in=only)


def _with_courses(rows) -> list[tuple[int, int, str, Course]]:
    read = courses(rows)
    named = rows.order_by("branch__path", "person__number").values_list("pk", "branch_id", "person__name")
    return [(pk, branch, name, read[pk]) for pk, branch, name in named]


def _in_words(found: list[Finding]) -> str:
    more = f"；另有 {len(found) - 1} 处" if len(found) > 1 else ""
    return f"{found[0].sentence}{more}"[:200]
