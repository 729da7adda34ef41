"""One admission as dates: what the rules look at, read in one statement for many cases."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count

from yipanqi.members.models import AdmissionCase, AdmissionStep

DATED = (
    "application_letter", "interview", "activist", "development_candidate", "political_review", "candidate_training",
    "pre_review", "assembly_resolution", "approval", "confirmation",
)  # fmt: skip


@dataclass
class Course:
    """``days`` holds the day of each dated step taken; ``persons`` how many mentors and introducers are known."""

    stage: str
    days: dict[str, date] = field(default_factory=dict)
    persons: dict[str, int] = field(default_factory=dict)
    hours: Decimal | None = None
    probation_ends_on: date | None = None
    extended_until: date | None = None
    born_on: date | None = None

    @property
    def ends_on(self) -> date | None:
        """The last day of probation, extended or not."""
        return self.extended_until or self.probation_ends_on

    @property
    def has_entered(self) -> bool:
        """The admission itself has begun: what must come before it is due by now."""
        return any(step in self.days for step in ("pre_review", "assembly_resolution", "approval", "confirmation"))


def courses(cases) -> dict[int, Course]:
    """Case id -> its course, for a queryset or a collection of cases' ids. Two statements."""
    rows = cases if hasattr(cases, "values_list") else AdmissionCase.objects.filter(pk__in=cases)
    found = {
        pk: Course(stage, probation_ends_on=ends, extended_until=extended, born_on=born)
        for pk, stage, ends, extended, born in rows.order_by().values_list(
            "pk", "stage", "probation_ends_on", "extended_until", "person__born_on"
        )
    }
    for case, step, on, hours, persons in _steps(found):
        course = found[case]
        if on is not None:
            course.days[step] = on
        if step in ("mentors", "introducers"):
            course.persons[step] = persons
        if step == "candidate_training":
            course.hours = hours
    return found


def _steps(cases: Collection[int]):
    steps = AdmissionStep.objects.filter(case__in=cases).order_by()
    return steps.annotate(n=Count("persons")).values_list("case_id", "step", "on_date", "hours", "n")
