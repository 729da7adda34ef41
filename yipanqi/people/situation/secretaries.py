"""书记: posts vacant for over three months, and secretaries who head none of the sections their branch covers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Exists, FilteredRelation, OuterRef, Q

from yipanqi.kit.intervals import holds_on
from yipanqi.kit.links import address
from yipanqi.kit.prepared import prepared
from yipanqi.organizations.models import PARTY, UNIT, Coverage
from yipanqi.organizations.queries import standing_on
from yipanqi.people.models import MEMBERS, OFFICES, Appointment
from yipanqi.people.situation.cases import Case, Subject, pack
from yipanqi.people.situation.reach import Reach, above
from yipanqi.people.situation.standing import Standing


def vacancies(found: Iterable[Standing], day: date) -> Iterator[Case]:
    """Organisations nobody leads today, for longer than the rule allows or for longer than anyone recorded."""
    rule = pack()["secretary.vacant"]
    vacant = [each for each in found if not each.led]
    for each in sorted(vacant, key=lambda each: (each.left_on is None, each.left_on or day, each.path)):
        since = each.left_on or each.founded_on
        if since is not None and rule.holds(since, day):
            continue
        url = address("organizations:organization", each.pk)
        yield Case(
            group="vacant",
            rule=rule,
            reason_key="secretary.vacant",
            subject=Subject(each.pk, each.code, each.name, each.path, each.above or "", url),
            title=each.name,
            facts={"here": each.here, "ever": each.left_on is not None},
            since=each.left_on,
            noticed=rule.limit(each.left_on) if each.left_on else None,
            holds_since=each.left_on,
        )


def not_heads(reach: Reach, day: date, scope) -> Iterator[Case]:
    """Two statements: the secretaries, and the heads of the sections they do not head with those heads' offices."""
    heads, offices = _heads(reach, day)
    for person, pk, code, name, path, over, secretary, begin, title in _secretaries(reach, day):
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


@prepared
def _secretaries(reach: Reach, day: date):
    organization = "post__organization__"
    work = FilteredRelation("person__employments", condition=Q(person__employments__until_on__isnull=True))
    rows = _beside_heads(reach, day).annotate(above=above(f"{organization}path"), work=work)
    return rows.order_by(f"{organization}path", "pk").values_list(
        "person_id", "post__organization_id", f"{organization}code", f"{organization}name", f"{organization}path",
        "above", "person__name", "from_on", "work__title",
    )  # fmt: skip


def _beside_heads(reach: Reach, day: date):
    """Open secretaries of branches that cover a unit with a known head, and head none of these units."""
    headed = Coverage.objects.filter(
        holds_on(day), holds_on(day, "unit__posts__appointments__"), unit__posts__office="head",
        party_organization=OuterRef("post__organization"),
    )  # fmt: skip
    by_the_secretary = headed.filter(unit__posts__appointments__person=OuterRef("person"))
    return Appointment.objects.filter(
        holds_on(day), standing_on(day, "post__organization__"), reach.below("post__organization__path"),
        Exists(headed), ~Exists(by_the_secretary),
        post__office="secretary", post__organization__kind="branch", post__organization__tree=PARTY,
    )  # fmt: skip


def _heads(reach: Reach, day: date) -> tuple[dict[int, list[dict]], dict[int, list[tuple[int, str, str]]]]:
    """Branch id -> the heads of the units it covers; person id of a head -> Party offices. One statement."""
    heads: dict[int, dict[int, dict]] = defaultdict(dict)
    offices: dict[int, dict[int, tuple[int, str, str]]] = defaultdict(dict)
    for branch, pk, person, name, status, home, at, path, held, tree, organization, place, office in _rows(reach, day):
        heads[branch][pk] = {"person": person, "name": name, "status": status, "home": home, "at": at, "path": path}
        if tree == PARTY:
            offices[person][held] = (organization, place, OFFICES.get(office, office))
    return (
        defaultdict(list, {branch: list(each.values()) for branch, each in heads.items()}),
        {person: list(each.values()) for person, each in offices.items()},
    )


@prepared
def _rows(reach: Reach, day: date):
    """A head once for every branch beside it and every office held."""
    thread, held = "post__organization__covered_by", "person__appointments"
    branches = _beside_heads(reach, day).order_by().values("post__organization")
    rows = Appointment.objects.filter(holds_on(day), post__office="head", post__organization__tree=UNIT).annotate(
        thread=FilteredRelation(thread, condition=holds_on(day, f"{thread}__")),
        home=FilteredRelation("person__affiliations", condition=Q(person__affiliations__until_on__isnull=True)),
        held=FilteredRelation(held, condition=holds_on(day, f"{held}__")),
    )
    rows = rows.filter(thread__party_organization__in=branches).order_by("post__organization__path", "pk", "held__pk")
    return rows.values_list(
        "thread__party_organization_id", "pk", "person_id", "person__name", "home__political_status",
        "home__branch_id", "home__branch__name", "home__branch__path", "held__pk", "held__post__organization__tree",
        "held__post__organization_id", "held__post__organization__name", "held__post__office",
    )  # fmt: skip


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
