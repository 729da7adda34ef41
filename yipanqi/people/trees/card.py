"""The card of what is chosen: a Party organisation or a unit, with what one asks first about it."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import CharField, Count, FilteredRelation, OuterRef, Q, Subquery, Value
from django.db.models.functions import Left, Length
from django.urls import reverse

from yipanqi.kit.clock import today
from yipanqi.kit.intervals import holds_on
from yipanqi.kit.panels import Panel, panels_for
from yipanqi.kit.prepared import prepared
from yipanqi.organizations import paths, rules, terms
from yipanqi.organizations.models import PARTY, UNIT, Coverage, Organization
from yipanqi.organizations.queries import with_term
from yipanqi.people.models import MEMBERS, Affiliation, Appointment, Employment, Reason
from yipanqi.people.trees.asking import Asked

COMMITTEE_SHOWN = 5


@dataclass(frozen=True)
class Card:
    """Everything the template writes; what is not known stays empty and its facet is left out."""

    subject: Organization
    url: str
    above: str
    coverage: list[Coverage]
    leaders: list[dict]
    committee: list[str]
    members: dict[str, int]
    staff: int
    term: dict
    reason: Reason | None
    led_apart: bool
    explain_url: str
    may_arrange: bool
    panels: list[Panel]

    @property
    def member_count(self) -> int:
        return sum(self.members.values())


def card_of(asked: Asked, scope) -> Card | None:
    """Four statements (five where a reason may be given) and those of the panels (``people.trees``); None when nothing
    of that code is there."""
    is_party = bool(asked.at)
    found = _subject(PARTY, asked.at, scope) if is_party else _subject(UNIT, asked.unit, scope)
    if not found:
        return None
    subject, day = found[0], asked.on
    people = _people(subject, day)
    leading = [
        each for each in people if each["organization"] == subject.pk and each["office"] in ("secretary", "head")
    ]
    apart = is_party and subject.is_branch and _led_apart(people, leading)
    counts = dict(
        _counted_there(subject.pk, subject.path, paths.following(subject.path), day)
        if is_party
        else _counted_here(subject.pk, day)
    )
    return Card(
        subject=subject,
        url=subject.get_absolute_url(),
        above=subject.above or "",
        coverage=_covered(subject.pk, day) if is_party else _covering(subject.pk, day),
        leaders=leading,
        committee=_committee(people, subject.pk) if is_party else [],
        staff=counts.pop("staff", 0),
        members=counts,
        term=_term(subject, day) if is_party else {},
        reason=_reason(subject, leading, scope) if apart else None,
        led_apart=apart,
        explain_url=_explain_url(subject, leading[0]["person"], scope) if apart else "",
        may_arrange=_may_arrange(subject, scope),
        panels=panels_for("people.trees", subject, scope),
    )


@prepared
def _subject(tree: str, code: str, scope):
    above = Organization.objects.filter(
        tree=OuterRef("tree"), path=Left(OuterRef("path"), Length(OuterRef("path")) - paths.WIDTH)
    )
    rows = with_term(Organization.objects.visible_to(scope)).filter(tree=tree, code=code)
    return rows.annotate(above=Subquery(above.values("name")[:1])).order_by("path")[:1]


@prepared
def _covered(party_organization: int, day: date):
    rows = Coverage.objects.filter(holds_on(day), party_organization=party_organization)
    return rows.select_related("unit").order_by("unit__path")


@prepared
def _covering(unit: int, day: date):
    rows = Coverage.objects.filter(holds_on(day), unit=unit).select_related("party_organization")
    return rows.order_by("party_organization__path")


def _may_arrange(subject: Organization, scope) -> bool:
    sentence = rules.may_arrange(subject, scope) if subject.tree == PARTY else rules.may_arrange_somewhere(scope)
    return sentence is None


def _people(subject: Organization, day: date) -> list[dict]:
    """Who holds an office there, or in a unit a Party organisation covers, with the title at work."""
    names = ("organization", "office", "person", "name", "title", "since")
    return [dict(zip(names, row, strict=True)) for row in _offices(subject.pk, day)]


@prepared
def _offices(organization: int, day: date):
    covered = Coverage.objects.filter(holds_on(day), party_organization=organization).order_by().values("unit_id")
    here = Q(post__organization=organization) | Q(post__organization__in=covered)
    work = FilteredRelation("person__employments", condition=Q(person__employments__until_on__isnull=True))
    return (
        Appointment.objects.filter(here, holds_on(day))
        .annotate(work=work)
        .order_by("pk")
        .values_list("post__organization_id", "post__office", "person_id", "person__name", "work__title", "from_on")
    )


def _led_apart(people: list[dict], leading: list[dict]) -> bool:
    """Whether the sections have heads, and none of them leads the branch."""
    heads = {each["person"] for each in people if each["office"] == "head"}
    return bool(heads and leading) and not heads & {each["person"] for each in leading}


def _committee(people: list[dict], organization: int) -> list[str]:
    own = [each["name"] for each in people if each["organization"] == organization and each["office"] != "group_leader"]
    return list(dict.fromkeys(own))[:COMMITTEE_SHOWN]


@prepared
def _counted_there(party_organization: int, path: str, beyond: str, day: date):
    """Members there or below by political status, and the ``staff`` of the units covered."""
    members = (
        Affiliation.objects.filter(holds_on(day), branch__path__gte=path, branch__path__lt=beyond)
        .filter(political_status__in=MEMBERS).order_by()
        .values_list("political_status").annotate(n=Count("pk"))
    )  # fmt: skip
    covered = Coverage.objects.filter(holds_on(day), party_organization=party_organization).order_by().values("unit_id")
    return members.union(_staff(day).filter(unit__in=covered), all=True)


@prepared
def _counted_here(unit: int, day: date):
    return _staff(day).filter(unit=unit)


def _staff(day: date):
    rows = Employment.objects.filter(holds_on(day)).order_by().values(sort=Value("staff", CharField()))
    return rows.annotate(n=Count("pk")).values_list("sort", "n")


def _term(subject, day: date) -> dict:
    until = subject.term_until
    if until is None:
        return {}
    state, words = terms.standing(until)
    prepare = terms.prepare_from(until)
    later = f"{prepare.year} 年 {prepare.month} 月提醒准备换届" if prepare > today() else ""
    line = terms.line(subject.term_from, until, day)
    return {"until": until, "years": subject.term_years, "state": state, "words": words or later, "line": line}


def _explain_url(subject: Organization, secretary: int, scope) -> str:
    """Where the reason is given or changed, for those who may."""
    if not any(subject.path.startswith(path) for path in scope.party_paths):
        return ""
    query = urlencode({"chosen": f"secretary.heads_section:{subject.pk}:{secretary}"})
    return f"{reverse('people:reasons')}?{query}"


def _reason(subject: Organization, leading: list[dict], scope) -> Reason | None:
    """Why the secretary heads none of the sections, for those who see reasons."""
    if not scope.leads(subject.path):
        return None
    persons = {each["person"] for each in leading}
    return next((each for each in _given(subject.pk) if each.person_id in persons), None)


@prepared
def _given(organization: int):
    rows = Reason.objects.filter(rule="secretary.heads_section", organization=organization)
    return rows.select_related("given_by__person").order_by("pk")
