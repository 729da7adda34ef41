"""A prepared query finds what the ORM finds, for every argument and reader, and refuses what it cannot vouch for."""

from datetime import date

import pytest
from django.db import connection
from django.db.models import Prefetch
from django.test.utils import CaptureQueriesContext

from yipanqi.brands.models import Measure
from yipanqi.kit.intervals import holds_on
from yipanqi.kit.prepared import prepared
from yipanqi.organizations import paths
from yipanqi.organizations.models import Coverage, Organization
from yipanqi.people.models import Account, Appointment, Person
from yipanqi.people.scope import scope_of


@prepared
def holders(organization: int, day: date):
    rows = Appointment.objects.filter(holds_on(day), post__organization=organization).order_by("pk")
    return rows.values_list("person__name", "post__office", "from_on")


@prepared
def threads(organization: int):
    return Coverage.objects.filter(party_organization=organization).select_related("unit").order_by("pk")


@prepared
def seen(begin: str, before: str, scope):
    rows = Measure.objects.visible_to(scope).filter(brand__organization__path__gte=begin)
    return rows.filter(brand__organization__path__lt=before).order_by("pk").values_list("pk", flat=True)


def test_rows_are_those_of_the_orm_for_every_argument(district):
    organizations = list(Organization.objects.order_by("pk").values_list("pk", flat=True))
    days = (date(2023, 1, 1), date(2026, 11, 24))

    assert [holders(pk, day) for pk in organizations for day in days] == [
        list(holders.build(pk, day)) for pk in organizations for day in days
    ]


def test_instances_carry_what_they_would_carry(district):
    covering = Coverage.objects.values_list("party_organization_id", flat=True)[0]

    found, same = threads(covering), list(threads.build(covering))

    assert found == same
    assert [(each.from_on, each.unit.name, each.unit.path) for each in found] == [
        (each.from_on, each.unit.name, each.unit.path) for each in same
    ]


def test_prefetches_by_name_come_along(cast):
    fetched = prepared(lambda path: Organization.objects.filter(path=path).prefetch_related("lineage"))
    root = cast.organizations["D"]

    (found,) = fetched(root.path)
    with CaptureQueriesContext(connection) as queries:
        assert [each.path for each in found.lineage.all()] == [root.path]

    assert len(queries) == 0


def test_every_reader_gets_an_answer_of_their_own(district):
    scopes = [scope_of(account) for account in Account.objects.order_by("pk")]
    root = Organization.objects.filter(tree="party").order_by("path")[0].path
    whole = (root, paths.following(root))

    answers = [seen(*whole, scope) for scope in [*scopes, *scopes]]

    assert answers == [list(seen.build(*whole, scope)) for scope in [*scopes, *scopes]]
    assert len({tuple(each) for each in answers}) > 2


def test_another_reader_of_the_same_sql_costs_one_compilation(cast, settings):
    settings.CHECK_PREPARED_QUERIES = False
    built = []

    @prepared
    def called(name, numbers):
        built.append(numbers)
        return Person.objects.filter(name=name, number__in=numbers).values_list("number", flat=True)

    found = [called("林岚", numbers) for numbers in (("1001",), ("1002",), ("1001",), ("1001", "1002"))]

    assert found == [["1001"], [], ["1001"], ["1001"]]
    assert built == [("1001",), ("1001",), ("1002",), ("1001", "1002"), ("1001", "1002")]


def test_it_costs_one_statement(cast):
    holders(1, date(2026, 1, 1))

    with CaptureQueriesContext(connection) as queries:
        holders(2, date(2025, 1, 1))

    assert len(queries) == 1


def test_what_can_never_be_found_costs_none(cast):
    nobody = prepared(lambda name: Person.objects.none().filter(name=name))

    with CaptureQueriesContext(connection) as queries:
        assert nobody("林岚") == []

    assert len(queries) == 0


@pytest.mark.parametrize(
    "build",
    [
        lambda path: Organization.objects.filter(path__lt=path + "Z"),
        lambda path: Organization.objects.filter(path__startswith=path),
        lambda path: Organization.objects.all(),
        lambda path: Organization.objects.filter(name=path) if path < "2" else Organization.objects.filter(code=path),
        lambda path: Organization.objects.filter(path=path).prefetch_related(Prefetch("lineage")),
    ],
    ids=["computed", "rewritten", "unused", "deciding", "prefetching"],
)
def test_what_it_cannot_vouch_for_is_refused(cast, build):
    with pytest.raises(RuntimeError):
        prepared(build)("0001")
