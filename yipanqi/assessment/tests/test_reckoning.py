"""A run from order to stored results: the library's figures and no others, all of it or nothing."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from evaluation import coupling
from yipanqi.assessment import actions, reckoning
from yipanqi.assessment.jobs import prepare_run
from yipanqi.assessment.models import Adoption, Explanation, Inputs, Result, Run
from yipanqi.assessment.tests.conftest import END, START
from yipanqi.indicators.models import Indicator
from yipanqi.indicators.observations.models import Observation
from yipanqi.kit.arrows import Refused
from yipanqi.organizations.models import Term

# Engine, scheme and facts of the example district give exactly this, on SQLite and on PostgreSQL. A new engine version,
# a new scheme or new workbooks change it: run the demonstration again and write the new one down.
DISTRICT = "459ad1268be23dba8bd3d07a5f6ccdc9f80d0f058ce0c41bbacb57bd1e83754e"


@pytest.fixture
def full(year):
    """Branch one held everything and its section's shares are 90 %; branch two held nothing, its shares are 80 %."""
    for branch, section, share in (("D0101", "DY0101", 90), ("D0102", "DY0102", 80)):
        year.operate(section, share)
        year.elect(date(2027, 3, 1), branch)
    year.hold_all("D0101")
    return year


def order(year) -> Run:
    return actions.order_run(
        year.adopt(),
        by=year.cast.account("party_officer"),
        scope=year.cast.scope("party_officer"),
        start=START,
        end=END,
    )


def test_results_are_what_the_library_says(full):
    """即决率 90 of 75 to 92, 差评整改率 90 of 80 to 97, both of equal weight."""
    result = full.result(full.run())
    operations = round((15 / 17 + 10 / 17) / 2, 9)
    joint = coupling.degree([[1.0, operations]], form="corrected", weights=[1, 1])

    assert (result.state, result.party, result.operations) == ("scored", 1_000_000_000, round(operations * 1e9))
    assert result.coordination == pytest.approx(joint.D[0], abs=1e-9)
    assert result.joint_level == pytest.approx((1 + operations) / 2, abs=1e-9)
    assert (result.party_coverage, result.operations_coverage) == (1_000_000, 1_000_000)


def test_a_branch_without_enough_data_is_said_with_the_reason_and_never_drawn_at_zero(full):
    Observation.objects.filter(indicator__code="B504", organization__code="DY0101").delete()

    result = full.result(full.run())

    assert (result.state, result.operations, result.coordination) == ("insufficient", None, None)
    assert result.reason == "业务：有数据的权重 50%，不到 80%；缺政务服务“好差评”差评整改率"


def test_a_branch_without_sections_has_no_operations_side(full):
    result = full.result(full.run(), "D02")  # 综合科 has reported nothing at all
    full.branch("D02").coverage.all().delete()

    bare = full.result(full.run(), "D02")

    assert "缺即决率、政务服务“好差评”差评整改率" in result.reason
    assert bare.reason.endswith("业务：没有覆盖的科室或处室，没有业务一侧")


def test_what_does_not_apply_takes_no_weight(full):
    """Branch one has neither brand nor admissions: two indicators carry its Party side whole."""
    tree = Explanation.objects.get(result=full.result(full.run())).tree
    party = tree["children"][0]

    assert [(each["code"], each["weight"]) for each in party["children"]] == [("P201", 0.5), ("P206", 0.5)]
    assert party["left_out"] == 3


def test_a_committee_is_the_mean_of_its_branches_by_their_members(full):
    """Branch one has four members, branch two has two."""
    run = full.run()
    one, two, both = (full.result(run, code) for code in ("D0101", "D0102", "D01"))

    assert (both.branches, both.scored_branches, both.members) == (2, 2, 6)
    assert both.operations == round((4 * one.operations + 2 * two.operations) / 6)
    assert both.party == round((4 * one.party + 2 * two.party) / 6)


