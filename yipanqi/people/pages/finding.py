"""Finding people by what is typed: characters, 工号, full pinyin (linlan) or initials (ll); and by their facts.

A filter on a political fact matches only rows whose political facts the reader may see: nothing can be guessed from
who is missing.
"""

from datetime import date

from django.db.models import Q, QuerySet

from yipanqi.kit.clock import today
from yipanqi.kit.filters import Choice, Filter, Search, Unseen
from yipanqi.kit.request import whole
from yipanqi.organizations.filters import by_ranges, in_ranges
from yipanqi.organizations.models import PARTY, UNIT
from yipanqi.people.models import MEMBERS, OFFICES, POLITICAL_STATUS, STAFF_KINDS, Affiliation, Employment, Selection
from yipanqi.people.names import folded
from yipanqi.people.queries import holders
from yipanqi.people.rules import COMMITTEE_OFFICES

# After every pinyin or 工号 that begins with what was typed, under any collation: none has this many z.
AFTER = "z" * 12
ESTABLISHED = ("civil", "institution")


def named(typed: str) -> Q:
    """People whose name holds these characters, or whose 工号, pinyin or initials begin so."""
    key = folded(typed)
    if not key:
        return Q(pk__in=[])
    if not key.isascii():
        return Q(name__contains="".join(typed.split()))
    numbers = _begins("number", typed) | _begins("number", typed.upper())
    return numbers | _begins("pinyin", key) | _begins("initials", key) if key.isalpha() else numbers


def _begins(field: str, text: str) -> Q:
    """A range, which an index answers on both databases; a LIKE would read every row."""
    return Q(**{f"{field}__gte": text, f"{field}__lt": text + AFTER})


def belonging(condition: Q, scope) -> QuerySet:
    """Ids of people whose open affiliation matches, among those whose political facts the reader may see.

    Like every filter here a subquery over the dated facts: their indexes answer it, and no join multiplies rows.
    """
    visible = scope.politics_of("branch__path", "person_id")
    return Affiliation.objects.open().filter(condition & visible).order_by().values("person_id")


def _by_name(rows, typed, scope):
    return rows.filter(named(typed))


def _by_unit(rows, ranges, scope):
    working = Employment.objects.open().filter(in_ranges("unit__path", ranges)).order_by()
    return rows.filter(pk__in=working.values("person_id"))


def _by_title(rows, words, scope):
    titled = Employment.objects.open().filter(title__contains=words).order_by()
    return rows.filter(pk__in=titled.values("person_id"))


def _by_branch(rows, ranges, scope):
    return rows.filter(pk__in=belonging(in_ranges("branch__path", ranges), scope))


def _by_kind(rows, kind, scope):
    return rows.filter(staff_kind__in=ESTABLISHED if kind == "established" else [kind])


def _by_status(rows, status, scope):
    wanted = MEMBERS if status == "members" else (status,)
    return rows.filter(pk__in=belonging(Q(political_status__in=wanted), scope))


def _by_office(rows, office, scope):
    held = holders(COMMITTEE_OFFICES if office == "committee" else [office])
    return rows.filter(Q(pk__in=held) & Q(pk__in=belonging(Q(), scope)))


def _by_home(rows, answer, scope):
    return rows.filter(pk__in=belonging(Q(branch__isnull=answer == "none"), scope))


def _by_confirmation(rows, answer, scope):
    """转正 this year; or due this year: one year after the assembly took the person in."""
    year = today().year
    if answer == "this_year":
        within = Q(confirmed_on__range=(date(year, 1, 1), date(year, 12, 31)))
        return rows.filter(within & Q(pk__in=belonging(Q(), scope)))
    joined = Q(joined_on__range=(date(year - 1, 1, 1), date(year - 1, 12, 31)))
    return rows.filter(joined & Q(pk__in=belonging(Q(political_status="probationary_member"), scope)))


def _on_list(rows, key, scope):
    """A selection or 名单 of one's own."""
    selection = whole(key)
    if selection is None:
        return rows.none()
    picked = Selection.persons.through.objects.filter(
        selection=selection, selection__account_id=scope.account_id
    ).values("person_id")
    return rows.filter(pk__in=picked)


FILTERS: tuple[Filter, ...] = (
    Search("q", "找人", _by_name, hint="姓名、工号、拼音", source="people:suggest"),
    by_ranges(UNIT, "unit", "机构", _by_unit),
    by_ranges(PARTY, "branch", "党组织", _by_branch),
    Choice("kind", "人员类别", _by_kind, options={"established": "行政、事业编制", **STAFF_KINDS}),
    Search("title", "职务或岗位", _by_title, hint="如 查验岗", more=True),
    Choice("status", "政治面貌", _by_status, more=True, options={"members": "党员（含预备）", **POLITICAL_STATUS}),
    Choice("office", "党内职务", _by_office, more=True,
           options={"committee": "支部和党委班子", **{key: word for key, word in OFFICES.items() if key != "head"}}),
    Choice("home", "组织关系", _by_home, more=True, options={"none": "没有组织关系的人", "some": "有组织关系的人"}),
    Choice("confirmed", "转正", _by_confirmation, more=True,
           options={"this_year": "年内转正", "due": "年内该转正，还没转"}),
    Unseen("list", "名单", _on_list, says="只看选出来的人"),
)  # fmt: skip
