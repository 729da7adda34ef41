"""Joining both ends: one click, one way back, and nobody walks over somebody faster."""

import pytest
from django.urls import reverse

from yipanqi.brands.models import Brand, Measure
from yipanqi.events.models import Event
from yipanqi.indicators.models import Indicator
from yipanqi.kit.arrows import Refused
from yipanqi.objectives import linking
from yipanqi.objectives.models import Priority
from yipanqi.tasks.actions import reconcile
from yipanqi.tasks.models import Todo


@pytest.fixture
def priority(cast) -> Priority:
    indicator = Indicator.objects.create(code="B107", name="即决率", side="operations", direction="up")
    return Priority.objects.create(
        code="ZD1", name="窗口提速", raised_by_id=cast.organizations["DY02"].pk, indicator=indicator
    )


@pytest.fixture
def measure(cast, priority) -> Measure:
    """A measure of branch one on the same indicator, joined to nothing yet."""
    brand = Brand.objects.create(code="PP1", organization_id=cast.organizations["D0101"].pk, name="先锋窗")
    return Measure.objects.create(code="PP1-1", brand=brand, name="上门办", indicator=priority.indicator)


def by(cast, part: str) -> dict:
    return {"by": cast.account(part), "scope": cast.scope(part)}


def test_one_click_on_the_list_joins_and_undo_takes_it_back(cast, measure, priority):
    client, address = cast.client("secretary"), reverse("objectives:orphans")
    page = client.get(address).content.decode()
    button = f"brands.measure:{measure.pk}:1:{priority.pk}"
    assert f'value="{button}"' in page

    client.post(address, {"link": button})
    assert Measure.objects.get().priority == priority
    client.post(reverse("undo"))

    assert Measure.objects.get().priority is None
    kinds = list(Event.objects.order_by("pk").values_list("kind", "facts__before", "facts__after"))
    assert kinds == [("measure.linked", "空", "ZD1 窗口提速"), ("measure.set_apart", "ZD1 窗口提速", "空")]


def test_linking_gives_an_accepting_side_where_there_was_none(cast, measure, priority):
    linking.link(measure, priority, **by(cast, "secretary"))

    assert Measure.objects.get().accepting_unit == priority.raised_by


def test_the_own_section_never_becomes_the_accepting_side(cast, measure, priority):
    Priority.objects.update(raised_by=cast.organizations["DY0101"].pk)

    linking.link(measure, Priority.objects.get(), **by(cast, "secretary"))

    assert Measure.objects.get().accepting_unit is None


def test_serving_none_is_one_click_and_stays_visible(cast, measure):
    client, address = cast.client("secretary"), reverse("objectives:orphans")

    client.post(address, {"link": f"brands.measure:{measure.pk}:1:"})

    waiting, apart = client.get(address).content.decode(), client.get(address, {"show": "apart"}).content.decode()
    assert ("上门办" in waiting.partition("没挂重点的")[2], "上门办" in apart) == (False, True)
    assert Measure.objects.get().serves_none_because == "没写原因"


def test_a_reason_is_kept(cast, measure):
    address = reverse("objectives:link", args=["brands.measure", measure.pk])

    cast.client("secretary").post(address, {"reason": "内部练兵，不对外"})

    assert Measure.objects.get().serves_none_because == "内部练兵，不对外"


def test_the_second_of_two_loses(cast, measure, priority):
    seen = Measure.objects.get()
    linking.link(measure, priority, **by(cast, "secretary"))

    with pytest.raises(Refused) as refusal:
        linking.set_apart(seen, **by(cast, "reviewer"), reason="不相干", seen=1)

    assert (str(refusal.value), refusal.value.status) == (linking.FASTER, 409)
    assert Measure.objects.get().priority == priority


def test_undo_does_not_walk_over_a_later_change(cast, measure, priority):
    client = cast.client("secretary")
    client.post(reverse("objectives:orphans"), {"link": f"brands.measure:{measure.pk}:1:{priority.pk}"})
    other = Priority.objects.create(code="ZD2", name="另一项", raised_by_id=cast.organizations["DY02"].pk)
    linking.link(Measure.objects.get(), other, **by(cast, "reviewer"))

    client.post(reverse("undo"))

    assert Measure.objects.get().priority == other


@pytest.mark.parametrize("part", ["probationer", "other_secretary", "stranger"])
def test_others_cannot_link(cast, measure, priority, part):
    with pytest.raises(Refused) as refusal:
        linking.link(measure, priority, **by(cast, part))

    assert refusal.value.status == 403


def test_those_who_may_not_link_see_who_can(cast, measure):
    Measure.objects.update(owner=cast.persons["member"])

    page = cast.client("probationer").get(reverse("objectives:orphans")).content.decode()

    assert "由责任人、本支部支委或上级党组织的党务干部办" in page


def test_a_finished_priority_takes_nothing_more(cast, measure, priority):
    Priority.objects.update(state="done")

    with pytest.raises(Refused) as refusal:
        linking.link(measure, Priority.objects.get(), **by(cast, "secretary"))

    assert refusal.value.status == 422


def test_a_confirmed_measure_is_not_moved_elsewhere(cast, measure, priority):
    Measure.objects.update(
        priority=priority, state="confirmed", confirmed_by=cast.persons["stranger"], confirmed_on="2026-11-01"
    )

    assert Measure.objects.get().linkable_by(cast.scope("secretary")) == "接收方已确认，不再改挂"


def test_the_link_page_puts_the_likely_ones_first(cast, measure, priority):
    other = Priority.objects.create(code="ZD2", name="另一项", raised_by_id=cast.organizations["DY01"].pk)

    context = cast.client("secretary").get(reverse("objectives:link", args=["brands.measure", measure.pk])).context

    assert [each for each, _ in context["likely"]] == [priority]
    assert [each for each, _ in context["rest"]] == [other]


def test_another_offices_own_priority_is_not_offered(cast, measure, priority):
    Priority.objects.update(raised_by=cast.organizations["DY0102"].pk)  # a section raised it for itself

    assert measure.priorities_to_offer(list(Priority.objects.select_related("raised_by"))) == []


def test_a_priority_nobody_carries_leaves_the_desk_when_somebody_does(cast, measure, priority):
    reconcile([linking.NOBODY_CARRIES])
    assert Todo.objects.open().filter(kind=linking.NOBODY_CARRIES).count() == 1

    linking.link(measure, priority, **by(cast, "secretary"))
    assert Todo.objects.open().filter(kind=linking.NOBODY_CARRIES).count() == 0

    linking.set_apart(Measure.objects.get(), **by(cast, "secretary"))
    assert Todo.objects.open().filter(kind=linking.NOBODY_CARRIES).count() == 1


def test_strangers_find_nothing_to_link(cast, measure):
    address = reverse("objectives:link", args=["brands.measure", measure.pk])

    assert cast.client("other_secretary").get(address).status_code == 404
    assert cast.client("secretary").get(reverse("objectives:link", args=["people.person", 1])).status_code == 404
