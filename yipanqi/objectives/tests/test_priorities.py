"""Priorities: raising, changing, moving, listing."""

from datetime import date

import pytest
from django.urls import reverse

from yipanqi.brands.models import Brand, Measure
from yipanqi.events.models import Event
from yipanqi.indicators.models import Indicator
from yipanqi.kit.arrows import Refused
from yipanqi.objectives.lifecycles import PRIORITY
from yipanqi.objectives.models import Priority
from yipanqi.tasks.models import Todo

FORM = {
    "name": "窗口提速", "raised_by": "DY01", "owner": "1103", "source": "东关发〔2026〕6号 第1条", "kind": "indicator",
    "indicator": "B107", "baseline": "80", "target": "90", "deliverable": "", "accepting_unit": "",
    "starts_on": "2026-1-1", "due_on": "12.31", "description": "",
}  # fmt: skip
NO_INDICATOR = {"kind": "task", "indicator": "", "baseline": "", "target": ""}
TASK = {**FORM, **NO_INDICATOR, "deliverable": "验收报告", "accepting_unit": "DY02"}
RAISERS = [("party_officer", 200), ("leader", 200), ("secretary", 200), ("stranger", 403)]
QUERIES = (
    "unit=DY01", "unit=综合处", "state=paused", "kind=task", "due=past", "due=month", "due=later", "q=ZD2",
)  # fmt: skip


@pytest.fixture
def indicator(cast) -> Indicator:
    return Indicator.objects.create(code="B107", name="即决率", side="operations", direction="up")


@pytest.fixture
def propose(cast, indicator):
    def run(part: str = "department_head", **form):
        return cast.client(part).post(reverse("objectives:raise"), form or FORM)

    return run


def make(cast, code: str = "ZD1", unit: str = "DY01", **more) -> Priority:
    return Priority.objects.create(code=code, name=f"重点 {code}", raised_by_id=cast.organizations[unit].pk, **more)


def test_a_head_raises_a_priority_and_it_stands_on_the_board(propose, cast):
    answer = propose()

    priority = Priority.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, priority.get_absolute_url())
    assert (priority.code, priority.state, priority.owner, priority.accepting_unit.code, priority.due_on) == (
        "ZD2026-01", "active", cast.persons["department_head"], "DY01", date(2026, 12, 31),
    )  # fmt: skip
    assert Event.objects.get().kind == "priority.raised"


def test_numbers_go_on_where_the_year_left_off(propose, cast):
    make(cast, "ZD2026-46")
    make(cast, "ZD2025-99")

    propose()

    assert Priority.objects.filter(code="ZD2026-47").exists()


def test_a_new_priority_asks_its_unit_to_find_somebody(propose):
    propose()

    todo = Todo.objects.get(kind="objectives.nobody_carries")
    assert (todo.title, todo.organization.code, todo.office) == ("请人来接：窗口提速", "DY01", "head")


def test_a_task_needs_a_deliverable_and_somebody_else_to_accept_it(propose):
    without = propose(**{**TASK, "deliverable": "", "accepting_unit": ""})
    itself = propose(**{**TASK, "accepting_unit": "DY01"})
    sound = propose(**TASK)

    assert dict(without.context["form"].errors) == {
        "deliverable": ["任务要写清交出什么"], "accepting_unit": ["写明由哪个单位验收"],
    }  # fmt: skip
    assert itself.context["form"].errors["accepting_unit"] == ["任务要由提出单位以外的单位验收"]
    assert (sound.status_code, Priority.objects.get().indicator) == (302, None)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"indicator": ""}, "indicator", "选一个指标，没有指标就选任务"),
        ({"target": ""}, "target", "写明目标值"),
        ({"target": "70"}, "target", "即决率越高越好，目标要比基线好"),
        ({"due_on": "2025-12-31"}, "due_on", "止不能早于起"),
        ({"raised_by": "没有这个处"}, "raised_by", "没有叫“没有这个处”的机构"),
    ],
)
def test_an_unclear_priority_is_refused_beside_its_field(propose, changes, field, sentence):
    answer = propose(**{**FORM, **changes})

    assert (answer.status_code, answer.context["form"].errors[field]) == (422, [sentence])


def test_what_is_only_shown_cannot_be_a_target(propose, indicator):
    indicator.use = "shown"
    indicator.save()

    [sentence] = propose().context["form"].errors["indicator"]

    assert "D19" in sentence


def test_a_head_raises_only_for_the_own_unit(propose):
    answer = propose(**{**FORM, "raised_by": "DY02"})

    assert (answer.status_code, Priority.objects.count()) == (403, 0)


@pytest.mark.parametrize(("part", "status"), RAISERS)
def test_who_may_raise_one(cast, part, status):
    assert cast.client(part).get(reverse("objectives:raise")).status_code == status


