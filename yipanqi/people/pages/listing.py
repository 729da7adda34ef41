"""/people/: everybody one may see, in the order of the organisation tree and of titles."""

from collections.abc import Container
from functools import cached_property

from django.db.models import Case, F, When

from yipanqi.kit.pages import ListPage
from yipanqi.kit.pages.listing import PER_PAGE
from yipanqi.kit.prepared import prepared
from yipanqi.kit.saved_views import BuiltIn
from yipanqi.kit.tables import Column
from yipanqi.people.actions import trace_export
from yipanqi.people.models import Appointment, Person, Selection
from yipanqi.people.pages.cells import columns
from yipanqi.people.pages.finding import FILTERS
from yipanqi.people.queries import HELD, Held, in_force, party_offices, placed
from yipanqi.people.roster import ORDER

EXPORTED_AT_ONCE = 2000


@prepared
def top(scope, fields: tuple[str, ...]):
    """The plain roster's first page; its SQL is kept."""
    return placed(Person.objects.visible_to(scope)).order_by(*ORDER).values_list(*fields)[:PER_PAGE]


@prepared
def offices_at_the_top(scope):
    people = Person.objects.visible_to(scope).order_by(*ORDER)[:PER_PAGE]
    return Appointment.objects.filter(person__in=people.values("pk")).values_list(*HELD)


class PeopleList(ListPage):
    """The roster. What is picked is kept as a ``Selection``, named in the address by ``picked``."""

    model = Person
    title = "人员"
    counted = "人"
    count_note = "导出的就是眼前这几列，会留痕，本人看得到"
    empty = "这里还没有人，导入花名册后就在这里"
    imported_as = "people"
    template = "people/people.html"
    rows_template = "people/people_rows.html"
    export_name = "人员"
    select = True
    kept = ("picked",)
    filters = FILTERS
    order = ORDER
    views = (
        BuiltIn("编制内在岗", "kind=established"),
        BuiltIn("支部班子", "office=committee"),
        BuiltIn("年内转正", "confirmed=this_year"),
        BuiltIn("没有组织关系的人", "home=none"),
    )

    order_used: tuple[str, ...] = ORDER
    shown: list[int] = []  # keys of the rows on this page

    @cached_property
    def offices(self) -> dict[int, list[Held]]:
        return {}

    @cached_property
    def picked(self) -> frozenset[int]:
        """Everybody in the selection the address names, if it is one's own. One statement."""
        key = self.request.GET.get("picked", "")
        if not (key.isdecimal() and len(key) < 12):
            return frozenset()
        own = Selection.objects.visible_to(self.request.scope).filter(pk=int(key))
        return frozenset(own.exclude(persons=None).values_list("persons", flat=True))

    @cached_property
    def is_plain(self) -> bool:
        """Everybody in the order of the roster: what most people see most often."""
        return not (self.narrows or self.request.GET.get("sort") or self.request.GET.get("export"))

    def rows(self, scope):
        people = super().rows(scope)
        return people if self.is_plain else placed(people)

    def ordered(self, queryset, order):
        self.order_used = order
        if order == ORDER:
            return queryset.order_by(*order)
        visible = self.request.scope.politics_of("home__branch__path", "pk")
        # Sorting may not tell in which order the hidden days stand.
        joined = Case(When(visible, then=F("joined_on"))) if visible else F("joined_on")
        return queryset.annotate(shown_joined_on=joined).order_by(*order, "number")  # unique: settles ties

    def table_columns(self, scope) -> tuple[Column, ...]:
        return columns(scope, self.offices)

    def page_rows(self, table, queryset) -> list[tuple]:
        if not queryset.query.is_sliced:
            return self._with_offices(table, table.rows(queryset))
        if self.is_plain and not queryset.query.low_mark:
            self.offices.update(in_force(offices_at_the_top(self.request.scope)))
            return top(self.request.scope, tuple(table.fields))
        if self.order_used != ORDER or queryset.query.low_mark:
            # Passing over keys and nothing else keeps a late page quick: what it shows is joined afterwards.
            queryset = self.ordered(placed(Person.objects.filter(pk__in=queryset.values("pk"))), self.order_used)
        return self._with_offices(table, table.rows(queryset))

    def _with_offices(self, table, rows: list[tuple]) -> list[tuple]:
        if any(column.key == "office" for column in table.columns):
            for start in range(0, len(rows), EXPORTED_AT_ONCE):
                self.offices.update(party_offices([row[0] for row in rows[start : start + EXPORTED_AT_ONCE]]))
        return rows

    def ticked(self, request, rows) -> Container[int]:
        self.shown = [row[0] for row in rows]
        return self.picked

    def exported(self, request, queryset, columns) -> None:
        persons = queryset.order_by().values_list("pk", flat=True)
        trace_export(persons, by=request.user, page=self.title, columns=[column.label for column in columns])

    def context(self, request) -> dict:
        return {
            "lead": reach(request.scope),
            "page_foot": open_politics(request.scope),
            "picked": len(self.picked),
            "picked_key": request.GET.get("picked", "") if self.picked else "",
            "picked_elsewhere": len(self.picked.difference(self.shown)),
            "shown": ",".join(map(str, self.shown)),
            "here": request.GET.urlencode(),
            "may_import": request.scope.may_import,
        }


def reach(scope) -> str:
    """Whom one sees, in words."""
    if scope.sees_everybody:
        return "全关的人你都看得到"
    opening = opened(scope.offices, (*scope.party_paths, *scope.unit_paths))
    if not opening:
        return "你能看到自己"
    more = f"等 {len(opening)} 处" if len(opening) > 3 else ""
    return f"你能看到{'、'.join(opening[:3])}{more}，含下级"


def opened(offices, paths) -> list[str]:
    """Names of the organisations an office opens, without those below another of them."""
    return list(dict.fromkeys(office.name for office in offices if office.path in paths))


def open_politics(scope) -> str:
    """Whose political facts the columns show, in words; empty where they show everybody's."""
    if scope.is_district_officer:
        return ""
    own = opened(scope.party_offices, scope.party_paths)
    whose = f"组织关系在{'、'.join(own[:3])}的人" if own else "你自己的"
    return f"党组织、政治面貌、党内职务、入党时间只显示{whose}"
