"""P207: admissions on the way whose days agree with the rules. A branch without any is not asked."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from yipanqi.assessment.gathering.facts import Fact
from yipanqi.assessment.gathering.roster import HAS_ADMISSIONS, Branch
from yipanqi.members.course import Course, courses
from yipanqi.members.findings import findings
from yipanqi.members.models import AdmissionCase


def facts(branches: list[Branch], day: date) -> Iterator[Fact]:
    """Three statements. Steps after the day are not known yet; a case without any step by then has not begun."""
    cases: dict[int, list[int]] = defaultdict(list)
    going = AdmissionCase.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))
    known = courses(going)
    for pk, home in going.order_by("pk").values_list("pk", "branch_id"):
        if _until(known[pk], day).days:
            cases[home].append(pk)
    for branch in branches:
        own = cases.get(branch.pk)
        if not own:
            continue
        branch.traits.add(HAS_ADMISSIONS)
        faulty = [pk for pk in own if findings(_until(known[pk], day), day)]
        rows = {"of": "admissions", "ids": own, "faulty": faulty}
        good = len(own) - len(faulty)
        yield Fact(branch.code, "P207", 100 * good / len(own), good, len(own), rows)


def _until(course: Course, day: date) -> Course:
    """The course as it was known on a day."""
    course.days = {step: on for step, on in course.days.items() if on <= day}
    return course
