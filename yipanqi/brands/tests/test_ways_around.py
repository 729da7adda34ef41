"""Ways around the two signatures that somebody with a little power might try (D20)."""

from datetime import date

import pytest
from django.urls import reverse

from tests.cast import BEGAN
from yipanqi.brands import actions
from yipanqi.brands.models import Brand, Measure
from yipanqi.brands.tests.books import book
from yipanqi.brands.tests.test_import import BRAND, CONFIRMED, MEASURE, faults, told
from yipanqi.events.models import Event
from yipanqi.kit.arrows import Refused
from yipanqi.kit.workbook import applying, staging, withdrawing
from yipanqi.kit.workbook.importing import import_file
from yipanqi.kit.workbook.kinds import KINDS
from yipanqi.organizations.models import Coverage
from yipanqi.people.models import Affiliation, Appointment, Employment, Post

OWN_SECTION = "这项措施是你们科做的，不能自己确认"


def refused(verb, *arguments, **more) -> tuple[str, int]:
    with pytest.raises(Refused) as refusal:
        verb(*arguments, **more)
    return str(refusal.value), refusal.value.status


def test_a_section_whose_coverage_stops_after_the_report_still_did_the_work(weave):
    """The officer works in the section that is taken out from under the branch, and it is made the accepting side."""
    own = weave.cast.organizations["DY0101"]
    weave.reported()
    Coverage.objects.filter(unit_id=own.pk).update(until_on=date(2026, 11, 24))
    Measure.objects.update(accepting_unit=own.pk)

    assert refused(weave.move, "confirm", "officer") == (OWN_SECTION, 403)


def test_a_section_covered_only_before_the_work_began_may_confirm(weave):
    accepting = weave.cast.organizations["DY0201"]
    Coverage.objects.create(
        party_organization_id=weave.brand.organization_id, unit_id=accepting.pk, from_on=BEGAN,
        until_on=date(2025, 3, 1),
    )  # fmt: skip
    Measure.objects.update(started_on=date(2026, 3, 1))
    weave.reported()

    assert weave.move("confirm", "stranger").state == "confirmed"


def move_to_the_accepting_side(weave, part: str) -> None:
    """Today's roster has them in 综合科 and its branch; what was before stays as history."""
    person = weave.cast.persons[part]
    person.employments.update(until_on=date(2026, 11, 1))
    person.affiliations.update(until_on=date(2026, 11, 1))
    Employment.objects.create(person=person, unit_id=weave.cast.organizations["DY0201"].pk, from_on=date(2026, 11, 1))
    Affiliation.objects.create(
        person=person, branch_id=weave.cast.organizations["D02"].pk, political_status="full_member",
        from_on=date(2026, 11, 1),
    )  # fmt: skip


WAS_THERE = "你在做的这一方任职，或者办这件事时在这一方，不能自己确认"


@pytest.mark.parametrize("part", ["officer", "probationer"])
def test_who_was_in_the_section_while_it_did_the_work_does_not_confirm_from_the_new_place(weave, part):
    """Neither owns nor reported it; moved over to the accepting unit between report and confirmation."""
    weave.reported()
    move_to_the_accepting_side(weave, part)

    assert refused(weave.move, "confirm", part) == (WAS_THERE, 403)


def test_who_left_the_section_before_the_work_began_may_confirm(weave):
    Measure.objects.update(started_on=date(2026, 11, 1))
    weave.reported()
    move_to_the_accepting_side(weave, "officer")

    assert weave.move("confirm", "officer").state == "confirmed"


@pytest.mark.parametrize(("organization", "office"), [("D0101", "deputy_secretary"), ("DY0101", "head")])
@pytest.mark.parametrize("until", [None, date(2026, 11, 24)])
def test_who_leads_the_doing_side_from_elsewhere_does_not_confirm(weave, organization, office, until):
    """Belongs to the accepting side, and holds an office of the doing one, or did until yesterday."""
    post, _ = Post.objects.get_or_create(organization=weave.cast.organizations[organization], office=office)
    Appointment.objects.create(person=weave.cast.persons["stranger"], post=post, from_on=BEGAN, until_on=until)
    weave.reported()

    assert refused(weave.move, "confirm", "stranger") == (WAS_THERE, 403)


def test_the_beginning_of_the_work_is_not_moved_after_the_report(weave):
    """Otherwise everybody could be made to have left before it began."""
    measure = weave.reported()
    by = {"by": weave.cast.account("secretary"), "scope": weave.cast.scope("secretary")}

    answer = refused(actions.revise_measure, measure, started_on=date(2026, 11, 1), **by)

    assert answer == ("已经报完成，启动月份不能再改；要改先收回", 409)


def test_a_partner_does_not_leave_a_brand_in_order_to_confirm(weave):
    weave.brand.partners.set([weave.cast.organizations["D0102"].pk])
    weave.reported()
    by = {"by": weave.cast.account("secretary"), "scope": weave.cast.scope("secretary")}

    answer = refused(actions.revise_brand, Brand.objects.get(), partners=[], name="先锋窗", **by)

    assert answer == ("有措施已报完成还没确认，这时不能减少共建党组织", 409)
    assert [each.code for each in weave.brand.partners.all()] == ["D0102"]


