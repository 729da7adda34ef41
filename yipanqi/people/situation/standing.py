"""The Party organisations of which something deserves a look, with all that is counted about them: one statement."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, IntegerField, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from yipanqi.kit.clock import add_months
from yipanqi.kit.intervals import holds_on
from yipanqi.kit.prepared import prepared
from yipanqi.organizations.models import Coverage, PartyOrganization
from yipanqi.organizations.queries import standing_on, with_term
from yipanqi.people.models import MEMBERS, Affiliation, Appointment
from yipanqi.people.rules import COMMITTEE_OFFICES
from yipanqi.people.situation.cases import pack
from yipanqi.people.situation.reach import Reach, above

APPOINTED_KINDS = ("leading_committee",)
# A temporary branch lapses with its task and holds no re-election; its members keep their home, so it has no size.
TEMPORARY = "temporary"
BEYOND = {"at_most": "gt", "at_least": "lt"}
FIELDS = (
    "pk", "code", "name", "path", "above", "kind", "branch_type", "founded_on", "term_from", "term_until",
    "led", "left_on", "here", "members", "full", "units",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """``led``: somebody is its secretary, the last one left on ``left_on``; ``here`` counts its committee; ``members``
    and ``full`` who belongs to it, ``units`` what it covers."""

    pk: int
    code: str
    name: str
    path: str
    above: str | None
    kind: str
    branch_type: str
    founded_on: date | None
    begin: date | None
    until: date | None
    led: bool
    left_on: date | None
    here: int
    members: int
    full: int
    units: int

    @property
    def is_elected(self) -> bool:
        return self.kind not in APPOINTED_KINDS and self.branch_type != TEMPORARY

    @property
    def has_size(self) -> bool:
        return self.kind == "branch" and self.branch_type != TEMPORARY


def standing(reach: Reach, day: date) -> list[Standing]:
    """In the order of the tree."""
    return [Standing(*row) for row in _rows(reach, day, add_months(day, pack()["term.notice"].amount))]


@prepared
def _rows(reach: Reach, day: date, notice: date):
    secretaries = Appointment.objects.filter(post__organization=OuterRef("pk"), post__office="secretary")
    committee = Appointment.objects.filter(
        holds_on(day), post__organization=OuterRef("pk"), post__office__in=COMMITTEE_OFFICES
    )
    belonging = Affiliation.objects.open().filter(branch=OuterRef("pk"))
    rows = with_term(PartyOrganization.objects.filter(standing_on(day), reach.below())).annotate(
        above=above(),
        led=Exists(secretaries.filter(holds_on(day))),
        left_on=Subquery(_one(secretaries.filter(until_on__lte=day), "post__organization", Max("until_on"))),
        here=_count(committee, "post__organization", Count("person", distinct=True)),
        members=_count(
            Affiliation.objects.open().filter(political_status__in=MEMBERS, branch=OuterRef("pk")), "branch"
        ),
        full=_count(belonging.filter(political_status="full_member"), "branch"),
        units=_count(Coverage.objects.filter(holds_on(day), party_organization=OuterRef("pk")), "party_organization"),
    )
    return rows.filter(Q(led=False) | _out_of_term(notice) | _out_of_size()).order_by("path").values_list(*FIELDS)


def _out_of_term(notice: date) -> Q:
    """The term ends by a day, or nobody wrote down when."""
    ends = Q(term_until__isnull=True) | Q(term_until__lte=notice)
    return ends & ~Q(kind__in=APPOINTED_KINDS) & ~Q(branch_type=TEMPORARY)


def _out_of_size() -> Q:
    rules = pack()
    most, least, units = rules["branch.members"], rules["branch.full_members"], rules["joint.units"]
    beyond = (
        Q(**{f"members__{BEYOND[most.kind]}": most.value})
        | Q(**{f"full__{BEYOND[least.kind]}": least.value})
        | Q(branch_type="joint", **{f"units__{BEYOND[units.kind]}": units.value})
    )
    return beyond & Q(kind="branch") & ~Q(branch_type=TEMPORARY)


def _count(rows, of: str, counted: Count | None = None):
    """How many of the related rows there are, none being 0."""
    return Coalesce(Subquery(_one(rows, of, counted or Count("pk")), output_field=IntegerField()), Value(0))


def _one(rows, of: str, aggregate):
    """An aggregate over related rows as a subquery of one value."""
    return rows.order_by().values(of).annotate(one=aggregate).values("one")
