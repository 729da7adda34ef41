"""党员: members who belong to no branch."""

from collections.abc import Iterator
from datetime import date

from django.db.models import FilteredRelation, Q, Subquery

from yipanqi.kit.links import address
from yipanqi.kit.prepared import prepared
from yipanqi.organizations.models import PARTY, Organization
from yipanqi.people.models import MEMBERS, Affiliation
from yipanqi.people.situation.cases import Case, Subject, pack
from yipanqi.people.situation.reach import Reach


def loose(reach: Reach):
    """Open affiliations of members that name no branch, of people who work within reach."""
    rows = (
        Affiliation.objects.open()
        .filter(branch__isnull=True, political_status__in=MEMBERS)
        .annotate(work=FilteredRelation("person__employments", condition=Q(person__employments__until_on__isnull=True)))
    )
    return rows if reach.everything else rows.filter(reach.units_below("work__unit__path"))


def cases(reach: Reach, day: date) -> Iterator[Case]:
    """One statement. Who has no unit either stands below the root of the Party tree."""
    for *person_facts, root, root_path in _rows(reach):
        person, name, number, confirmed, joined, since, unit, unit_code, unit_name, path = person_facts
        if unit is None:
            unit, unit_code, unit_name, path = root, number, "没有所在机构", root_path
        if unit is None:
            continue
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


@prepared
def _rows(reach: Reach):
    root = Organization.objects.filter(tree=PARTY).order_by("path")
    rows = loose(reach).annotate(root=Subquery(root.values("pk")[:1]), root_path=Subquery(root.values("path")[:1]))
    return rows.order_by("work__unit__path", "person__number").values_list(
        "person_id", "person__name", "person__number", "person__confirmed_on", "person__joined_on", "from_on",
        "work__unit_id", "work__unit__code", "work__unit__name", "work__unit__path", "root", "root_path",
    )  # fmt: skip


def _page(reach: Reach, person: int, unit: int) -> str:
    """Somebody without a branch is no committee's own yet: only who sees everybody opens the person's page."""
    return address("people:person", person) if reach.everything else address("organizations:unit", unit)
