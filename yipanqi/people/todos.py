"""To-dos about organisations: terms that are over or end within half a year, secretary posts that stand vacant."""

from collections import Counter

from django.urls import reverse

from yipanqi.kit.clock import add_months
from yipanqi.kit.intervals import holds_on
from yipanqi.kit.links import address
from yipanqi.kit.todos import Wanted, todos
from yipanqi.organizations import paths
from yipanqi.organizations.models import PartyOrganization, Term
from yipanqi.people.models import Appointment

NOTICE_MONTHS = 6


@todos("people.terms", after=("term.changed", "term.withdrawn", "organization.dissolved"))
def terms(day, only=None):
    """换届: the branch's own committee prepares it; over or ending within half a year (选举工作条例第 3 条)."""
    rows = Term.objects.filter(
        is_current=True, until_on__lte=add_months(day, NOTICE_MONTHS), organization__dissolved_on__isnull=True
    )
    if only is not None:
        rows = rows.filter(organization__in=only)
    for pk, name, until in rows.order_by("until_on").values_list("organization_id", "organization__name", "until_on"):
        assert until  # the filter asks for a day
        over = until <= day
        yield Wanted(
            subject_id=pk,
            title=f"{'补办' if over else '准备'}{name}换届",
            context=f"{until.year} 年 {until.month} 月 {until.day} 日{'已到届' if over else '届满'}",
            source="选举工作条例第 3 条",
            url=address("organizations:organization", pk),
            verb="去准备",
            strand="party",
            due_on=until,
            organization_id=pk,
            office="secretary",
        )


@todos("people.vacancies", after=("appointment.ended", "appointment.made"))
def vacancies(day, only=None):
    """书记空缺: told to whoever is left in the committee."""
    filled = Appointment.objects.filter(holds_on(day), post__office="secretary").values("post__organization_id")
    rows = PartyOrganization.objects.standing().exclude(pk__in=filled)
    if only is not None:
        rows = rows.filter(pk__in=only)
    for pk, name in rows.values_list("pk", "name"):
        yield Wanted(
            subject_id=pk,
            title=f"补上{name}的书记",
            context="书记空着，可以补选，也可以请上级指派",
            source="支部工作条例第 22 条（条号待核）",
            url=address("organizations:organization", pk),
            verb="看人选",
            strand="party",
            organization_id=pk,
        )


@todos("people.terms_below", after=())
def terms_below(day, only=None):
    """The committee above sees how many of its organisations are over their term or will be within half a year (D18:
    terms are seen at once). One row a committee, for every committee on the way up to the root."""
    rows = Term.objects.filter(
        is_current=True, until_on__lte=add_months(day, NOTICE_MONTHS), organization__dissolved_on__isnull=True
    ).values_list("organization__path", "until_on")
    over: Counter[str] = Counter()
    near: Counter[str] = Counter()
    for path, until in rows:
        (over if until <= day else near).update(paths.ancestors(path)[:-1])
    committees = PartyOrganization.objects.filter(path__in={*over, *near})
    if only is not None:
        committees = committees.filter(pk__in=only)
    for pk, name, path in committees.values_list("pk", "name", "path"):
        yield Wanted(
            subject_id=pk,
            title=f"看一看{name}下面的换届",
            context=_how_many(over[path], near[path]),
            source="选举工作条例第 3 条",
            url=reverse("people:situation"),
            verb="看情况",
            strand="party",
            minutes=5,
            organization_id=pk,
        )


def _how_many(over: int, near: int) -> str:
    said = ((over, "个已到届"), (near, "个半年内到届"))
    return "，".join(f"{count} {words}" for count, words in said if count)
