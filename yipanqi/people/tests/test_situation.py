"""What deserves a look: found by rule, explained by a reason, mended by an act."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yipanqi.organizations.models import Coverage, PartyOrganization, Term
from yipanqi.people.models import Affiliation, Appointment, Employment, Person, Post, Reason
from yipanqi.people.situation.findings import find

DAY = date(2026, 11, 24)


def found(cast, part="party_officer", day=DAY):
    """Pairs of group and title, in the order found."""
    return [(case.group, case.title) for case in find(cast.scope(part), day).cases]


def titles(cast, group, part="party_officer"):
    return [title for each, title in found(cast, part) if each == group]


@pytest.fixture
def orderly(cast):
    """The tiny district with nothing to look at: terms, secretaries, heads, members enough."""
    for number, organization in enumerate(PartyOrganization.objects.order_by("path")):
        Term.objects.create(organization=organization, from_on="2026-01-01", until_on="2029-01-01", is_current=True)
        if number in (0, 4):  # D and D02
            lead(cast, "party_officer" if number == 0 else "stranger", organization.code, "secretary")
    lead(cast, "other_secretary", "DY0102", "head")
    lead(cast, "stranger", "DY0201", "head")
    for branch in ("D0101", "D0102", "D02"):
        fill(cast, branch, 3)
    return cast


def lead(cast, part, organization, office):
    post, _ = Post.objects.get_or_create(organization=cast.organizations[organization], office=office)
    return Appointment.objects.create(person=cast.persons[part], post=post, from_on="2024-03-01")


def fill(cast, branch, members, status="full_member"):
    begin = Person.objects.count()
    for number in range(begin, begin + members):
        person = Person.objects.create(number=f"9{number:04}", name=f"甲{number}")
        Affiliation.objects.create(person=person, branch_id=cast.organizations[branch].pk, political_status=status)


def end_term(cast, organization, until):
    Term.objects.filter(organization=cast.organizations[organization].pk).update(until_on=until)


def test_orderly_district_has_nothing_to_look_at(orderly):
    assert found(orderly) == []


@pytest.mark.parametrize(
    ("until", "group"),
    [
        (date(2026, 11, 23), ["over"]),
        (date(2026, 11, 24), ["over"]),
        (date(2026, 11, 25), ["soon"]),
        (date(2027, 5, 24), ["soon"]),
        (date(2027, 5, 25), []),
    ],
)
def test_term_is_noticed_half_a_year_ahead_and_when_it_is_over(orderly, until, group):
    end_term(orderly, "D0101", until)

    assert found(orderly) == [(each, "查检一科党支部") for each in group]


def test_elected_organisation_without_a_term_is_noticed(orderly):
    Term.objects.filter(organization=orderly.organizations["D0101"].pk).delete()

    assert found(orderly) == [("unrecorded", "查检一科党支部")]


def test_appointed_bodies_and_temporary_branches_have_no_term_to_notice(orderly):
    Term.objects.all().delete()
    PartyOrganization.objects.filter(code__in=["D", "D01"]).update(kind="leading_committee")
    PartyOrganization.objects.exclude(code__in=["D", "D01"]).update(branch_type="temporary")

    assert [group for group, _ in found(orderly)] == []


@pytest.mark.parametrize(("left_on", "noticed"), [("2026-08-24", False), ("2026-08-23", True)])
def test_vacancy_is_noticed_after_three_months(orderly, left_on, noticed):
    Appointment.objects.filter(post__organization__code="D0101", post__office="secretary").update(until_on=left_on)

    assert titles(orderly, "vacant") == (["查检一科党支部"] if noticed else [])


def test_secretary_nobody_recorded_is_noticed_without_a_date(orderly):
    Appointment.objects.filter(post__organization__code="D02", post__office="secretary").delete()

    (case,) = find(orderly.scope("party_officer"), DAY).cases
    assert (case.group, case.title, case.since) == ("vacant", "综合科党支部", None)


def test_secretary_who_heads_no_covered_section_is_noticed_with_date_and_head(orderly):
    Appointment.objects.filter(post__organization__code="DY0101", post__office="head").delete()
    lead(orderly, "member", "DY0101", "head")

    (case,) = find(orderly.scope("party_officer"), DAY).cases
    assert (case.group, case.title, case.since, case.facts) == (
        "not_head", "查检一科党支部", date(2024, 3, 1),
        {"secretary": "林岚", "title": "", "heads": "陈默", "about": "本支部纪检委员"},
    )  # fmt: skip


def test_head_who_is_no_member_explains_it_by_itself(orderly):
    Appointment.objects.filter(post__organization__code="DY0101", post__office="head").delete()
    lead(orderly, "officer", "DY0101", "head")

    (case,) = find(orderly.scope("party_officer"), DAY).cases
    assert (case.facts["about"], case.automatic, case.is_explained) == ("不是中共党员", "科长不是中共党员", True)


def test_politics_of_a_head_stay_hidden_from_the_administrator(orderly):
    Appointment.objects.filter(post__organization__code="DY0101", post__office="head").delete()
    lead(orderly, "officer", "DY0101", "head")

    (case,) = find(orderly.scope("administrator"), DAY).cases
    assert (case.facts["heads"], case.facts["about"], case.automatic) == ("曾晓", "", "")


def test_branch_of_several_sections_may_be_led_by_the_head_of_any(orderly):
    here = orderly.organizations
    Coverage.objects.create(party_organization_id=here["D0101"].pk, unit_id=here["DY0201"].pk, from_on="2024-03-01")

    assert found(orderly) == []


def test_section_without_a_branch_says_who_works_there(orderly):
    Coverage.objects.filter(unit=orderly.organizations["DY0101"].pk).update(until_on="2026-11-01")

    case = next(case for case in find(orderly.scope("party_officer"), DAY).cases if case.group == "uncovered")
    facts = {name: case.facts[name] for name in ("people", "full", "probationary", "enough", "at")}
    assert (case.title, case.rule.key) == ("查检一科", "section.joint")
    assert facts == {"people": 4, "full": 2, "probationary": 1, "enough": False, "at": "现编在查检一科党支部"}


def test_section_covered_by_a_committee_only_has_no_branch(orderly):
    here = orderly.organizations
    Coverage.objects.filter(unit=here["DY0101"].pk).update(party_organization=here["D01"].pk)

    assert titles(orderly, "uncovered") == ["查检一科"]


def test_member_without_a_branch_is_shown_to_officers_and_counted_for_others(orderly):
    Affiliation.objects.filter(person=orderly.persons["member"]).update(branch=None)

    assert titles(orderly, "loose") == titles(orderly, "loose", "reviewer") == ["陈默"]
    for part, hidden in (("administrator", 1), ("leader", 1), ("secretary", 0)):
        findings = find(orderly.scope(part), DAY)
        assert (titles(orderly, "loose", part), findings.count("members")) == ([], hidden)


@pytest.mark.parametrize(
    ("add", "status", "noticed"),
    [(46, "full_member", []), (47, "full_member", ["综合科党支部"]), (47, "probationary_member", ["综合科党支部"])],
)
def test_branch_past_fifty_members_is_noticed(orderly, add, status, noticed):
    fill(orderly, "D02", add - 2, status)  # three filled in, the stranger, the officer and the leader stand there

    assert titles(orderly, "size") == noticed


def test_branch_under_three_full_members_is_noticed_however_many_are_on_probation(orderly):
    Affiliation.objects.filter(branch__code="D0102").exclude(person__number="1101").update(
        political_status="probationary_member"
    )

    assert titles(orderly, "size") == ["查检二科党支部"]


def test_temporary_branch_has_no_size(orderly):
    Affiliation.objects.filter(branch__code="D0102").update(until_on="2026-11-01")
    PartyOrganization.objects.filter(code="D0102").update(branch_type="temporary")

    assert titles(orderly, "size") == []


@pytest.mark.parametrize(("units", "noticed"), [(5, []), (6, ["查检二科党支部"])])
def test_joint_branch_past_five_units_is_noticed(orderly, units, noticed):
    PartyOrganization.objects.filter(code="D0102").update(branch_type="joint")
    for code in ["DY0101", "DY0201", "DY01", "DY02", "DY"][: units - 1]:
        Coverage.objects.create(
            party_organization_id=orderly.organizations["D0102"].pk, unit_id=orderly.organizations[code].pk
        )

    assert titles(orderly, "joint") == noticed


def test_dissolved_organisation_is_not_looked_at(orderly):
    end_term(orderly, "D0101", "2026-01-01")
    PartyOrganization.objects.filter(code="D0101").update(dissolved_on="2026-11-01")

    assert titles(orderly, "over") == []


def test_each_looks_at_the_own_subtree(orderly):
    for code in ("D", "D0101", "D0102", "D02"):
        end_term(orderly, code, "2026-11-01")

    seen = {part: len(titles(orderly, "over", part)) for part in ("party_officer", "leader", "reviewer", "secretary")}
    assert seen == {"party_officer": 4, "leader": 4, "reviewer": 2, "secretary": 1}


def test_page_is_shut_to_those_without_a_party_office(cast):
    answers = {
        part: cast.client(part).get("/people/situation").status_code for part in ("stranger", "officer", "member")
    }

    assert answers == {"stranger": 403, "officer": 403, "member": 200}


def test_empty_registers_say_so_instead_of_accusing(cast):
    Affiliation.objects.all().delete()
    Appointment.objects.exclude(person=cast.persons["party_officer"]).delete()
    Coverage.objects.all().delete()
    Employment.objects.all().delete()
    response = cast.client("party_officer").get("/people/situation")

    said = {group.key: group.nothing for chapter in response.context["chapters"] for group in chapter.groups}
    appointments, coverage, people = (f"还没有导入{each}，看不出来" for each in ("任职", "覆盖", "人员"))
    assert said == {
        "over": "ok", "soon": "ok", "unrecorded": "", "vacant": appointments, "not_head": appointments,
        "uncovered": coverage, "loose": people, "size": people, "joint": people,
    }  # fmt: skip


def test_page_without_anything_at_all_stands(cast):
    Reason.objects.all().delete()
    response = cast.client("administrator").get("/people/situation")

    assert response.status_code == 200


def test_statements_do_not_grow_with_what_is_found(orderly):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            orderly.client("party_officer").get("/people/situation")
        return len(queries)

    few = cost()
    for code in ("D", "D01", "D0101", "D0102", "D02"):
        end_term(orderly, code, "2026-11-01")
    Coverage.objects.filter(unit=orderly.organizations["DY0101"].pk).update(until_on="2026-11-01")
    Affiliation.objects.filter(person=orderly.persons["member"]).update(branch=None)

    assert cost() == few
