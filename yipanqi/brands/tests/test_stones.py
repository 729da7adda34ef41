"""Stones and counts for the board and for lists, each in one statement."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from yipanqi.brands.models import Measure
from yipanqi.brands.queries import standing, states_by_organization, states_by_priority


def counted(ask):
    with CaptureQueriesContext(connection) as queries:
        return ask(), len(queries)


def test_a_joint_brand_stands_in_every_branchs_column(weave):
    own, partner = weave.cast.organizations["D0101"].pk, weave.cast.organizations["D0102"].pk
    weave.brand.partners.add(partner)
    scope = weave.cast.scope("party_officer")

    found, statements = counted(lambda: standing(scope))
    inside, _ = counted(lambda: standing(scope, weave.cast.organizations["D01"].path))

    above, paths = weave.cast.organizations["D01"].path, [weave.cast.organizations[c].path for c in ("D0101", "D0102")]
    assert (found, statements) == ([(weave.priority.pk, "claimed", above, above, weave.measure.pk, 1)], 1)
    assert inside == [(weave.priority.pk, "claimed", *paths, weave.measure.pk, 1)]
    assert states_by_organization(scope, [own, partner]) == {own: {"claimed": 1}, partner: {"claimed": 1}}


def test_measures_without_a_priority_or_of_withdrawn_brands_are_no_stones(weave):
    Measure.objects.create(code="PP001-2", brand=weave.brand, name="没挂")
    scope = weave.cast.scope("party_officer")
    assert [row[-1] for row in standing(scope)] == [1]

    weave.brand.state = "withdrawn"
    weave.brand.save()

    assert standing(scope) == []


def test_only_what_one_may_see_stands_there(weave):
    shown = {
        part: len(standing(weave.cast.scope(part))) for part in ("member", "reviewer", "stranger", "other_secretary")
    }

    # The branch, its committee and the accepting unit see it; the branch next door does not.
    assert shown == {"member": 1, "reviewer": 1, "stranger": 1, "other_secretary": 0}


def test_states_are_counted_by_priority(weave):
    Measure.objects.create(code="PP001-2", brand=weave.brand, name="二", priority=weave.priority, state="doing")

    scope = weave.cast.scope("leader")

    found, statements = counted(lambda: states_by_priority(scope, [weave.priority.pk, 0]))

    assert (found, statements) == ({weave.priority.pk: {"claimed": 1, "doing": 1}}, 1)


def test_the_board_of_the_example_district_has_the_stones_of_its_workbook(district):
    from yipanqi.people.models import Account
    from yipanqi.people.scope import scope_of

    scope = scope_of(Account.objects.get(username="party"))

    # 154 of 239 measures name a priority; two of them belong to brands of two branches each.
    rows = standing(scope)
    linked = Measure.objects.filter(priority__isnull=False)
    joint = linked.filter(brand__partners__isnull=False)
    alone = sum(count for *_, measure, count in rows if measure is None)
    assert alone + len({measure for *_, measure, _ in rows if measure}) == linked.count()
    assert sum(measure is not None for *_, measure, _ in rows) == joint.count()
