"""书记: posts vacant for over three months, and secretaries who head none of the sections their branch covers."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Exists, F, FilteredRelation, Max, OuterRef, Q, Subquery

from yipanqi.kit.intervals import holds_on
from yipanqi.kit.links import address
from yipanqi.organizations.models import PARTY, UNIT, Coverage, PartyOrganization
from yipanqi.organizations.queries import standing_on
from yipanqi.people.models import OFFICES, Appointment
from yipanqi.people.rules import COMMITTEE_OFFICES
from yipanqi.people.situation.cases import Case, Subject, pack
from yipanqi.people.situation.reach import Reach, above

MEMBERS = ("full_member", "probationary_member")


def vacancies(reach: Reach, day: date) -> Iterator[Case]:
    """Organisations nobody leads today, for longer than the rule allows or for longer than anyone recorded."""
    rule = pack()["secretary.vacant"]
    held = Appointment.objects.filter(post__organization=OuterRef("pk"), post__office="secretary")
    committee = Appointment.objects.filter(holds_on(day), post__organization=OuterRef("pk")).filter(
        post__office__in=COMMITTEE_OFFICES
    )
    rows = (
        PartyOrganization.objects.filter(standing_on(day), reach.below(), ~Exists(held.filter(holds_on(day))))
        .annotate(
            above=above(),
            left_on=Subquery(_one(held.filter(until_on__lte=day), Max("until_on"))),
            here=Subquery(_one(committee, Count("person", distinct=True))),
        )
        .order_by(F("left_on").asc(nulls_last=True), "path")
    )
    for pk, code, name, path, over, founded, left, here in rows.values_list(
        "pk", "code", "name", "path", "above", "founded_on", "left_on", "here"
    ):
        since = left or founded
        if since is not None and rule.holds(since, day):
            continue
        yield Case(
            group="vacant",
            rule=rule,
            reason_key="secretary.vacant",
            subject=Subject(pk, code, name, path, over or "", address("organizations:organization", pk)),
            title=name,
            facts={"here": here or 0, "ever": left is not None},
            since=left,
            noticed=rule.limit(left) if left else None,
            holds_since=left,
        )


def not_heads(reach: Reach, day: date, scope) -> Iterator[Case]:
    """Three statements: the secretaries, the heads of the sections they do not head, and those heads' Party offices."""
    found = list(_secretaries(reach, day))
    heads = _heads([row[1] for row in found], day)
    offices = _party_offices({head["person"] for each in heads.values() for head in each}, day)
    for person, pk, code, name, path, over, secretary, begin, title in found:
        facts, automatic = _about_heads(heads[pk], offices, pk, path, scope)
        yield Case(
            group="not_head",
            rule=pack()["secretary.heads_section"],
            reason_key="secretary.heads_section",
            subject=Subject(pk, code, name, path, over or "", address("organizations:organization", pk)),
            title=name,
            facts={"secretary": secretary, "title": title or "", **facts},
            person_id=person,
            persons=(person, *(head["person"] for head in heads[pk])),
            since=begin,
            noticed=begin,
            holds_since=begin,
            automatic=automatic,
        )


def _secretaries(reach: Reach, day: date):
    """Open secretaries of branches that cover a unit with a known head, and head none of these units."""
    headed = Coverage.objects.filter(
        holds_on(day), holds_on(day, "unit__posts__appointments__"), unit__posts__office="head",
        party_organization=OuterRef("post__organization"),
    )  # fmt: skip
    by_the_secretary = headed.filter(unit__posts__appointments__person=OuterRef("person"))
    rows = (
        Appointment.objects.filter(
            holds_on(day), standing_on(day, "post__organization__"), reach.below("post__organization__path"),
            Exists(headed), ~Exists(by_the_secretary),
            post__office="secretary", post__organization__kind="branch", post__organization__tree=PARTY,
        )
        .annotate(
            above=above("post__organization__path"),
            work=FilteredRelation("person__employments", condition=Q(person__employments__until_on__isnull=True)),
        )
        .order_by("post__organization__path", "pk")
    )  # fmt: skip
    organization = "post__organization__"
    return rows.values_list(
        "person_id", "post__organization_id", f"{organization}code", f"{organization}name", f"{organization}path",
        "above", "person__name", "from_on", "work__title",
    )  # fmt: skip


def _heads(branches: list[int], day: date) -> dict[int, list[dict]]:
    """Branch id -> the heads of the units it covers."""
    rows = (
        Appointment.objects.filter(
            holds_on(day), post__office="head", post__organization__tree=UNIT,
        )
        .annotate(
            thread=FilteredRelation(
                "post__organization__covered_by", condition=holds_on(day, "post__organization__covered_by__")
            ),
            home=FilteredRelation("person__affiliations", condition=Q(person__affiliations__until_on__isnull=True)),
        )
        .filter(thread__party_organization__in=branches)
        .order_by("post__organization__path")
    )  # fmt: skip
    heads: dict[int, list[dict]] = defaultdict(list)
    for branch, person, name, status, home, home_name, home_path in rows.values_list(
        "thread__party_organization_id", "person_id", "person__name", "home__political_status", "home__branch_id",
        "home__branch__name", "home__branch__path",
    ):  # fmt: skip
        heads[branch].append(
            {"person": person, "name": name, "status": status, "home": home, "at": home_name, "path": home_path}
        )
    return heads


def _party_offices(persons: set[int], day: date) -> dict[int, list[tuple[int, str, str]]]:
    rows = Appointment.objects.filter(holds_on(day), post__organization__tree=PARTY, person__in=persons)
    offices: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for person, organization, name, office in rows.values_list(
        "person_id", "post__organization_id", "post__organization__name", "post__office"
    ):
        offices[person].append((organization, name, OFFICES.get(office, office)))
    return offices


def _about_heads(
    heads: list[dict], offices: dict[int, list[tuple[int, str, str]]], branch: int, path: str, scope
) -> tuple[dict, str]:
    """What may be said about why the head is not the secretary; the register's own reason where it has one."""
    names = "、".join(dict.fromkeys(head["name"] for head in heads))
    known = [head for head in heads if scope.sees_politics_of(head["path"] or path, head["person"])]
    if len(known) < len(heads) or not heads:
        return {"heads": names, "about": ""}, ""
    if all(head["status"] is not None and head["status"] not in MEMBERS for head in known):
        return {"heads": names, "about": "不是中共党员"}, "科长不是中共党员"
    head = known[0]
    if held := offices.get(head["person"]):
        at, name, office = held[0]
        return {"heads": names, "about": f"本支部{office}" if at == branch else f"{name}{office}"}, ""
    if head["status"] == "probationary_member":
        return {"heads": names, "about": "预备党员"}, "科长是预备党员"
    if head["home"] is None:
        return {"heads": names, "about": "没有组织关系落点"}, ""
    return {"heads": names, "about": "本支部党员" if head["home"] == branch else f"编在{head['at']}"}, ""


def _one(rows, aggregate):
    """An aggregate over related rows as a subquery of one value."""
    return rows.order_by().values("post__organization").annotate(one=aggregate).values("one")
