"""Before and after on a measure's page: what is compared, what is said, and what is never said."""

import re
from datetime import date

import pytest

from yipanqi.brands.models import Brand, Measure
from yipanqi.indicators.observations.models import Remark
from yipanqi.indicators.tests.figures import figures, indicator
from yipanqi.insight.effects import telling
from yipanqi.insight.effects.judging import judge
from yipanqi.insight.effects.reading import read
from yipanqi.objectives.models import Priority

BEFORE = [4.2, 4.1, 4.3, 4.2, 4.1, 4.3]
CAUSES = re.compile("促进了|带来|因为|由于|使得|导致|归功")


@pytest.fixture
def world(cast):
    return figures(cast, sections=24)


def measure(world, months_after: int, **facts) -> Measure:
    """A measure of 查检一科党支部 that began so many months before the end of October."""
    brand = Brand.objects.create(code="PP001", organization_id=world.cast.organizations["D0101"].pk, name="先锋窗")
    known = {"name": "夜间先锋岗", "baseline": 4.0, "target": 3.25, "started_on": date(2026, 11 - months_after, 1)}
    return Measure.objects.create(code="PP001-1", brand=brand, indicator=world.indicator, **(known | facts))


def looked_at(world, subject: Measure, part: str = "secretary"):
    evidence = read(subject, world.cast.scope(part))
    assert evidence is not None
    return evidence, judge(evidence)


def everybody(world, after: list[float], *, own: list[float]) -> None:
    """The first section has its own figures after the start, the others each a little more than ``after``."""
    world.series(0, [*BEFORE, *own])
    for at in range(1, len(world.sections)):
        world.series(at, [*BEFORE, *(value + at / 100 for value in after)])


def test_four_months_are_a_trend_and_the_day_of_judgement_is_named(world):
    everybody(world, [4.2] * 4, own=[3.6, 3.5, 3.5, 3.4])

    evidence, judgement = looked_at(world, measure(world, 4))

    assert telling.finding(evidence, judgement, 4.33) == "10 月降到 3.40 小时，同组同月 4.33 小时"
    assert telling.verdict(judgement) == telling.Verdict(
        "才 4 个月数据，先看趋势。", "2026 年 12 月数据到齐满 6 个月，那时再判断"
    )
    assert round(judgement.computed_baseline, 2) == 4.2


def test_what_everybody_did_too_is_taken_off(world):
    everybody(world, [4.0] * 6, own=[3.5] * 6)

    _, judgement = looked_at(world, measure(world, 6))

    assert judgement.result.own_change == pytest.approx(-0.7)
    assert judgement.result.comparable_change == pytest.approx(-0.2 + 0.12)
    assert judgement.result.beyond == pytest.approx(-0.7 + 0.08)
    assert telling.verdict(judgement).bold == "同期比可比单位明显改善。"


def test_a_change_like_the_others_is_no_difference(world):
    everybody(world, [3.9] * 6, own=[4.0] * 6)

    _, judgement = looked_at(world, measure(world, 6))

    assert telling.verdict(judgement).bold == "与可比单位的变化相近，还分不出差别。"


def test_without_a_comparable_unit_nothing_is_taken_off_and_it_is_said(world):
    world.series(0, [*BEFORE, *[3.5] * 6])

    _, judgement = looked_at(world, measure(world, 6))

    assert (judgement.result.beyond, telling.verdict(judgement).bold) == (None, "没有可比单位。")


def test_who_does_the_same_is_no_comparison(world):
    everybody(world, [4.0] * 6, own=[3.5] * 6)
    other = Brand.objects.create(code="PP002", organization_id=world.cast.organizations["D0102"].pk, name="也做")
    Measure.objects.create(
        code="PP002-1", brand=other, name="也设先锋岗", indicator=world.indicator, started_on=date(2026, 4, 1)
    )

    evidence, _ = looked_at(world, measure(world, 6))

    assert (len(evidence.peers), evidence.doing_it_too) == (22, 1)


