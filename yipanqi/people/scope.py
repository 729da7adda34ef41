"""Who sees what: a small value built once a request in one query.

Offices are open appointments. Each office opens a range of paths: in the Party tree what lies below the Party
organisation, in the unit tree what lies below the unit one heads. Coverage opens figures and priorities of the
other tree, never personal records.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, reduce
from operator import or_

from django.db.models import FilteredRelation, Q
from django.utils.functional import SimpleLazyObject

from yipanqi.kit.clock import today
from yipanqi.kit.intervals import holds_on
from yipanqi.kit.prepared import prepared
from yipanqi.organizations import paths
from yipanqi.organizations.models import PARTY, UNIT, Organization
from yipanqi.people.models import OFFICES, Person

PERSONAL_OFFICES = {"group_leader"}  # an office that opens nobody else's records
DISTRICT_DEPTH = paths.WIDTH  # length of a root's path


@dataclass(frozen=True)
class Office:
    """One open appointment."""

    office: str
    organization_id: int
    tree: str
    kind: str
    code: str
    name: str
    path: str

    @property
    def label(self) -> str:
        return OFFICES.get(self.office, self.office)

    @property
    def is_root(self) -> bool:
        return len(self.path) == DISTRICT_DEPTH


@dataclass(frozen=True)
class Scope:
    """What one signed-in account may reach. Strangers have an empty one."""

    account_id: int | None = None
    person_id: int | None = None
    person_name: str = ""
    person_number: str = ""
    is_administrator: bool = False
    offices: tuple[Office, ...] = ()
    branch_id: int | None = None
    branch_path: str = ""
    branch_name: str = ""
    unit_id: int | None = None
    unit_path: str = ""
    unit_name: str = ""
    party_paths: tuple[str, ...] = field(default=())
    unit_paths: tuple[str, ...] = field(default=())

    @property
    def is_signed_in(self) -> bool:
        return self.account_id is not None

    @cached_property
    def is_district_officer(self) -> bool:
        """Holds an office (not a personal one) of the whole Party tree."""
        return any(o.tree == PARTY and o.is_root and o.office not in PERSONAL_OFFICES for o in self.offices)

    @cached_property
    def is_district_leader(self) -> bool:
        return any(o.tree == UNIT and o.is_root for o in self.offices)

    @property
    def sees_everybody(self) -> bool:
        """Both roots are held: no filter is needed at all."""
        return self.is_administrator or self.is_district_officer or self.is_district_leader

    @property
    def may_import(self) -> bool:
        return self.is_administrator or self.is_district_officer

    @cached_property
    def party_offices(self) -> tuple[Office, ...]:
        return tuple(o for o in self.offices if o.tree == PARTY)

    @cached_property
    def unit_offices(self) -> tuple[Office, ...]:
        return tuple(o for o in self.offices if o.tree == UNIT)

    def holds(self, organization_id: int, *offices: str) -> bool:
        """Holds one of these offices (any, when none is named) of that organisation itself."""
        return any(o.organization_id == organization_id and (not offices or o.office in offices) for o in self.offices)

    def leads(self, path: str) -> bool:
        """Holds an office of this organisation or of one above it."""
        return any(path.startswith(p) for p in (*self.party_paths, *self.unit_paths))

    def sees_politics_of(self, branch_path: str | None, person_id: int) -> bool:
        """The own committee, the approving committee, the person; who belongs to no branch, the whole tree's officers.

        ``politics_of`` says the same in SQL.
        """
        if person_id == self.person_id or self.is_district_officer:
            return True
        return branch_path is not None and any(branch_path.startswith(p) for p in self.party_paths)

    def politics_of(self, branch_path: str, person: str) -> Q:
        """The rows whose political facts may be shown. The arguments name fields: ``home__branch__path``, ``pk``."""
        if self.is_district_officer:
            return Q()
        return Q(**{person: self.person_id or 0}) | _ranges(branch_path, self.party_paths)

    def organization_ids(self, tree: str):
        """Ids of the organisations of one tree below the own offices and the own branch or unit, as a subquery."""
        own, home = (self.party_paths, self.branch_id) if tree == PARTY else (self.unit_paths, self.unit_id)
        condition = Q(pk=home) if home else Q(pk__in=[])
        for path in own:
            condition |= Q(path__gte=path, path__lt=paths.following(path))
        return Organization.objects.filter(condition, tree=tree).order_by().values("pk")

    def reaches(self) -> Q:
        """The people one may open: oneself, who belongs or works below an own organisation."""
        return (
            Q(pk=self.person_id or 0) | _ranges("belongs", self.party_paths) | _ranges("roster", self.unit_paths)
        )

    def person_ids(self):
        """Their ids, as a subquery."""
        return Person.objects.filter(self.reaches()).order_by().values("pk")


def _ranges(field_name: str, own: tuple[str, ...]) -> Q:
    below = [Q(**{f"{field_name}__gte": path, f"{field_name}__lt": paths.following(path)}) for path in own]
    return reduce(or_, below, Q())


NOBODY = Scope()
OFFICE_FIELDS = (
    "held__post__office", "held__post__organization_id", "held__post__organization__tree",
    "held__post__organization__kind", "held__post__organization__code", "held__post__organization__name",
    "held__post__organization__path",
)  # fmt: skip
HOME_FIELDS = {
    "person_name": "name", "person_number": "number",
    "branch_id": "home__branch_id", "branch_path": "home__branch__path", "branch_name": "home__branch__name",
    "unit_id": "work__unit_id", "unit_path": "work__unit__path", "unit_name": "work__unit__name",
}  # fmt: skip


def scope_of(account) -> Scope:
    """Build an account's scope: its open offices, home branch and unit, in one query."""
    if not account.is_authenticated:
        return NOBODY
    if account.person_id is None:
        return Scope(account_id=account.pk, is_administrator=account.is_administrator)
    return scope_from(account, offices_and_home(account.person_id, today()))


def scope_from(account, rows: list[tuple]) -> Scope:
    """The scope of somebody's account, out of what ``offices_and_home`` says."""
    width = len(OFFICE_FIELDS)
    offices = tuple(Office(*row[:width]) for row in rows if row[0])
    opening = [each for each in offices if each.office not in PERSONAL_OFFICES]
    home = {key: value for key, value in zip(HOME_FIELDS, rows[0][width:], strict=True) if value is not None}
    return Scope(
        account_id=account.pk,
        person_id=account.person_id,
        is_administrator=account.is_administrator,
        offices=offices,
        party_paths=tuple(paths.merge([each.path for each in opening if each.tree == PARTY])),
        unit_paths=tuple(paths.merge([each.path for each in opening if each.tree == UNIT])),
        **home,
    )


@prepared
def offices_and_home(person_id: int, day: date):
    """One row an open office, the home fields repeated on each; a person without office gives one row."""
    return (
        Person.objects.filter(pk=person_id)
        .annotate(
            held=FilteredRelation("appointments", condition=holds_on(day, "appointments__")),
            home=FilteredRelation("affiliations", condition=Q(affiliations__until_on__isnull=True)),
            work=FilteredRelation("employments", condition=Q(employments__until_on__isnull=True)),
        )
        .order_by("held__post__organization__path", "held__pk")
        .values_list(*OFFICE_FIELDS, *HOME_FIELDS.values())
    )


class ScopeMiddleware:
    """``request.scope``, built when first asked for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.scope = SimpleLazyObject(lambda: scope_of(request.user))
        return self.get_response(request)
