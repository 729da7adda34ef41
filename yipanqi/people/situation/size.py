"""规模: branches past fifty members or under three full members, joint branches past five units."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from yipanqi.kit.intervals import holds_on
from yipanqi.kit.links import address
from yipanqi.organizations.models import Coverage, PartyOrganization
from yipanqi.organizations.queries import standing_on
from yipanqi.people.models import Affiliation
from yipanqi.people.situation.cases import Case, Subject, pack
from yipanqi.people.situation.reach import Reach, above
from yipanqi.people.situation.secretaries import MEMBERS

BEYOND = {"at_most": "gt", "at_least": "lt"}


def cases(reach: Reach, day: date) -> Iterator[Case]:
    """One statement. A temporary branch's members keep their home: it has no size of its own."""
    rules = pack()
    most, least, units = rules["branch.members"], rules["branch.full_members"], rules["joint.units"]
    rows = (
        PartyOrganization.objects.filter(standing_on(day), reach.below(), kind="branch")
        .exclude(branch_type="temporary")
        .annotate(
            above=above(),
            members=_count(Affiliation.objects.open().filter(political_status__in=MEMBERS), "branch"),
            full=_count(Affiliation.objects.open().filter(political_status="full_member"), "branch"),
            units=_count(Coverage.objects.filter(holds_on(day)), "party_organization"),
        )
        .filter(
            Q(**{f"members__{BEYOND[most.kind]}": most.value})
            | Q(**{f"full__{BEYOND[least.kind]}": least.value})
            | Q(branch_type="joint", **{f"units__{BEYOND[units.kind]}": units.value})
        )
        .order_by("path")
    )
    for pk, code, name, path, over, kind, members, full, covered in rows.values_list(
        "pk", "code", "name", "path", "above", "branch_type", "members", "full", "units"
    ):
        subject = Subject(pk, code, name, path, over or "", address("organizations:organization", pk))
        facts = {"members": members, "full": full, "units": covered}
        for rule, broken in ((most, not most.holds(members)), (least, not least.holds(full))):
            if broken:
                yield Case("size", rule, "branch.size", subject, name, facts)
        if kind == "joint" and not units.holds(covered):
            yield Case("joint", units, "joint.units", subject, name, facts)


def _count(rows, of: str):
    """How many rows belong to the organisation, none being 0."""
    counted = rows.filter(**{of: OuterRef("pk")}).order_by().values(of).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
