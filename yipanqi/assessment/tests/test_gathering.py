"""What each figure is counted from, as the facts stood on the last day of the period."""

from datetime import date, timedelta

import pytest

from yipanqi.assessment import packs
from yipanqi.assessment.gathering import gather, lines_of
from yipanqi.assessment.tests.conftest import END, START
from yipanqi.members.models import AdmissionCase, AdmissionStep
from yipanqi.organizations.models import Coverage, Organization
from yipanqi.people.models import Appointment


def figures(year, branch: str = "D0101", start: date = START, end: date = END) -> dict[str, tuple]:
    """Indicator -> (value, numerator, denominator) of one branch."""
    found = gather(packs.load().content, start, end).facts
    return {each.indicator: (each.value, each.numerator, each.denominator) for each in found if each.unit == branch}


def test_a_time_counts_once_however_often_a_branch_met_in_it(year):
    """Ten theme days and three assemblies are asked for; the last quarter is not over."""
    year.hold("theme_day", date(2026, 1, 5), date(2026, 1, 12), date(2026, 1, 19), date(2026, 2, 2))
    year.hold("member_assembly", date(2026, 2, 15), date(2026, 10, 15))

    assert figures(year)["P201"] == (pytest.approx(300 / 13), 3, 13)


def test_a_branch_that_held_everything_has_all_of_it(year):
    year.hold_all()

    assert figures(year)["P201"] == (100, 13, 13)


def test_a_committee_meets_monthly_where_there_is_one(year):
    Organization.objects.filter(code="D0101", tree="party").update(committee_seats=3)
    year.hold_all()
    year.hold("committee_meeting", *(date(2026, month, 20) for month in range(1, 6)))

    assert figures(year)["P201"] == (pytest.approx(100 * 18 / 23), 18, 23)


def test_nothing_is_asked_of_a_branch_before_it_was_founded(year):
    Organization.objects.filter(code="D0101", tree="party").update(founded_on=date(2026, 7, 1))
    year.hold("theme_day", date(2026, 7, 9))

    assert figures(year)["P201"] == (20, 1, 5)  # July to October, and the third quarter's assembly


def test_what_was_held_after_the_period_does_not_count(year):
    year.hold("theme_day", date(2026, 11, 2))

    assert figures(year)["P201"] == (0, 0, 13)


@pytest.mark.parametrize(
    ("until", "left_on", "expected"),
    [
        (date(2027, 3, 1), None, (1, 2, 2)),
        (date(2026, 10, 31), None, (0, 1, 2)),  # over on the very last day
        (date(2026, 11, 1), None, (1, 2, 2)),
        (date(2027, 3, 1), date(2026, 7, 31), (1, 2, 2)),  # three months to the day
        (date(2027, 3, 1), date(2026, 7, 30), (0, 1, 2)),
        (date(2027, 3, 1), date(2026, 11, 5), (1, 2, 2)),  # left after the period
    ],
)
def test_term_and_secretary_are_judged_as_of_the_last_day(year, until, left_on, expected):
    year.elect(until)
    Appointment.objects.filter(post__organization__code="D0101", post__office="secretary").update(until_on=left_on)

    assert figures(year)["P206"] == expected


def test_a_branch_whose_term_nobody_recorded_has_no_figure_instead_of_a_zero(year):
    assert "P206" not in figures(year)


def test_admissions_are_held_against_the_rules_with_what_was_known_by_then(year):
    for part, interviewed in (("probationer", date(2026, 2, 1)), ("officer", date(2026, 6, 1))):
        case = AdmissionCase.objects.create(
            person=year.cast.persons[part], branch_id=year.branch().pk, stage="applicant"
        )
        AdmissionStep.objects.create(case=case, step="application_letter", on_date=date(2026, 1, 10))
        AdmissionStep.objects.create(case=case, step="interview", on_date=interviewed)

    assert figures(year)["P207"] == (50, 1, 2)
    assert figures(year, end=date(2026, 2, 1), start=START)["P207"] == (100, 2, 2)


def test_a_branch_without_admissions_or_brand_is_not_asked_for_them(year):
    found = gather(packs.load().content, START, END)

    branch = next(each for each in found.branches if each.code == "D0101")
    assert branch.traits == {"综合机关"}
    assert {"P207", "P401", "P402", "P403"} & set(figures(year)) == set()


def test_measures_count_as_bound_only_with_all_that_belongs_to_a_binding(year):
    whole = {"indicator": year.book["B107"], "baseline": 80, "target": 90, "due_on": date(2026, 12, 31)}
    year.brand(whole, {**whole, "target": None}, {"deliverable": "指引", "due_on": date(2026, 12, 31)})

    assert figures(year)["P402"] == (pytest.approx(100 / 3), 1, 3)