def test_a_guard_that_worsened_voids_the_claim(world):
    everybody(world, [4.2] * 6, own=[3.4] * 6)
    guard = indicator(world.cast, "B201", name="查验查获率", unit_of_measure="%", direction="up", use="shown")
    world.indicator.guards.add(guard)
    for at in range(len(world.sections)):
        level = 8.0 + at % 3
        world.series(at, [level] * 6 + [level - 5 if at == 0 else level] * 6, indicator=guard)

    _, judgement = looked_at(world, measure(world, 6))

    assert [telling.guard_in_words(each) for each in judgement.guards] == ["查验查获率变差了"]
    assert telling.verdict(judgement).bold == "不成立。"


def test_a_measure_without_a_start_shows_its_series_and_says_what_is_missing(world):
    everybody(world, [4.2] * 4, own=[3.6, 3.5, 3.5, 3.4])

    _, judgement = looked_at(world, measure(world, 4, started_on=None))

    assert (judgement.result, telling.verdict(judgement).bold) == (None, "还不能比前后。")


def test_whoever_may_not_see_the_figures_gets_the_registered_ones_only(world):
    everybody(world, [4.2] * 4, own=[3.6, 3.5, 3.5, 3.4])

    assert read(measure(world, 4), world.cast.scope("other_secretary")) is None


def test_the_page_offers_the_mean_before_beside_the_registered_baseline(world):
    everybody(world, [4.2] * 4, own=[3.6, 3.5, 3.5, 3.4])
    subject = measure(world, 4)
    client = world.cast.client("secretary")

    page = client.get(subject.get_absolute_url()).content.decode()
    offered = f"/brands/measures/{subject.pk}/bind?baseline=4.20"

    assert "启动前 6 个月平均 4.20" in page and f'href="{offered}"' in page
    assert 'name="baseline" value="4.20"' in client.get(offered).content.decode()
    assert Measure.objects.get(pk=subject.pk).baseline == 4.0


def test_the_page_shows_what_others_noted_and_claims_no_cause(world):
    everybody(world, [4.0] * 6, own=[3.5] * 6)
    Remark.objects.create(
        organization=world.sections[0], indicator=world.indicator, period_start=date(2026, 9, 1),
        sentence="夜间增开一条卡口通道", written_by=world.cast.account("stranger"),
    )  # fmt: skip

    page = world.cast.client("secretary").get(measure(world, 6).get_absolute_url()).content.decode()
    said = page.replace("不写“促进了”", "")

    assert "夜间增开一条卡口通道" in said and "任远补记" in said
    assert CAUSES.findall(said) == []


def test_lanes_and_dock_say_where_the_figure_stands(world):
    everybody(world, [4.2] * 4, own=[3.6, 3.5, 3.5, 3.4])
    subject = measure(world, 4)

    page = world.cast.client("secretary").get(subject.brand.get_absolute_url()).content.decode()

    assert '<b class="num">3.40</b>' in page
    assert 'aria-label="海关作业时间，到 10 月 3.40 小时"' in page


def test_a_department_head_learns_in_two_clicks_whether_it_helps(world):
    """J9: from the list of priorities to the priority (where the figure stands already), to the measure's verdict."""
    everybody(world, [4.2] * 4, own=[3.6, 3.5, 3.5, 3.4])
    priority = Priority.objects.create(
        code="ZD1", name="缩短作业时间", raised_by_id=world.cast.organizations["DY01"].pk, indicator=world.indicator
    )
    subject = measure(world, 4, priority=priority)
    client = world.cast.client("department_head")

    pages = [client.get("/weave/").content.decode(), client.get(priority.get_absolute_url()).content.decode()]
    answer = client.get(subject.get_absolute_url()).content.decode()

    assert f'href="{priority.get_absolute_url()}"' in pages[0]
    assert f'href="{subject.get_absolute_url()}"' in pages[1] and '10 月 <b class="num">3.40</b> 小时' in pages[1]
    assert "才 4 个月数据，先看趋势。" in answer
