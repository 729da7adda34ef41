"""Sample logins of a demonstration: suitable persons are looked for in what was imported, never typed in.

One secretary who heads a section is chosen; committee member, member and officer are that secretary's own people, so
that whoever tries one login after another sees the same work from each side.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable

from yipanqi.organizations.models import UNIT, Coverage
from yipanqi.people.models import Account, Affiliation, Appointment, Employment, Person


@dataclass(frozen=True)
class Sample:
    """A login, the kind of person it stands for, and who was found for it (None: the administrator)."""

    login: str
    kind: str
    person: Person | None
    post: str

    def as_json(self) -> dict[str, str]:
        name = self.person.name if self.person else "管理员"
        return {"login": self.login, "kind": self.kind, "name": name, "post": self.post}


def make_accounts(password: str) -> list[Sample]:
    """Give every sample person and the administrator an account with this password; those there are renewed."""
    samples = [*choose(), Sample("admin", "系统管理员 administrator", None, "装配与维护")]
    sealed = make_password(password)  # slow on purpose: once for all
    for sample in samples:
        account = Account.objects.filter(username=sample.login).first() or Account(username=sample.login)
        account.person, account.is_administrator = sample.person, sample.person is None
        account.password = sealed
        account.save()
    return samples


def choose() -> Iterator[Sample]:
    """The seven kinds of people, each found by what makes it one; a kind nobody fits is left out."""
    if secretary := secretaries().first():
        branch, unit_id = secretary.post.organization, getattr(secretary, "unit_id")  # noqa: B009  annotated
        yield from appointed("secretary", "党支部书记兼科长 branch secretary", [secretary])
        yield from appointed("committee", "支部委员 committee member", committee_members(branch))
        yield from settled("member", "党员 member", plain_members(branch), branch.name)
        yield from settled("officer", "群众 officer, not a member", plain_officers(unit_id), "")
    yield from appointed("party", "关区党务干部 party-affairs officer", party_officers())
    yield from appointed("department", "业务处室负责人 department head", department_heads())
    yield from appointed("leader", "关领导 district leader", heads().filter(post__organization__kind="district"))


def appointed(login: str, kind: str, found) -> Iterator[Sample]:
    """The first of these appointments, as `党支部书记`-like words."""
    for appointment in found[:1]:
        post = f"{appointment.post.organization.name}{appointment.post.office_label}"
        yield Sample(login, kind, appointment.person, post)


def settled(login: str, kind: str, found, place: str) -> Iterator[Sample]:
    """The first of these persons without an office."""
    for person in found[:1]:
        unit = Employment.objects.open().filter(person=person).values_list("unit__name", flat=True).first()
        yield Sample(login, kind, person, place or unit or "")


def open_appointments() -> QuerySet[Appointment]:
    return (
        Appointment.objects.open().select_related("person", "post__organization").order_by("post__organization__path")
    )


def heads() -> QuerySet[Appointment]:
    return open_appointments().filter(post__office="head", post__organization__tree=UNIT)


def secretaries() -> QuerySet[Appointment]:
    """Branch secretaries who head a section their branch covers (`unit_id`), those with the most measures first."""
    sections = heads().filter(post__organization__kind="section")
    headed = sections.filter(person=OuterRef("person"), post__organization__in=covered()).order_by()
    return (
        open_appointments()
        .filter(post__office="secretary", post__organization__kind="branch")
        .annotate(
            unit_id=Subquery(headed.values("post__organization")[:1]),
            measures=Count("post__organization__brands__measures"),
        )
        .filter(unit_id__isnull=False)
        .order_by("-measures", "post__organization__path")
    )


def covered() -> QuerySet:
    """Units covered by the branch of the outer appointment."""
    branch = OuterRef(OuterRef("post__organization"))
    return Coverage.objects.open().filter(party_organization=branch).values("unit")


def committee_members(branch) -> QuerySet[Appointment]:
    """Others on the branch's committee."""
    return open_appointments().filter(post__organization=branch).exclude(post__office__in=["secretary", "group_leader"])


def without_office() -> Combinable:
    return ~Exists(Appointment.objects.open().filter(person=OuterRef("pk")))


def plain_members(branch) -> QuerySet[Person]:
    """Full members of the branch who hold no office anywhere."""
    at_home = Affiliation.objects.open().filter(branch=branch, political_status="full_member", person=OuterRef("pk"))
    return Person.objects.filter(Exists(at_home), without_office()).order_by("number")


def plain_officers(unit_id: int) -> QuerySet[Person]:
    """Staff of the section who are no members of the Party."""
    at_work = Employment.objects.open().filter(unit=unit_id, person=OuterRef("pk"))
    members = Affiliation.objects.open().filter(
        political_status__in=["full_member", "probationary_member"], person=OuterRef("pk")
    )
    return Person.objects.filter(Exists(at_work), ~Exists(members), without_office()).order_by("number")


def party_officers() -> QuerySet[Appointment]:
    """The district committee's own staff: its deputy secretary, who does the work of every day."""
    wanted = Q(post__office="deputy_secretary") | Q(post__office="party_worker")
    return open_appointments().filter(wanted, post__organization__kind="direct_organ_committee")


def department_heads() -> QuerySet[Appointment]:
    """Heads of departments, those whose department raised the most priorities first."""
    return (
        heads()
        .filter(post__organization__kind="department")
        .annotate(raised=Count("post__organization__priorities"))
        .filter(raised__gt=0)
        .order_by(F("raised").desc(), "post__organization__path")
    )
