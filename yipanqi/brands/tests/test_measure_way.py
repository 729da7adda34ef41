"""A measure's way by its arrows: who walks, what is written down, and what happens to a second click."""

import pytest
from django.urls import reverse

from yipanqi.brands.lifecycles import MEASURE
from yipanqi.brands.models import Measure
from yipanqi.brands.way import following, steps
from yipanqi.events.models import Event
from yipanqi.kit.arrows import Refused


def test_a_measure_walks_from_claimed_to_confirmed(weave):
    weave.reported()
    weave.move("confirm", "stranger")

    kinds = list(Event.objects.order_by("pk").values_list("kind", "facts__before", "facts__after"))
    assert kinds == [
        ("measure.started", "claimed", "doing"),
        ("measure.reported", "doing", "reported"),
        ("measure.confirmed", "reported", "confirmed"),
    ]


def test_a_report_keeps_who_when_and_what(weave):
    measure = weave.reported()

    assert (measure.report, measure.reported_by, measure.reported_at is None) == (
        "窗口已经上门办了 21 件", weave.cast.account("secretary"), False,
    )  # fmt: skip


def test_a_report_needs_a_sentence(weave):
    weave.move("start", "member")

    with pytest.raises(Refused) as refusal:
        weave.move("report", "member", "  ")

    assert (str(refusal.value), refusal.value.status) == ("请写一句完成说明", 422)


def test_a_returned_measure_goes_back_to_work_and_may_be_reported_again(weave):
    weave.reported()

    returned = weave.move("return", "stranger", "缺节假日安排")
    assert (returned.state, returned.returned_because) == ("returned", "缺节假日安排")

    weave.move("resume", "member")
    again = weave.move("report", "member", "补上了节假日安排")
    assert (again.state, again.returned_because, again.report) == ("reported", "", "补上了节假日安排")


def test_the_owner_takes_a_report_back_and_leaves_no_trace_of_it(weave):
    weave.reported()

    measure = weave.move("take_back", "member")

    assert (measure.state, measure.reported_at, measure.reported_by, measure.report) == ("doing", None, None, "")


def test_a_second_click_loses_cleanly(weave):
    first = weave.reported()
    second = Measure.objects.get(pk=first.pk)
    account, scope = weave.cast.account("stranger"), weave.cast.scope("stranger")

    MEASURE.move(first, "confirm", by=account, scope=scope)
    with pytest.raises(Refused) as refusal:
        MEASURE.move(second, "return", by=account, scope=scope, sentence="晚了一步")

    assert refusal.value.status == 409
    assert weave.fresh().state == "confirmed"
    assert Event.objects.filter(kind="measure.returned").count() == 0


def test_people_outside_the_branch_cannot_walk_for_it(weave):
    for part in ("stranger", "other_secretary", "reviewer", "officer", "probationer"):
        with pytest.raises(Refused) as refusal:
            weave.move("start", part)
        assert str(refusal.value) == "责任人或本支部支委能办这一步"


def test_a_confirmation_can_be_undone_within_ten_seconds(weave):
    weave.reported()
    client = weave.cast.client("stranger")

    client.post(reverse("act", args=["brands.measure", weave.measure.pk, "confirm"]))
    assert weave.fresh().state == "confirmed"
    client.post(reverse("undo"))

    measure = weave.fresh()
    assert (measure.state, measure.confirmed_by, measure.confirmed_on) == ("reported", None, None)


@pytest.mark.parametrize(
    ("before", "arrow", "part"),
    [("claimed", "start", "secretary"), ("returned", "resume", "secretary"), ("doing", "report", "secretary"),
     ("reported", "return", "stranger"), ("reported", "confirm", "stranger")],
)  # fmt: skip
def test_every_move_can_be_undone_within_ten_seconds(weave, before, arrow, part):
    Measure.objects.update(state=before)
    stood = Measure.objects.values().get()
    client = weave.cast.client(part)

    client.post(reverse("act", args=["brands.measure", weave.measure.pk, arrow]), {"sentence": "一句话"})
    moved = weave.fresh().state
    client.post(reverse("undo"))

    changed = {name for name, value in Measure.objects.values().get().items() if value != stood[name]}
    assert moved != before
    assert changed <= {"version", "changed_at", "modified_at", "updated_at"}


def test_the_next_step_names_who_goes_and_who_cannot(weave):
    said = [following(weave.fresh())]
    weave.move("start", "member")
    said.append(following(weave.fresh()))
    weave.move("report", "member", "好了")
    said.append(following(weave.fresh()))
    weave.move("confirm", "stranger")
    said.append(following(weave.fresh()))

    assert [(each.who, each.does) for each in said] == [
        ("陈默", "或本支部支委开始做"),
        ("陈默", "或本支部支委报完成"),
        ("综合处", "确认或退回；查检一科的人不能"),
        ("", "接收方已经确认，这一项走完了"),
    ]


def test_the_steps_show_where_it_stands(weave):
    weave.reported()

    drawn = [(step.label, step.stone, step.kind) for step in steps(weave.fresh(), imported=False)]

    assert drawn == [
        ("已认领", "claimed", "done"),
        ("在做", "doing", "done"),
        ("报完成", "reported", "current"),
        ("接收方确认", "waiting", "ahead"),
    ]
