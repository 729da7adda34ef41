"""覆盖: sections no branch covers, with how many members work there and where they belong."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Count, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Left, Length

from yipanqi.kit.intervals import holds_on
from yipanqi.kit.links import address
from yipanqi.organizations.models import Coverage
from yipanqi.organizations.paths import WIDTH
from yipanqi.organizations.queries import sections_without_branch
from yipanqi.people.models import Employment
from yipanqi.people.situation.cases import Case, Subject, pack
from yipanqi.people.situation.reach import Reach, above


def cases(reach: Reach, day: date) -> Iterator[Case]:
    """Two statements."""
    rules = pack()
    sections = sections_without_branch(day).filter(reach.units_below())
    staff = _staff(sections)
    rows = sections.annotate(above=above(), committee=_committee(day)).order_by("path")
    for pk, code, name, path, over, committee in rows.values_list("pk", "code", "name", "path", "above", "committee"):
        here = staff[pk]
        rule = rules["section.branch"]
        enough = rule.holds(here["full"])
        yield Case(
            group="uncovered",
            rule=rule if enough else rules["section.joint"],
            reason_key="section.branch",
            subject=Subject(pk, code, name, path, over or "", address("organizations:unit", pk)),
            title=name,
            facts={
                **here,
                "enough": enough,
                "committee": committee or "",
                "at": _most_common(here["homes"], over or ""),
            },
        )


def _committee(day: date) -> Subquery:
    """The code of the Party organisation that covers the unit above: a new branch would stand below it."""
    covering = Coverage.objects.filter(
        holds_on(day), unit__path=Left(OuterRef("path"), Length(OuterRef("path")) - WIDTH)
    )
    return Subquery(covering.exclude(party_organization__kind="branch").values("party_organization__code")[:1])


def _staff(sections) -> dict[int, dict]:
    """Section id -> people, full and probationary members, and the branches these belong to."""
    rows = (
        Employment.objects.open()
        .filter(unit__in=sections.order_by().values("pk"))
        .annotate(
            home=FilteredRelation("person__affiliations", condition=Q(person__affiliations__until_on__isnull=True))
        )
        .order_by()
        .values_list("unit_id", "home__political_status", "home__branch__name")
        .annotate(n=Count("pk"))
    )
    staff: dict[int, dict] = defaultdict(lambda: {"people": 0, "full": 0, "probationary": 0, "homes": Counter()})
    for unit, status, home, n in rows:
        here = staff[unit]
        here["people"] += n
        here["full"] += n if status == "full_member" else 0
        here["probationary"] += n if status == "probationary_member" else 0
        if home and status in ("full_member", "probationary_member"):
            here["homes"][home] += n
    return staff


def _most_common(homes: Counter, over: str) -> str:
    """``现编在办公室联合支部``: the branch most of them belong to, and how many others.
    What every name in the place begins with is left out."""
    if not homes:
        return ""
    ((name, _), *others) = homes.most_common()
    return f"现编在{name.removeprefix(over)}" + (f"等 {len(homes)} 个支部" if others else "")
