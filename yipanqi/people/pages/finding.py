"""Finding people by what is typed: characters, 工号, full pinyin (linlan) or initials (ll); and by their facts.

A filter on a political fact matches only rows whose political facts the reader may see: nothing can be guessed from
who is missing.
"""

from datetime import date

from django.db.models import Q, QuerySet

from yipanqi.kit.clock import today
from yipanqi.kit.filters import Choice, Filter, Search, Unseen, search
from yipanqi.organizations.filters import by_ranges, by_unit, in_ranges
from yipanqi.organizations.models import PARTY
from yipanqi.people.models import OFFICES, POLITICAL_STATUS, STAFF_KINDS, Selection
from yipanqi.people.names import folded
from yipanqi.people.queries import holders
from yipanqi.people.rules import COMMITTEE_OFFICES

# After every pinyin that begins with what was typed, under any collation: no reading has this many z.
AFTER = "z" * 12
ESTABLISHED = ("civil", "institution")


def named(typed: str) -> Q:
    """People whose name holds these characters, or whose 工号, pinyin or initials begin so."""
    key = folded(typed)
    if not key:
        return Q(pk__in=[])
    if not key.isascii():
        return Q(name__contains="".join(typed.split()))
    numbers = Q(number__startswith=typed) | Q(number__startswith=typed.upper())
    if not key.isalpha():
        return numbers
    return numbers | Q(pinyin__gte=key, pinyin__lt=key + AFTER) | Q(initials__gte=key, initials__lt=key + AFTER)


def seen_politically(rows: QuerySet, scope, condition: Q) -> QuerySet:
    """Rows of ``placed`` people that match, among those whose political facts the reader may see."""
    return rows.filter(condition & scope.politics_of("home__branch__path", "pk"))


def _by_name(rows, typed, scope):
    return rows.filter(named(typed))


def _by_branch(rows, ranges, scope):
    return seen_politically(rows, scope, in_ranges("home__branch__path", ranges))


def _by_kind(rows, kind, scope):
    return rows.filter(staff_kind__in=ESTABLISHED if kind == "established" else [kind])


def _by_status(rows, status, scope):
    wanted = ("full_member", "probationary_member") if status == "members" else (status,)
    return seen_politically(rows, scope, Q(home__political_status__in=wanted))


def _by_office(rows, office, scope):
    return seen_politically(rows, scope, Q(pk__in=holders(COMMITTEE_OFFICES if office == "committee" else [office])))


def _by_home(rows, answer, scope):
    return seen_politically(rows, scope, Q(home__branch__isnull=answer == "none"))


def _by_confirmation(rows, answer, scope):
    """转正 this year; or due this year: one year after the assembly took the person in."""
    year = today().year
    if answer == "this_year":
        return seen_politically(rows, scope, Q(confirmed_on__range=(date(year, 1, 1), date(year, 12, 31))))
    joined = Q(joined_on__range=(date(year - 1, 1, 1), date(year - 1, 12, 31)))
    return seen_politically(rows, scope, joined & Q(home__political_status="probationary_member"))


def _on_list(rows, key, scope):
    """A selection or 名单 of one's own."""
    if not key.isdecimal():
        return rows.none()
    picked = Selection.persons.through.objects.filter(
        selection_id=int(key), selection__account_id=scope.account_id
    ).values("person_id")
    return rows.filter(pk__in=picked)


FILTERS: tuple[Filter, ...] = (
    Search("q", "找人", _by_name, hint="姓名、工号、拼音", source="people:suggest"),
    by_unit("unit", "机构", "work__unit__path"),
    by_ranges(PARTY, "branch", "党组织", _by_branch),
    Choice("kind", "人员类别", _by_kind, options={"established": "行政、事业编制", **STAFF_KINDS}),
    search("title", "职务或岗位", ("work__title__contains",), hint="如 查验岗", more=True),
    Choice("status", "政治面貌", _by_status, more=True, options={"members": "党员（含预备）", **POLITICAL_STATUS}),
    Choice("office", "党内职务", _by_office, more=True,
           options={"committee": "支部和党委班子", **{key: word for key, word in OFFICES.items() if key != "head"}}),
    Choice("home", "组织关系", _by_home, more=True, options={"none": "没有组织关系的人", "some": "有组织关系的人"}),
    Choice("confirmed", "转正", _by_confirmation, more=True,
           options={"this_year": "年内转正", "due": "年内该转正，还没转"}),
    Unseen("list", "名单", _on_list, says="只看选出来的人"),
)  # fmt: skip
