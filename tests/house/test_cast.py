from yipanqi.organizations.models import Organization
from yipanqi.people.models import Person


def test_cast_secretary_reaches_the_own_branch_and_section_only(cast):
    scope = cast.scope("secretary")

    reached = Organization.objects.filter(path__in=[*scope.party_paths, *scope.unit_paths])
    assert [each.code for each in reached.order_by("code")] == ["D0101", "DY0101"]


def test_cast_stranger_sees_nobody_but_the_stranger(cast):
    seen = Person.objects.visible_to(cast.scope("stranger"))

    assert [person.name for person in seen] == ["任远"]


def test_cast_district_officer_sees_everybody(cast):
    seen = Person.objects.visible_to(cast.scope("party_officer"))

    assert seen.count() == len(cast.persons)