def test_who_builds_a_brand_together_stands_in_its_timeline(weave):
    by = {"by": weave.cast.account("secretary"), "scope": weave.cast.scope("secretary")}
    partner = weave.cast.organizations["D0102"]

    actions.revise_brand(Brand.objects.get(), partners=[partner], name="先锋窗", **by)

    assert Event.objects.get(kind="brand.revised").facts["sentence"] == "改了共建党组织"


def test_the_owner_is_not_changed_between_report_and_confirmation(weave):
    """The owner has moved to the accepting side and would now hand the measure on, then sign for it."""
    measure = weave.reported()
    by = {"by": weave.cast.account("member"), "scope": weave.cast.scope("member")}

    answer = refused(actions.revise_measure, measure, owner=weave.cast.persons["probationer"], **by)

    assert answer == ("已经报完成，责任人不能再换；要换先收回", 409)
    assert weave.fresh().owner == weave.cast.persons["member"]


def test_a_report_rewritten_since_the_page_was_opened_is_not_signed(weave):
    """The accepting side read one report; the doing side took it back and wrote another."""
    page = weave.reported().version
    weave.move("take_back", "secretary")
    weave.move("report", "secretary", "其实只办了 2 件")
    address = reverse("act", args=["brands.measure", weave.measure.pk, "confirm"])

    answer = weave.cast.client("stranger").post(address, {"version": page})

    assert (answer.status_code, weave.fresh().state) == (409, "reported")
    assert "刚才已经有人办过或者改过" in answer.content.decode()


def test_the_question_carries_the_version_it_shows(weave):
    measure = weave.reported()

    page = weave.cast.client("stranger").get(measure.get_absolute_url()).content.decode()

    assert page.count(f'name="version" value="{measure.version}"') == 2


@pytest.fixture
def read(weave, tmp_path):
    """Stage a workbook of one brand and one measure: what its uploader sees in the preview."""

    def run(**measure):
        path = book(tmp_path / "品牌.xlsx", 品牌=[BRAND], 创建措施=[MEASURE | measure])
        account = weave.cast.account("administrator")
        batch = staging.receive([path.read_bytes()], path.name, KINDS["brands"], by=account)
        return staging.stage(batch)

    return run


@pytest.fixture
def enter(weave, tmp_path):
    def run(**measure):
        path = book(tmp_path / "品牌.xlsx", 品牌=[BRAND], 创建措施=[MEASURE | measure])
        return import_file("brands", path, by=weave.cast.account("administrator"))

    return run


def test_a_confirmation_given_between_preview_and_import_keeps_its_signature(read, enter, weave):
    enter(状态="已报完成")
    batch = read(**CONFIRMED)  # says that 任远 confirmed
    weave.measure = Measure.objects.get(code="PP009-1")
    weave.move("confirm", "party_officer")

    applying.apply(batch, by=weave.cast.account("administrator"))

    assert (weave.fresh().confirmed_by, str(weave.fresh().confirmed_on)) == (
        weave.cast.persons["party_officer"], "2026-11-24",
    )  # fmt: skip


def test_a_workbook_does_not_make_the_confirmer_the_owner(enter):
    enter(**CONFIRMED)

    outcome = enter(**{**CONFIRMED, "责任人工号": "1201"})

    assert told(outcome) == [("责任人工号", "接收方已确认，改成这样就成了自己确认自己，这一栏不改")]
    assert faults(outcome) == []
    assert Measure.objects.get(code="PP009-1").owner.number == "1101"


def test_a_confirmation_that_came_by_workbook_goes_back_with_it(enter, weave):
    enter(状态="已报完成")
    outcome = enter(**CONFIRMED)

    plan = withdrawing.withdraw(outcome.batch, by=weave.cast.account("administrator"))

    measure = Measure.objects.get(code="PP009-1")
    assert (plan.restored_count, measure.state, measure.confirmed_by) == (1, "reported", None)


def test_the_reporter_does_not_sign_by_workbook(enter, weave):
    """The reporter has since moved to the accepting unit; the workbook names somebody else as owner."""
    enter(状态="在做")
    weave.measure = Measure.objects.get(code="PP009-1")
    weave.move("report", "other_secretary", "办完了")
    reporter = weave.cast.persons["other_secretary"]
    Employment.objects.filter(person=reporter).update(unit=weave.cast.organizations["DY0201"].pk)
    reporter.affiliations.update(branch=weave.cast.organizations["D02"].pk)

    outcome = enter(**{**CONFIRMED, "责任人工号": "1102", "确认人工号": "1101"})

    assert told(outcome) == [("状态", "确认人就是报完成的人，做的人不能自己确认，这次确认不算数，先按“已报完成”导入")]
    assert weave.fresh().state == "reported"


def test_who_was_there_does_not_sign_by_workbook_either(enter, weave):
    """单平 moved from the doing branch over to the accepting unit; 任远, who works there, leads the doing branch."""
    aside = "确认人在做的这一方任职，或者办这件事时在这一方，做的人不能自己确认，这次确认不算数，先按“已报完成”导入"
    move_to_the_accepting_side(weave, "reviewer")
    post = Post.objects.get(organization=weave.cast.organizations["D0102"], office="secretary")
    Appointment.objects.create(person=weave.cast.persons["stranger"], post=post, from_on=BEGAN)

    moved, leading = (told(enter(**{**CONFIRMED, "确认人工号": number})) for number in ("1102", "1201"))

    assert (moved, leading) == ([("状态", aside)], [("状态", aside)])
