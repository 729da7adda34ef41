"""/members/admissions/<pk>: one person's way, step by step, beside the rules."""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from yipanqi.events.timeline import entries
from yipanqi.kit.clock import today
from yipanqi.kit.pages import DetailPage
from yipanqi.kit.workbook import KINDS as IMPORT_KINDS
from yipanqi.kit.workbook.tracing import origin
from yipanqi.members.course import courses
from yipanqi.members.findings import findings, following
from yipanqi.members.models import STEPS, AdmissionCase
from yipanqi.people.actions import trace_access
from yipanqi.people.models import AccessTrace


class AdmissionPage(DetailPage):
    """Whoever opens somebody else's case leaves a trace that the person sees (D17)."""

    model = AdmissionCase
    template = "members/admission.html"
    place = "members.admission"
    related = ("person", "branch")

    def rows(self, scope):
        seen = AccessTrace.objects.filter(person=OuterRef("person"), account=scope.account_id, on=today())
        return super().rows(scope).annotate(seen_today=Exists(seen))

    def context(self, request, subject: AdmissionCase) -> dict:
        is_own = subject.person_id == request.scope.person_id
        if not is_own and not getattr(subject, "seen_today", False):
            trace_access(subject.person, account=request.user)
        course = courses([subject.pk])[subject.pk]
        taken = {step.step: step for step in subject.steps.prefetch_related("persons")}
        step, day = following(course), today()
        came = origin(IMPORT_KINDS["admissions"], (subject.person.number,))
        return {
            "crumbs": [("发展党员", reverse("members:admissions")), (subject.person.name, None)],
            "is_own": is_own,
            "steps": [(words, taken.get(key)) for key, words in STEPS.items()],
            "next": step,
            "overdue": step.due_on is not None and step.due_on < day,
            "too_early": step.from_on is not None and step.from_on > day,
            "findings": findings(course, day),
            "ends_on": course.ends_on,
            "origin": came,
            "timeline": entries(subject, origin=came),
        }
