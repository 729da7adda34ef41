"""The card of what is chosen: a Party organisation or a unit, with what one asks first about it."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, FilteredRelation, Q
from django.urls import reverse

from yipanqi.kit.clock import today
from yipanqi.kit.intervals import holds_on
from yipanqi.kit.links import address
from yipanqi.kit.panels import Panel, panels_for
from yipanqi.organizations import paths, rules, terms
from yipanqi.organizations.filters import in_ranges
from yipanqi.organizations.models import PARTY, UNIT, Coverage, Organization
from yipanqi.organizations.queries import with_term
from yipanqi.people.models import Affiliation, Appointment, Employment, Reason
from yipanqi.people.trees.asking import Asked
from yipanqi.people.trees.crew import MEMBERS

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
    """Six statements and those of the panels (``people.trees``); None when nothing of that code is there."""
    tree, code = (PARTY, asked.at) if asked.at else (UNIT, asked.unit)
    subject = with_term(Organization.objects.visible_to(scope)).filter(tree=tree, code=code).first()
    if subject is None:
        return None
    side = "party_organization" if tree == PARTY else "unit"
    coverage = list(
        Coverage.objects.filter(holds_on(asked.on), **{side: subject.pk})
        .select_related("party_organization", "unit")
        .order_by("unit__path", "party_organization__path")
    )
    units = [each.unit_id for each in coverage] if tree == PARTY else [subject.pk]
    people = _people([subject.pk, *units], asked.on)
    leading = [
        each for each in people if each["organization"] == subject.pk and each["office"] in ("secretary", "head")
    ]
    heads = {each["person"] for each in people if each["office"] == "head"}
    apart = tree == PARTY and subject.is_branch and bool(heads) and bool(leading)
    apart = apart and not heads & {each["person"] for each in leading}
    members = _members(subject, asked.on) if tree == PARTY else {}
    return Card(
        subject=subject,
        url=address("organizations:organization" if tree == PARTY else "organizations:unit", subject.pk),
        above=_above(subject),
        coverage=coverage,
        leaders=leading,
        committee=_committee(people, subject.pk) if tree == PARTY else [],
        members=members,
        staff=Employment.objects.filter(holds_on(asked.on), unit__in=units).count(),
        term=_term(subject, asked.on) if tree == PARTY else {},
        reason=_reason(subject, leading, scope) if apart else None,
        led_apart=apart,
        explain_url=_explain_url(subject, leading[0]["person"], scope) if apart else "",
        may_arrange=_may_arrange(subject, scope),
        panels=panels_for("people.trees", subject, scope),
    )  # fmt: skip


def _may_arrange(subject: Organization, scope) -> bool:
    sentence = rules.may_arrange(subject, scope) if subject.tree == PARTY else rules.may_arrange_somewhere(scope)
    return sentence is None


def _people(organizations: list[int], day: date) -> list[dict]:
    """Who holds an office of these organisations on the day, with the title at work."""
    rows = (
        Appointment.objects.filter(holds_on(day), post__organization__in=organizations)
        .annotate(work=FilteredRelation("person__employments", condition=Q(person__employments__until_on__isnull=True)))
        .order_by("pk")
        .values_list("post__organization_id", "post__office", "person_id", "person__name", "work__title", "from_on")
    )
    names = ("organization", "office", "person", "name", "title", "since")
    return [dict(zip(names, row, strict=True)) for row in rows]


def _committee(people: list[dict], organization: int) -> list[str]:
    own = [each["name"] for each in people if each["organization"] == organization and each["office"] != "group_leader"]
    return list(dict.fromkeys(own))[:COMMITTEE_SHOWN]


def _members(subject: Organization, day: date) -> dict[str, int]:
    """Members by political status: of a branch its own, of a committee all below it."""
    ranges = [(subject.path, paths.following(subject.path))]
    own = Q(branch=subject.pk) if subject.is_branch else in_ranges("branch__path", ranges)
    held = Affiliation.objects.filter(own, holds_on(day), political_status__in=MEMBERS).order_by()
    return dict(held.values_list("political_status").annotate(n=Count("pk")))


def _above(subject: Organization) -> str:
    above = Organization.objects.filter(tree=subject.tree, path=paths.parent(subject.path)).values_list(
        "name", flat=True
    )
    return above.first() or ""


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
    given = Reason.objects.filter(
        rule="secretary.heads_section", organization=subject.pk, person__in=[each["person"] for each in leading]
    )
    return given.select_related("given_by__person").first()
