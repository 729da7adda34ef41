"""What this room adds to pages of organisations and persons."""

from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.urls import reverse

from yipanqi.kit.clock import today
from yipanqi.kit.panels import Panel, panel, tab
from yipanqi.kit.period import Period
from yipanqi.kit.periodfilter import written
from yipanqi.kit.prepared import prepared
from yipanqi.members import rules
from yipanqi.members.models import STAGES, AdmissionCase, DuesSummary
from yipanqi.members.words import yuan
from yipanqi.organizations import paths

AMOUNTS = ("due_amount", "paid_amount")
SUMS = ("due_count", "paid_count", *AMOUNTS)


tab("organizations.organization", "members", "党员队伍", order=20, shows=rules.sees_dues_of)
tab("people.person", "admission", "入党手续", order=20, shows=rules.may_have_a_case)


@panel("organizations.organization", order=70, queries=1, tab="members")
def admissions(organization, scope) -> Panel | None:
    """How many stand at which stage, for the own and the approving committee."""
    if not rules.sees_cases_of(organization, scope):
        return None
    counted = dict(_stages(organization.path, paths.following(organization.path), scope))
    if not counted:
        return None
    url = f"{reverse('members:admissions')}?{urlencode({'branch': organization.code})}"
    stages = [(words, counted[stage], f"{url}&stage={stage}") for stage, words in STAGES.items() if stage in counted]
    context = {"stages": stages, "look_url": f"{url}&look=rules", "over_url": f"{url}&look=over"}
    return Panel("发展党员", "members/admissions_panel.html", context, note=f"{sum(counted.values()):,} 人")


@panel("organizations.organization", order=75, queries=1, tab="members")
def dues(organization, scope) -> Panel | None:
    """This year's months with their sums."""
    year = Period.containing(today(), "year")
    summed = _dues(organization.path, paths.following(organization.path), scope, year.start, year.end)
    months = [dict(zip(("month", *SUMS), each, strict=True)) for each in summed]
    if not months:
        return None
    total = {name: yuan(sum(each[name] for each in months if each[name] is not None)) for name in AMOUNTS}
    for each in months:
        each |= {name: yuan(each[name]) for name in AMOUNTS}
    url = f"{reverse('members:dues')}?{urlencode({'branch': organization.code, 'period': written(year)})}"
    context = {"months": months, "total": total, "url": url, "short_url": f"{url}&paid=short"}
    return Panel("党费", "members/dues_panel.html", context, note=str(year))


@panel("people.person", order=60, queries=1, tab="admission")
def admission(person, scope) -> Panel | None:
    """The open case, for whoever may see it."""
    case = _open_case(person.pk, scope)
    return Panel("入党手续", "members/person_panel.html", {"case": case[0]}) if case else None


@prepared
def _stages(path: str, beyond: str, scope):
    rows = AdmissionCase.objects.visible_to(scope).filter(closed_on__isnull=True)
    rows = rows.filter(branch__path__gte=path, branch__path__lt=beyond)
    return rows.order_by().values_list("stage").annotate(n=Count("pk"))


@prepared
def _dues(path: str, beyond: str, scope, since: date, before: date):
    rows = DuesSummary.objects.visible_to(scope).filter(month__gte=since, month__lt=before)
    rows = rows.filter(organization__path__gte=path, organization__path__lt=beyond)
    return rows.order_by("-month").values_list("month").annotate(**{name: Sum(name) for name in SUMS})


@prepared
def _open_case(person: int, scope):
    return AdmissionCase.objects.visible_to(scope).filter(person=person, closed_on__isnull=True).order_by("pk")[:1]
