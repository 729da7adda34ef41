"""Figures that jumped: what counts as far, whom the desk asks, and what one sentence settles."""

import pytest

from yipanqi.indicators.observations import actions
from yipanqi.indicators.observations.jumps import unexplained
from yipanqi.indicators.observations.models import Remark
from yipanqi.indicators.tests.figures import LAST, figures, indicator
from yipanqi.kit.arrows import Refused
from yipanqi.kit.clock import today
from yipanqi.tasks.actions import reconcile
from yipanqi.tasks.models import Todo

STEADY = [4.0, 4.2, 3.9, 4.1, 4.0, 3.8, 4.1, 4.0]


@pytest.fixture
def world(cast):
    return figures(cast)


def jumped() -> list[float]:
    return [round(jump.figure.value, 2) for _, jump in unexplained(today())]


def test_a_level_far_outside_the_year_before_is_a_jump(world):
    world.series(0, [*STEADY, 6.5])
    world.series(1, [*STEADY, 4.3])

    assert jumped() == [6.5]


def test_five_months_before_are_too_few_to_know_what_is_usual(world):
    world.series(0, [*STEADY[:5], 6.5])

    assert jumped() == []


def test_a_jump_that_the_next_month_followed_is_no_longer_asked_about(world):
    world.series(0, [*STEADY, 6.5, 4.0])

    assert jumped() == []


def test_a_share_of_few_cases_may_swing(world):
    """One of eight more is 12.5 points, and chance alone does that."""
    few = indicator(world.cast, "B107", name="即决率", unit_of_measure="%")
    rows = world.series(0, [100.0, 100.0, 100.0, 100.0, 100.0, 100.0, 100.0, 87.5], indicator=few)
    for row in rows:
        row.denominator = 8
        row.save()

    assert jumped() == []


def test_figures_for_own_use_are_asked_about_by_nobody(world):
    private = indicator(world.cast, "P205", name="填报负担", unit_of_measure="分钟", use="own")
    world.series(0, [*STEADY, 20.0], indicator=private)

    assert jumped() == []


def test_the_head_of_the_unit_is_asked_and_one_sentence_settles_it(world):
    figure = world.series(0, [*STEADY, 6.5])[-1]
    reconcile(["indicators.jumped"])
    asked = Todo.objects.open().get()

    written = actions.remark(
        figure, by=world.cast.account("secretary"), scope=world.cast.scope("secretary"), sentence="国庆集中到货"
    )

    assert (asked.title, asked.organization_id, asked.office) == (
        "说一句：10 月海关作业时间升到 6.50", world.sections[0].pk, "head",
    )  # fmt: skip
    assert (written.period_start, Todo.objects.open().exists()) == (LAST, False)

    actions.take_back_remark(
        by=world.cast.account("secretary"), scope=world.cast.scope("secretary"), pk=written.pk, observation=figure.pk
    )
    assert (Remark.objects.exists(), Todo.objects.open().exists()) == (False, True)


def test_who_does_not_see_the_series_cannot_write_beside_it(world):
    figure = world.series(0, [*STEADY, 6.5])[-1]

    with pytest.raises(Refused) as refusal:
        actions.remark(
            figure,
            by=world.cast.account("other_secretary"),
            scope=world.cast.scope("other_secretary"),
            sentence="不是我们",
        )
    assert refusal.value.status == 403