def test_a_committee_whose_scored_branches_hold_too_few_members_has_no_place(full):
    Term.objects.filter(organization__code="D0101").delete()

    both = full.result(full.run(), "D01")

    assert (both.state, both.scored_branches) == ("insufficient", 1)
    assert both.reason == "2 个支部里 1 个有数据，代表的党员不够"


def test_the_stored_inputs_give_the_same_digest_again(full):
    run = full.run()
    Observation.objects.all().delete()

    assert reckoning.same_again(Run.objects.get(pk=run.pk))


def test_equal_facts_give_equal_digests_and_other_facts_others(full):
    first, second = full.run(), full.run()
    Observation.objects.filter(indicator__code="B107").update(numerator=91, value=91)
    third = full.run()

    assert first.digest == second.digest
    assert third.digest != first.digest


def test_the_district_gives_the_same_digest_on_every_database(district):
    run = Run.objects.get(start=START, end=END)

    assert run.digest == DISTRICT
    assert reckoning.same_again(run)


def test_the_worker_prepares_what_was_ordered(full, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run = order(full)

    prepare_run.call(run.pk, run.attempt)

    run.refresh_from_db()
    assert (run.state, run.results.filter(branches=0).count()) == ("done", 3)


def test_a_period_is_not_reckoned_twice_at_once(full):
    run = order(full)

    with pytest.raises(Refused, match="这一期正在算"):
        actions.order_run(
            run.adoption, by=full.cast.account("party_officer"), scope=full.cast.scope("party_officer"),
            start=START, end=END,
        )  # fmt: skip


def test_a_cancelled_run_leaves_nothing(full):
    run = order(full)
    actions.cancel(run, by=full.cast.account("party_officer"), scope=full.cast.scope("party_officer"))

    prepare_run.call(run.pk, run.attempt)

    run.refresh_from_db()
    assert (run.state, Result.objects.count(), Inputs.objects.count()) == ("cancelled", 0, 0)


def test_a_worker_that_comes_back_after_the_run_was_begun_anew_leaves_nothing(full):
    run = order(full)
    Run.objects.filter(pk=run.pk).update(state="running", beat_at=timezone.now() - timedelta(seconds=90))
    late = Run.objects.select_related("adoption").get(pk=run.pk)
    assert (late.is_stale, late.state_label) == (True, "停住了")

    again = actions.take_up_again(late, by=full.cast.account("party_officer"), scope=full.cast.scope("party_officer"))
    late.attempt, late.state = 1, "queued"
    reckoning.reckon(late)

    again.refresh_from_db()
    assert (again.state, again.attempt, Result.objects.count()) == ("queued", 2, 0)
    prepare_run.call(again.pk, again.attempt)
    again.refresh_from_db()
    assert again.state == "done"


def test_a_run_that_goes_on_is_not_begun_anew(full):
    run = order(full)

    with pytest.raises(Refused, match="没有停住"):
        actions.take_up_again(run, by=full.cast.account("party_officer"), scope=full.cast.scope("party_officer"))


def test_a_run_that_cannot_be_made_says_why(full):
    run = order(full)
    Indicator.objects.filter(code="B504").update(use="shown")

    with pytest.raises(ValueError, match="不能计分"):
        prepare_run.call(run.pk, run.attempt)

    run.refresh_from_db()
    assert (run.state, run.failure) == ("failed", "B504 政务服务“好差评”差评整改率 在字典里只展示，不能计分（D6、D19）")
    assert Result.objects.count() == 0


def test_a_run_uses_what_was_resolved_whatever_the_software_brings_later(full):
    adoption = full.adopt()
    content = adoption.content
    content["scheme"]["indicators"][0]["target"] = 100
    Adoption.objects.filter(pk=adoption.pk).update(content=content)

    changed = full.run(Adoption.objects.get(pk=adoption.pk))

    tree = Explanation.objects.get(result=full.result(changed)).tree
    assert "目标100" in tree["children"][0]["children"][0]["reason"]
