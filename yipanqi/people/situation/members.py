"""党员: members who belong to no branch."""

from collections.abc import Iterator
from datetime import date

from django.db.models import FilteredRelation, Q

from yipanqi.kit.links import address
from yipanqi.organizations.models import PARTY, Organization
from yipanqi.people.models import Affiliation
from yipanqi.people.situation.cases import Case, Subject, pack
from yipanqi.people.situation.reach import Reach
from yipanqi.people.situation.secretaries import MEMBERS


def loose(reach: Reach):
    """Open affiliations of members that name no branch, of people who work within reach."""
    rows = (
        Affiliation.objects.open()
        .filter(branch__isnull=True, political_status__in=MEMBERS)
        .annotate(work=FilteredRelation("person__employments", condition=Q(person__employments__until_on__isnull=True)))
    )
    return rows if reach.everything else rows.filter(reach.units_below("work__unit__path"))


def cases(reach: Reach, day: date) -> Iterator[Case]:
    """One statement; two when somebody has no unit either."""
    rows = loose(reach).order_by("work__unit__path", "person__number")
    root: Organization | None = None
    for person, name, number, confirmed, joined, since, unit, unit_code, unit_name, path in rows.values_list(
        "person_id", "person__name", "person__number", "person__confirmed_on", "person__joined_on", "from_on",
        "work__unit_id", "work__unit__code", "work__unit__name", "work__unit__path",
    ):  # fmt: skip
        if unit is None:
            root = root or Organization.objects.filter(tree=PARTY).order_by("path").first()
            if root is None:
                continue
            unit, unit_code, unit_name, path = root.pk, number, "没有所在机构", root.path
        yield Case(
            group="loose",
            rule=pack()["member.branch"],
            reason_key="member.branch",
            subject=Subject(unit, unit_code, unit_name, path, unit_name, _page(reach, person, unit)),
            title=name,
            facts={"number": number, "confirmed": confirmed, "joined": joined},
            person_id=person,
            persons=(person,),
            since=since,
            holds_since=since,
        )


def _page(reach: Reach, person: int, unit: int) -> str:
    """Somebody without a branch is no committee's own yet: only who sees everybody opens the person's page."""
    return address("people:person", person) if reach.everything else address("organizations:unit", unit)
