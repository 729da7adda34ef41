"""To-do rows follow the rules: they come, change, go, and stay aside once set aside."""

from datetime import date

import pytest

from yipanqi.kit.arrows import Refused
from yipanqi.organizations.models import Term
from yipanqi.tasks import actions
from yipanqi.tasks.actions import reconcile
from yipanqi.tasks.models import Todo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def business_day(settings):
    settings.YIPANQI_TODAY = date(2026, 11, 24)


def a_term(cast, code: str, until: date) -> Term:
    return Term.objects.create(organization_id=cast.organizations[code].pk, elected_on=date(2023, 1, 1), until_on=until)


def titles(scope) -> list[str]:
    return list(Todo.objects.open().visible_to(scope).filter(kind="people.terms").values_list("title", flat=True))


def test_a_term_that_ends_within_half_a_year_is_owed_by_the_secretary_alone(cast):
    a_term(cast, "D0101", date(2027, 1, 10))

    reconcile(["people.terms"])

    assert titles(cast.scope("secretary")) == ["准备查检一科党支部换届"]
    assert titles(cast.scope("member")) == []
    assert titles(cast.scope("other_secretary")) == []


def test_a_term_that_is_over_says_so(cast):
    a_term(cast, "D0101", date(2026, 5, 1))

    reconcile(["people.terms"])

    assert titles(cast.scope("secretary")) == ["补办查检一科党支部换届"]


def test_asking_the_rules_twice_changes_nothing(cast):
    a_term(cast, "D0101", date(2026, 12, 1))
    reconcile(["people.terms"])
    first = list(Todo.objects.values())

    reconcile(["people.terms"])

    assert list(Todo.objects.values()) == first


def test_a_row_goes_when_the_rule_no_longer_wants_it_and_returns_when_it_does(cast):
    term = a_term(cast, "D0101", date(2026, 12, 1))
    reconcile(["people.terms"])

    Term.objects.filter(pk=term.pk).update(until_on=date(2029, 12, 1))
    reconcile(["people.terms"])
    gone = titles(cast.scope("secretary"))
    Term.objects.filter(pk=term.pk).update(until_on=date(2026, 12, 1))
    reconcile(["people.terms"])

    assert gone == []
    assert titles(cast.scope("secretary")) == ["准备查检一科党支部换届"]


def test_what_was_set_aside_stays_aside_until_the_wish_changes(cast):
    term = a_term(cast, "D0101", date(2026, 12, 1))
    reconcile(["people.terms"])
    actions.set_aside(Todo.objects.get(kind="people.terms"), by=cast.account("secretary"))
    reconcile(["people.terms"])
    aside = titles(cast.scope("secretary"))

    Term.objects.filter(pk=term.pk).update(until_on=date(2026, 11, 1))
    reconcile(["people.terms"])

    assert aside == []
    assert titles(cast.scope("secretary")) == ["补办查检一科党支部换届"]


def test_a_second_click_on_set_aside_loses(cast):
    a_term(cast, "D0101", date(2026, 12, 1))
    reconcile(["people.terms"])
    todo = Todo.objects.get(kind="people.terms")
    actions.set_aside(todo, by=cast.account("secretary"))

    with pytest.raises(Refused) as refusal:
        actions.set_aside(todo, by=cast.account("secretary"))

    assert refusal.value.status == 409


def test_undo_brings_a_row_back(cast):
    a_term(cast, "D0101", date(2026, 12, 1))
    reconcile(["people.terms"])
    todo = Todo.objects.get(kind="people.terms")
    actions.set_aside(todo, by=cast.account("secretary"))

    said = actions.bring_back(by=cast.account("secretary"), scope=cast.scope("secretary"), pk=todo.pk)

    assert said == "放回来了：准备查检一科党支部换届"
    assert titles(cast.scope("secretary")) == ["准备查检一科党支部换届"]


def test_a_branch_without_a_secretary_is_told_to_its_committee(cast):
    reconcile(["people.vacancies"])

    found = Todo.objects.filter(kind="people.vacancies").values_list("organization__code", "title")

    assert set(found) == {("D", "补上中共东屿海关直属机关委员会的书记"), ("D02", "补上综合科党支部的书记")}


def test_the_committees_above_see_how_many_terms_are_over_or_near(cast):
    a_term(cast, "D0101", date(2026, 5, 1))
    a_term(cast, "D0102", date(2027, 2, 1))
    a_term(cast, "D02", date(2029, 2, 1))

    reconcile(["people.terms_below"])

    found = Todo.objects.filter(kind="people.terms_below").order_by("organization__path")
    assert list(found.values_list("organization__code", "context")) == [
        ("D", "1 个已到届，1 个半年内到届"),
        ("D01", "1 个已到届，1 个半年内到届"),
    ]


def test_who_has_left_the_office_meanwhile_does_not_bring_a_row_back(cast):
    a_term(cast, "D0101", date(2026, 12, 1))
    reconcile(["people.terms"])
    todo = Todo.objects.get(kind="people.terms")
    actions.set_aside(todo, by=cast.account("secretary"))
    cast.persons["secretary"].appointments.update(until_on=date(2026, 11, 24))

    with pytest.raises(Refused, match="不归你办了") as refusal:
        actions.bring_back(by=cast.account("secretary"), scope=cast.scope("secretary"), pk=todo.pk)

    assert refusal.value.status == 409
