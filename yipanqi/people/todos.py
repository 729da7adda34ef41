"""To-dos about organisations: terms that are over or end within half a year, secretary posts that stand vacant."""

from yipanqi.kit.clock import add_months
from yipanqi.kit.intervals import holds_on
from yipanqi.kit.links import address
from yipanqi.kit.todos import Wanted, todos
from yipanqi.organizations.models import PartyOrganization, Term
from yipanqi.people.models import Appointment

NOTICE_MONTHS = 6


@todos("people.terms", after=("term.changed",))
def terms(day, only=None):
    """换届: the branch's own committee prepares it; over or ending within half a year (选举工作条例第 3 条)."""
    rows = Term.objects.filter(
        is_current=True, until_on__lte=add_months(day, NOTICE_MONTHS), organization__dissolved_on__isnull=True
    )
    if only is not None:
        rows = rows.filter(organization__in=only)
    for pk, name, until in rows.order_by("until_on").values_list("organization_id", "organization__name", "until_on"):
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
            source="支部工作条例第 22 条",
            url=address("organizations:organization", pk),
            verb="看人选",
            strand="party",
            organization_id=pk,
        )