def test_the_raising_unit_walks_the_arrows(cast):
    priority = make(cast, state="not_started")
    account, scope = cast.account("department_head"), cast.scope("department_head")

    for arrow in ("start", "pause", "resume", "finish", "reopen"):
        PRIORITY.move(priority, arrow, by=account, scope=scope, sentence="等系统上线")

    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == [
        "priority.started", "priority.paused", "priority.resumed", "priority.finished", "priority.reopened",
    ]  # fmt: skip


@pytest.mark.parametrize("part", ["stranger", "secretary", "party_officer", "administrator"])
def test_others_cannot_move_it(cast, part):
    priority = make(cast)

    with pytest.raises(Refused) as refusal:
        PRIORITY.move(priority, "finish", by=cast.account(part), scope=cast.scope(part))

    assert str(refusal.value) == "由查检处的负责人或责任人办"


def test_the_owner_moves_it_too(cast):
    priority = make(cast, owner=cast.persons["member"])

    PRIORITY.move(priority, "finish", by=cast.account("member"), scope=cast.scope("member"))

    assert priority.state == "done"


def test_a_stale_edit_shows_both_texts(propose, cast):
    propose()
    client, address = cast.client("department_head"), reverse("objectives:revise", args=[Priority.objects.get().pk])

    first = client.post(address, {**FORM, "name": "窗口再提速", "version": "1"})
    stale = client.post(address, {**FORM, "name": "另一个名字", "version": "1"})

    assert (first.status_code, stale.status_code) == (302, 409)
    assert Priority.objects.get().name == "窗口再提速"
    assert Event.objects.get(kind="priority.revised").facts["sentence"] == "改了名称"


def test_the_list_says_who_carries_what_and_filters_by_it(cast):
    carried, waiting = make(cast, "ZD1"), make(cast, "ZD2")
    brand = Brand.objects.create(code="PP1", organization_id=cast.organizations["D0101"].pk, name="先锋窗")
    Measure.objects.create(code="PP1-1", brand=brand, name="上门办", priority=carried)
    client, address = cast.client("stranger"), reverse("objectives:priorities")

    everything = client.get(address).content.decode()
    nobody = client.get(address, {"carried": "none"}).content.decode().partition("<tbody>")[2]

    assert "1 项在接" in everything
    assert (carried.name in nobody, waiting.name in nobody, "没人接" in nobody) == (False, True, True)


def test_the_list_filters_by_unit_state_kind_and_due_date(cast):
    make(cast, "ZD1", due_on=date(2026, 11, 1))
    make(cast, "ZD2", "DY02", kind="task", due_on=date(2026, 12, 1))
    make(cast, "ZD3", "DY0101", state="paused", due_on=date(2027, 6, 1))
    client, address = cast.client("stranger"), reverse("objectives:priorities")

    found = {query: client.get(f"{address}?{query}").context["count"] for query in QUERIES}

    assert found == {
        "unit=DY01": 2, "unit=综合处": 1, "state=paused": 1, "kind=task": 1, "due=past": 1, "due=month": 1,
        "due=later": 1, "q=ZD2": 1,
    }  # fmt: skip


def test_a_unit_and_a_person_show_what_they_raised_and_answer_for(cast):
    priority = make(cast, owner=cast.persons["department_head"])
    client = cast.client("party_officer")

    unit = client.get(reverse("organizations:unit", args=[cast.organizations["DY01"].pk])).content.decode()
    person = client.get(reverse("people:person", args=[cast.persons["department_head"].pk])).content.decode()

    assert (priority.name in unit, priority.name in person) == (True, True)


@pytest.mark.parametrize("typed", ["1201", "任远", "任", "99 1201"])
def test_the_form_finds_nobody_whom_its_writer_does_not_see(propose, cast, typed):
    """Otherwise a head could read the whole roster, name and 工号, out of its error messages."""
    answer = propose("secretary", **{**FORM, "raised_by": "DY0101", "owner": typed})

    page = answer.content.decode()
    assert (answer.status_code, Priority.objects.count()) == (422, 0)
    assert f"没有叫“{typed}”的人" in page
    assert "任远" not in page.replace(typed, "") and "1201" not in page.replace(typed, "")


def test_an_owner_from_elsewhere_stays_when_something_else_is_changed(cast, indicator):
    priority = make(cast, unit="DY0101", owner=cast.persons["stranger"], indicator=indicator, baseline=80, target=85)
    client, address = cast.client("secretary"), reverse("objectives:revise", args=[priority.pk])
    page = client.get(address).content.decode()

    answer = client.post(address, {**FORM, "raised_by": "DY0101", "owner": "任远 1201", "name": "改了名"})

    assert 'value="任远 1201"' in page
    assert answer.status_code == 302
    assert (Priority.objects.get().name, Priority.objects.get().owner) == ("改了名", cast.persons["stranger"])