def test_only_what_the_accepting_side_confirmed_by_then_is_kept(year):
    by = {"state": "confirmed", "confirmed_by": year.cast.persons["stranger"]}
    year.brand(
        {**by, "due_on": date(2026, 9, 30), "confirmed_on": date(2026, 10, 31)},
        {**by, "due_on": date(2026, 9, 30), "confirmed_on": date(2026, 11, 3)},
        {"due_on": date(2026, 10, 31), "state": "reported"},
        {"due_on": date(2026, 11, 30), "state": "doing"},
    )

    assert figures(year)["P403"] == (pytest.approx(100 / 3), 1, 3)


def test_a_brand_built_together_counts_for_each_of_its_branches(year):
    (measure,) = year.brand({"due_on": date(2026, 10, 1)})
    measure.brand.partners.add(year.branch("D0102").pk)

    assert figures(year, "D0102")["P403"] == (0, 0, 1)


def test_the_six_elements_are_shown_as_a_gate(year):
    year.brand({}, emblem="一扇窗", concept="少跑一趟", standards=["即到即办"], results="窗口不再排队")

    assert figures(year)["P401"] == (1, 1, 1)


def test_shares_of_several_sections_and_months_are_added_above_and_below_the_line(year):
    year.figure("B107", "DY0101", date(2026, 1, 1), 90, 9, 10)
    year.figure("B107", "DY0101", date(2026, 2, 1), 50, 45, 90)
    Coverage.objects.create(
        party_organization_id=year.branch().pk, unit_id=year.cast.organizations["DY0102"].pk, from_on=START
    )
    year.figure("B107", "DY0102", date(2026, 10, 1), 100, 100, 100)
    year.figure("B107", "DY0102", date(2026, 11, 1), 0, 0, 900)  # after the period

    assert figures(year)["B107"] == (pytest.approx(77), 154, 200)


def test_medians_are_averaged_by_their_cases(year):
    year.figure("B103", "DY0101", date(2026, 1, 1), 4.0, None, 300)
    year.figure("B103", "DY0101", date(2026, 2, 1), 8.0, None, 100)

    assert figures(year)["B103"] == (5.0, None, 400)


def test_a_month_with_nothing_to_measure_is_no_zero(year):
    year.figure("B504", "DY0101", date(2026, 1, 1), None, 0, 0)

    assert figures(year)["B504"] == (None, None, None)


def test_a_revised_figure_counts_once(year):
    old = year.figure("B107", "DY0101", date(2026, 1, 1), 10, 1, 10)
    type(old).objects.filter(pk=old.pk).update(is_current=False)
    year.figure("B107", "DY0101", date(2026, 1, 1), 90, 9, 10)

    assert figures(year)["B107"] == (90, 9, 10)


def test_a_section_covered_until_the_middle_of_the_period_belongs_to_its_branch_of_the_last_day(year):
    year.operate("DY0101")
    moved = Coverage.objects.get(party_organization__code="D0101")
    Coverage.objects.filter(pk=moved.pk).update(until_on=date(2026, 6, 1))
    Coverage.objects.create(
        party_organization_id=year.branch("D0102").pk, unit_id=moved.unit_id, from_on=date(2026, 6, 1)
    )

    assert "B107" not in figures(year)
    assert figures(year, "D0102")["B107"] == (90, 900, 1000)


def test_inputs_do_not_show_in_which_order_the_rows_came(year):
    year.operate("DY0102", 80)
    year.operate("DY0101", 90)
    first = lines_of(gather(packs.load().content, START, END))
    rows = list(year.book["B107"].observations.order_by("-pk"))
    year.book["B107"].observations.all().delete()
    for row in rows:
        row.pk = None
        row.save()

    assert lines_of(gather(packs.load().content, START, END)) == first


def test_branches_that_do_not_stand_on_the_last_day_are_left_out(year):
    Organization.objects.filter(code="D0102", tree="party").update(dissolved_on=END - timedelta(days=1))

    assert [each.code for each in gather(packs.load().content, START, END).branches] == ["D0101", "D02"]


def test_a_branch_that_covers_a_department_is_counted_by_its_sections_where_it_covers_those_too(year):
    """查检处 has sections of its own, one of which branch one covers: it would count twice."""
    Coverage.objects.create(party_organization_id=year.branch().pk, unit_id=year.cast.organizations["DY01"].pk)
    year.figure("B107", "DY01", date(2026, 1, 1), 10, 10, 100)
    year.figure("B107", "DY0101", date(2026, 1, 1), 90, 90, 100)

    assert figures(year)["B107"] == (90, 90, 100)


def test_a_department_without_covered_sections_stands_for_itself(year):
    Coverage.objects.filter(party_organization__code="D0101").update(unit_id=year.cast.organizations["DY01"].pk)
    year.figure("B107", "DY01", date(2026, 1, 1), 10, 10, 100)

    assert figures(year)["B107"] == (10, 10, 100)


def test_a_district_without_any_coverage_has_branches_without_units(year):
    Coverage.objects.all().delete()

    assert [each.sections for each in gather(packs.load().content, START, END).branches] == [[], [], []]
