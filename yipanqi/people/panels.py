"""What this room adds to pages of organisations: committee, members, head and staff; and columns of their lists."""

from django.db.models import CharField, Count, DateField, F, Func, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Concat

from yipanqi.kit.clock import today
from yipanqi.kit.intervals import holds_on
from yipanqi.kit.panels import Panel, panel
from yipanqi.kit.prepared import prepared
from yipanqi.kit.tables import Column, text
from yipanqi.organizations import paths
from yipanqi.organizations.columns import ORGANIZATION_COLUMNS, Extra
from yipanqi.organizations.models import PARTY, UNIT
from yipanqi.organizations.queries import BEYOND
from yipanqi.people import rules
from yipanqi.people.models import MEMBERS, OFFICES, POLITICAL_STATUS, STAFF_KINDS, Affiliation, Appointment, Employment
from yipanqi.people.queries import OFFICE_ORDER


@panel("organizations.organization", order=10, queries=1)
def committee(organization, scope) -> Panel:
    """Who holds which office today. Names are known inside the house; the person's page opens to who leads here."""
    found = sorted(_holders(organization.pk), key=lambda row: (OFFICE_ORDER.get(row[1], 99), row[2] or today()))
    lines = [
        {
            "pk": pk,
            "office": OFFICES.get(office, office),
            "since": since,
            "person": person,
            "name": name,
            "may_end": rules.may_appoint(scope, organization, office) is None,
        }
        for pk, office, since, person, name in found
    ]
    offices = {row[1] for row in found}
    context = {
        "lines": lines,
        "organization": organization,
        "opens": scope.sees_everybody or scope.leads(organization.path),
        "vacant": "secretary" in rules.OFFICES_OF_KIND.get(organization.kind, ()) and "secretary" not in offices,
        "may_appoint": rules.may_appoint(scope, organization, "secretary") is None,
    }
    people = len({row[3] for row in found if row[1] in rules.COMMITTEE_OFFICES})
    return Panel("班子", "people/committee_panel.html", context, side=True, note=f"{people} 人" if people else "")


@panel("organizations.organization", order=20, queries=1)
def members(organization, scope) -> Panel:
    """How many belong here or below, by political status: counts, never names."""
    counts = dict(_statuses(organization.path, paths.following(organization.path)))
    known = [(POLITICAL_STATUS[key], counts[key], key) for key in POLITICAL_STATUS if key in counts]
    context = {
        "counts": known,
        "members": sum(counts.get(key, 0) for key in MEMBERS),
        "code": organization.code,
        "opens": any(organization.path.startswith(path) for path in scope.party_paths),
    }
    return Panel("党员", "people/members_panel.html", context, side=True)


@panel("organizations.unit", order=10, queries=1)
def staff(unit, scope) -> Panel:
    """The head, and how many work here and below by kind: one statement for both."""
    heads: list[dict] = []
    counts: dict[str, int] = {}
    for sort, number, words, since in _staff(unit.pk, unit.path, paths.following(unit.path)):
        if sort == "head":
            heads.append({"person": number, "name": words, "since": since})
        else:
            counts[words] = number
    context = {
        "heads": heads,
        "counts": [(STAFF_KINDS.get(kind, kind), counts[kind], kind) for kind in (*STAFF_KINDS, "") if kind in counts],
        "total": sum(counts.values()),
        "code": unit.code,
        "opens": scope.sees_everybody or any(unit.path.startswith(path) for path in scope.unit_paths),
    }
    return Panel("人员", "people/staff_panel.html", context, side=True)


@prepared
def _holders(organization: int):
    rows = Appointment.objects.filter(holds_on(today()), post__organization=organization)
    return rows.values_list("pk", "post__office", "from_on", "person_id", "person__name")


@prepared
def _statuses(path: str, beyond: str):
    """Political status -> how many belong to an organisation in this range of paths."""
    rows = Affiliation.objects.open().filter(branch__path__gte=path, branch__path__lt=beyond)
    return rows.order_by().values_list("political_status").annotate(n=Count("pk"))


@prepared
def _staff(unit: int, path: str, beyond: str):
    """``head``, person, name, since; and ``kind``, how many, kind of staff."""
    head = (
        Appointment.objects.filter(holds_on(today()), post__organization=unit, post__office="head")
        .order_by()
        .values_list(Value("head", CharField()), "person_id", "person__name", "from_on")
    )
    kinds = (
        Employment.objects.open().filter(unit__path__gte=path, unit__path__lt=beyond).order_by()
        .values(sort=Value("kind", CharField()))
        .annotate(n=Count("pk"), word=F("person__staff_kind"), since=Value(None, DateField()))
        .values_list("sort", "n", "word", "since")
    )  # fmt: skip
    return head.union(kinds, all=True)


def _count(number: int | None) -> str:
    return text(f"{number:,}" if number is not None else None)


def _below(rows, path_field: str):
    """How many of these rows lie at or below the organisation of the outer row."""
    within = {f"{path_field}__gte": OuterRef("path"), f"{path_field}__lt": Concat(OuterRef("path"), Value(BEYOND))}
    counted = rows.filter(**within).order_by().annotate(n=Func(F("pk"), function="COUNT")).values("n")
    return Subquery(counted, output_field=IntegerField())


ORGANIZATION_COLUMNS[PARTY].append(
    Extra(
        Column("members", "党员", ("members",), _count, numeric=True),
        {"members": _below(Affiliation.objects.open().filter(political_status__in=MEMBERS), "branch__path")},
    )
)
ORGANIZATION_COLUMNS[UNIT].append(
    Extra(
        Column("staff", "人员", ("staff",), _count, numeric=True),
        {"staff": _below(Employment.objects.open(), "unit__path")},
    )
)
