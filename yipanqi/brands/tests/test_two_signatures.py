"""D20: the accepting side confirms, never who did the work, and nobody of the own section or branch."""

import pytest
from django.urls import reverse

from tests.cast import BEGAN
from yipanqi.brands import rules
from yipanqi.brands.models import Measure
from yipanqi.events.models import Event
from yipanqi.kit.arrows import Refused
from yipanqi.people.models import Affiliation, Appointment, Employment, Post
from yipanqi.people.scope import scope_of

OWN = "做的人不能自己确认"
OWN_BRANCH = "本支部的人不能确认自己支部做的事"
OWN_SECTION = "这项措施是你们科做的，不能自己确认"
OTHERS = "由综合处确认或退回"
NOBODY = "由综合处的人确认"
WRONG = {
    "member": OWN,  # owns it
    "secretary": OWN,  # reported it
    "probationer": OWN_BRANCH,
    "department_head": OWN_BRANCH,
    "officer": OWN_SECTION,  # no member of the branch, works in the section
    "other_secretary": OTHERS,
    "reviewer": OTHERS,  # secretary of the committee above
    "leader": OTHERS,  # heads the district, which is nobody's accepting unit
    "administrator": NOBODY,
}


@pytest.mark.parametrize("part", WRONG)
def test_a_wrong_person_can_neither_confirm_nor_return(weave, part):
    measure = weave.reported()

    said = []
    for arrow in ("confirm", "return"):
        with pytest.raises(Refused) as refusal:
            weave.move(arrow, part, "不行")
        said.append((str(refusal.value), refusal.value.status))

    assert said == [(WRONG[part], 403)] * 2
    assert weave.fresh().state == measure.state == "reported"


@pytest.mark.parametrize("part", ["stranger", "party_officer"])
def test_people_of_the_accepting_unit_confirm_with_name_and_day(weave, part):
    weave.reported()

    measure = weave.move("confirm", part)

    assert (measure.state, measure.confirmed_by, str(measure.confirmed_on)) == (
        "confirmed", weave.cast.persons[part], "2026-11-24",
    )  # fmt: skip


def test_a_joint_brand_counts_the_partners_branch_and_section_as_own(weave):
    weave.brand.partners.add(weave.cast.organizations["D0102"].pk)
    Affiliation.objects.filter(person=weave.cast.persons["reviewer"]).update(branch=weave.cast.organizations["D02"].pk)
    Measure.objects.update(accepting_unit=weave.cast.organizations["DY01"].pk)
    measure = Measure.objects.get(pk=weave.reported().pk)

    assert rules.accepting_side(measure, weave.cast.scope("other_secretary")) == OWN_BRANCH
    assert rules.accepting_side(measure, weave.cast.scope("reviewer")) == OWN_SECTION


def test_a_head_of_the_accepting_unit_who_works_in_the_own_section_is_refused(weave):
    person = weave.cast.persons["officer"]
    post = Post.objects.create(organization=weave.cast.organizations["DY02"], office="head")
    Appointment.objects.create(person=person, post=post, from_on=BEGAN)

    assert rules.accepting_side(weave.reported(), scope_of(weave.cast.accounts["officer"])) == OWN_SECTION


def test_a_head_of_the_accepting_unit_from_elsewhere_confirms(weave):
    person = weave.cast.persons["other_secretary"]
    post = Post.objects.create(organization=weave.cast.organizations["DY02"], office="head")
    Appointment.objects.create(person=person, post=post, from_on=BEGAN)
    weave.reported()

    assert weave.move("confirm", "other_secretary").confirmed_by == person


def test_the_district_as_accepting_unit_means_its_head_office_only(weave):
    Measure.objects.update(accepting_unit=weave.cast.organizations["DY"].pk)
    measure = weave.reported()

    assert rules.accepting_side(measure, weave.cast.scope("stranger")) == "由东屿海关确认或退回"
    assert rules.accepting_side(measure, weave.cast.scope("leader")) is None


def test_a_measure_without_an_accepting_unit_waits_for_one(weave):
    Measure.objects.update(accepting_unit=None)

    assert rules.accepting_side(weave.reported(), weave.cast.scope("stranger")) == "还没有接收方，先写明由谁验收"


def test_the_accepting_side_sees_the_measure_and_the_question(weave):
    weave.reported()

    page = weave.cast.client("stranger").get(weave.measure.get_absolute_url()).content.decode()

    assert "请你们确认" in page
    assert "窗口已经上门办了 21 件" in page
    assert "你不能确认" not in page


def test_the_doing_side_reads_why_it_cannot_confirm(weave):
    weave.reported()

    page = weave.cast.client("member").get(weave.measure.get_absolute_url()).content.decode()

    assert "请你们确认" not in page
    assert "你不能确认" in page
    assert f"<p>{OWN}。已经在综合处的待办里，12 月" in page or f"<p>{OWN}。已经在综合处的待办里" in page


def test_a_refused_confirmation_answers_403_with_the_sentence(weave):
    weave.reported()

    answer = weave.cast.client("officer").post(reverse("act", args=["brands.measure", weave.measure.pk, "confirm"]))

    assert answer.status_code in (403, 404)
    assert Event.objects.filter(kind="measure.confirmed").count() == 0


def test_somebody_who_moved_into_the_section_since_cannot_confirm_any_more(weave):
    weave.reported()
    Employment.objects.filter(person=weave.cast.persons["stranger"]).update(
        unit=weave.cast.organizations["DY0101"].pk
    )  # fmt: skip

    with pytest.raises(Refused) as refusal:
        weave.move("confirm", "stranger")

    assert str(refusal.value) == OWN_SECTION
