"""Who opened and who took away what stands about a person: for that person's eyes (D17)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, CharField, DateField, DateTimeField, JSONField, Value, When
from django.db.models.functions import Cast, Coalesce

from yipanqi.kit.prepared import prepared
from yipanqi.people.models import AccessTrace, ExportTrace

MOST = 20  # of either sort
SAME_COLUMNS = ("pk", "on", "at", "columns", "who")
# What ``Account.shown_name`` says.
WHO = Coalesce(
    "account__person__name",
    Case(When(account__is_administrator=True, then=Value("管理员")), default="account__username"),
    output_field=CharField(),
)


@dataclass(frozen=True)
class Trace:
    """Somebody opened the political facts (``on`` a day) or exported some ``columns`` (``at`` a moment)."""

    pk: int
    on: date | None
    at: datetime | None
    columns: list[str]
    who: str


@dataclass(frozen=True)
class Traces:
    """The latest first."""

    accesses: list[Trace]
    exports: list[Trace]


def traces_of(person: int) -> Traces:
    """One statement."""
    found = [Trace(*row) for row in _traces(person)]
    return Traces(
        accesses=sorted((each for each in found if each.on), key=lambda each: (each.on, each.pk), reverse=True),
        exports=sorted((each for each in found if each.at), key=lambda each: (each.at, each.pk), reverse=True),
    )


@prepared
def _traces(person: int):
    exports = ExportTrace.objects.filter(persons=person).order_by("-at", "-pk").values("pk")[:MOST]
    accesses = AccessTrace.objects.filter(person=person).order_by("-on", "-pk").values("pk")[:MOST]
    nothing = Cast(Value("[]"), JSONField())
    exported = ExportTrace.objects.filter(pk__in=exports).annotate(on=Value(None, DateField()), who=WHO)
    opened = AccessTrace.objects.filter(pk__in=accesses).annotate(
        at=Value(None, DateTimeField()), columns=nothing, who=WHO
    )
    return exported.values_list(*SAME_COLUMNS).union(opened.values_list(*SAME_COLUMNS), all=True)
