"""What in an admission does not agree with the rules, in sentences with their article; and what comes next.

Pure: a ``Course`` and a day go in. A value that was not written down is never taken for a breach, except where the
next step shows that it must have happened or been left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yipanqi.kit.rulepacks import Rule, RulePack, load
from yipanqi.members.course import DATED, Course
from yipanqi.members.models import STEPS


@dataclass(frozen=True)
class Finding:
    """``sentence`` names the days; ``rule`` says what was asked and where it stands."""

    rule: Rule
    sentence: str


@dataclass(frozen=True)
class Next:
    """The next step. ``due_on``: the last day of a rule; ``from_on``: the first day on which it is allowed."""

    words: str
    due_on: date | None = None
    from_on: date | None = None


def pack() -> RulePack:
    return load("admission")


def findings(course: Course, day: date) -> list[Finding]:
    """Everything that deserves a look, in the order of the process."""
    return [
        *_application(course, day), *_cultivation(course), *_candidate(course), *_admission(course, day),
        *_probation(course), *_confirmation(course, day), *_order(course),
    ]  # fmt: skip


def following(course: Course) -> Next:
    """What is to be done next, from what was done so far."""
    rules, days = pack(), course.days
    if "confirmation" in days or course.stage == "full_member":
        return Next("手续已办完")
    if "assembly_resolution" in days:
        if "approval" not in days:
            return Next("党委审批", due_on=rules["approval.within"].limit(days["assembly_resolution"]))
        return Next("讨论转正", due_on=course.ends_on, from_on=course.ends_on)
    if "development_candidate" in days:
        ahead = ("political_review", "candidate_training", "pre_review", "assembly_resolution")
        return Next(next(STEPS[step] for step in ahead if step not in days))
    if "activist" in days:
        return Next("确定发展对象", from_on=rules["cultivation.length"].limit(days["activist"]))
    if "interview" in days:
        return Next("推荐和确定积极分子")
    applied = days.get("application_letter")
    return Next("派人谈话", due_on=rules["interview.within"].limit(applied) if applied else None)


def _application(course: Course, day: date) -> Iterator[Finding]:
    applied, talked = course.days.get("application_letter"), course.days.get("interview")
    if applied is None:
        return
    if course.born_on and not pack()["applicant.age"].holds(age := _years(course.born_on, applied)):
        yield _finding("applicant.age", f"递交申请书时 {age} 岁")
    if talked and not pack()["interview.within"].holds(applied, talked):
        yield _finding("interview.within", f"{applied} 递交申请书，{talked} 才谈话")
    elif talked is None and course.stage == "applicant" and not pack()["interview.within"].holds(applied, day):
        yield _finding("interview.within", f"{applied} 递交申请书，还没有谈话")


def _cultivation(course: Course) -> Iterator[Finding]:
    activist, candidate = course.days.get("activist"), course.days.get("development_candidate")
    if activist:
        yield from _number("mentors", course, "培养联系人")
    if activist and candidate and candidate >= activist and not pack()["cultivation.length"].holds(activist, candidate):
        yield _finding("cultivation.length", f"{activist} 定为积极分子，{candidate} 就定为发展对象")


def _candidate(course: Course) -> Iterator[Finding]:
    for step, rule in (("political_review", "review.present"), ("candidate_training", "training.present")):
        on, entered = course.days.get(step), _first(course, "pre_review", "assembly_resolution")
        if entered is None:
            continue
        entry, entered_on = entered
        if on is None:
            yield _finding(rule, f"没有{STEPS[step]}的记录，{entered_on} 已经{STEPS[entry]}")
        elif on > entered_on:
            yield _finding(rule, f"{on} 才{STEPS[step]}，{entered_on} 已经{STEPS[entry]}")
    if course.hours is not None and not pack()["training.hours"].holds(int(course.hours)):
        yield _finding("training.hours", f"集中培训只有 {course.hours.normalize():f} 学时")


def _admission(course: Course, day: date) -> Iterator[Finding]:
    accepted = course.days.get("assembly_resolution")
    if accepted is None:
        return
    yield from _number("introducers", course, "入党介绍人")
    reviewed = course.days.get("pre_review")
    if reviewed is None:
        yield _finding("pre_review.first", f"没有党委预审的记录，{accepted} 支部大会已经接收")
    elif reviewed > accepted:
        yield _finding("pre_review.first", f"{accepted} 支部大会接收，{reviewed} 才预审")
    approved = course.days.get("approval")
    until = approved or (None if "confirmation" in course.days else day)
    if until is not None and not pack()["approval.within"].holds(accepted, until):
        late = "approval.within" if pack()["approval.at_last"].holds(accepted, until) else "approval.at_last"
        yield _finding(late, f"{accepted} 支部大会接收，{f'{approved} 才审批' if approved else '还没有审批'}")


def _probation(course: Course) -> Iterator[Finding]:
    accepted, ends, extended = course.days.get("assembly_resolution"), course.probation_ends_on, course.extended_until
    if accepted and ends and ends != pack()["probation.length"].limit(accepted):
        yield _finding("probation.length", f"{accepted} 支部大会接收，预备期满写的是 {ends}")
    if ends and extended:
        for rule in ("extension.least", "extension.most"):
            if not pack()[rule].holds(ends, extended):
                yield _finding(rule, f"预备期满 {ends}，延长到 {extended}")


def _confirmation(course: Course, day: date) -> Iterator[Finding]:
    ends, confirmed = course.ends_on, course.days.get("confirmation")
    if ends is None:
        return
    if confirmed and not pack()["confirmation.waits"].holds(ends, confirmed):
        yield _finding("confirmation.waits", f"预备期 {ends} 满，{confirmed} 就讨论了转正")
    if not confirmed and course.stage != "full_member" and not pack()["confirmation.timely"].holds(ends, day):
        yield _finding("confirmation.timely", f"预备期 {ends} 满，还没有讨论转正")


# What comes straight before each step. Review, training and pre-review before admission have rules of their own.
BEFORE = {
    "interview": "application_letter", "activist": "interview", "development_candidate": "activist",
    "political_review": "development_candidate", "candidate_training": "development_candidate",
    "pre_review": "development_candidate", "assembly_resolution": "development_candidate",
    "approval": "assembly_resolution", "confirmation": "approval",
}  # fmt: skip


def _order(course: Course) -> Iterator[Finding]:
    """A step taken before the one that leads to it, or without it."""
    left_out = set()
    for step, before in BEFORE.items():
        if step not in course.days:
            continue
        on, earlier = course.days[step], course.days.get(before)
        if earlier is None and before not in left_out:
            left_out.add(before)
            yield _finding("order.steps", f"没有{STEPS[before]}的记录，{on} 已经{STEPS[step]}")
        elif earlier is not None and not pack()["order.steps"].holds(earlier, on):
            yield _finding("order.steps", f"{STEPS[step]} {on}，早于{STEPS[before]} {earlier}")


def _number(step: str, course: Course, noun: str) -> Iterator[Finding]:
    count = course.persons.get(step, 0)
    for rule in (f"{step}.least", f"{step}.most"):
        if not pack()[rule].holds(count):
            yield _finding(rule, f"{noun}写了 {count} 名" if count else f"没有写{noun}")


def _first(course: Course, *steps: str) -> tuple[str, date] | None:
    """The earliest of these steps that was taken."""
    taken = [(course.days[step], DATED.index(step)) for step in steps if step in course.days]
    return (DATED[min(taken)[1]], min(taken)[0]) if taken else None


def _years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _finding(rule: str, sentence: str) -> Finding:
    return Finding(pack()[rule], sentence)
