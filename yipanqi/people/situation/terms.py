"""任期: terms that are over, terms that end within half a year, elected organisations without any term."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q

from yipanqi.kit.clock import add_months
from yipanqi.kit.links import address
from yipanqi.organizations.models import PartyOrganization, Term
from yipanqi.organizations.queries import standing_on
from yipanqi.people.situation.cases import Case, Subject, pack
from yipanqi.people.situation.reach import Reach, above

APPOINTED_KINDS = ("leading_committee",)
APPOINTED_BRANCHES = ("temporary",)  # a temporary branch lapses with its task and holds no re-election


def cases(reach: Reach, day: date) -> Iterator[Case]:
    """Two statements."""
    yield from _ending(reach, day)
    yield from _unrecorded(reach, day)


def _ending(reach: Reach, day: date) -> Iterator[Case]:
    rules = pack()
    notice = add_months(day, rules["term.notice"].amount)
    rows = (
        Term.objects.filter(
            standing_on(day, "organization__"), reach.below("organization__path"), is_current=True, until_on__lte=notice
        )
        .exclude(_appointed("organization__"))
        .annotate(above=above("organization__path"))
        .order_by("until_on", "organization__path")
    )
    fields = ("organization_id", "organization__code", "organization__name", "organization__path", "above")
    for *subject, begin, until in rows.values_list(*fields, "from_on", "until_on"):
        over = not rules["term.over"].holds(until, day)
        yield Case(
            group="over" if over else "soon",
            rule=rules["term.over" if over else "term.notice"],
            reason_key="term",
            subject=_subject(*subject),
            title=subject[2],
            facts={"from": begin, "until": until, "latest": rules["term.extension"].limit(until)},
            since=until,
            noticed=until if over else add_months(until, -rules["term.notice"].amount),
            holds_since=begin,
        )


def _unrecorded(reach: Reach, day: date) -> Iterator[Case]:
    recorded = Term.objects.filter(organization=OuterRef("pk"), is_current=True, until_on__isnull=False)
    rows = PartyOrganization.objects.filter(standing_on(day), reach.below(), ~Exists(recorded)).exclude(_appointed())
    for subject in rows.annotate(above=above()).order_by("path").values_list("pk", "code", "name", "path", "above"):
        yield Case("unrecorded", pack()["term.recorded"], "term", _subject(*subject), subject[2])


def _appointed(prefix: str = "") -> Q:
    return Q(**{f"{prefix}kind__in": APPOINTED_KINDS}) | Q(**{f"{prefix}branch_type__in": APPOINTED_BRANCHES})


def _subject(pk: int, code: str, name: str, path: str, over: str | None) -> Subject:
    return Subject(pk, code, name, path, over or "", address("organizations:organization", pk))
