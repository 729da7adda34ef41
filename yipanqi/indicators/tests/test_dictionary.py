"""The dictionary's pages: reading, writing, versions."""

import pytest
from django.urls import reverse

from yipanqi.events.models import Event
from yipanqi.indicators.models import Indicator, IndicatorVersion

FORM = {
    "code": "B107", "name": "即决率", "side": "operations", "definition": "当日办结 / 受理",
    "formula": "分子÷分母×100", "unit_of_measure": "%", "direction": "up", "floor": "75", "target": "92",
    "frequency": "month", "source": "窗口系统", "use": "scored", "controllability": "high", "guards": "",
    "function_groups": "", "sensitivity": "public", "data_owner": "DY02", "from_on": "2026-11-24",
}  # fmt: skip


@pytest.fixture
def define(cast):
    def run(part: str = "party_officer", **changes):
        return cast.client(part).post(reverse("indicators:define"), {**FORM, **changes})

    return run


def versions() -> list[tuple]:
    rows = IndicatorVersion.objects.order_by("pk").values_list(
        "from_on", "until_on", "text__target", "text__definition"
    )
    return [(str(begin), str(end), target, definition) for begin, end, target, definition in rows]


def test_an_officer_registers_an_indicator_with_its_first_version(define):
    answer = define()

    indicator = Indicator.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, indicator.get_absolute_url())
    assert versions() == [("2026-11-24", "None", 92.0, "当日办结 / 受理")]
    assert Event.objects.get().kind == "indicator.defined"


@pytest.mark.parametrize("part", ["secretary", "stranger", "department_head"])
def test_others_cannot_register_one(define, part):
    answer = define(part)

    assert (answer.status_code, Indicator.objects.count()) == (403, 0)


@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        ({"name": "人均学时"}, "name", "D6"),
        ({"source": "公众号点赞数"}, "source", "D6"),
        ({"formula": "查获票 / 查验票"}, "formula", "D19"),
        ({"controllability": "low"}, "use", "可控性低的指标"),
        ({"direction": "gate"}, "use", "门槛"),
    ],
)
def test_the_editor_refuses_and_names_the_rule(define, changes, field, rule):
    answer = define(**changes)

    [sentence] = answer.context["form"].errors[field]
    assert (answer.status_code, rule in sentence, Indicator.objects.count()) == (422, True, 0)
    assert "<title>有误：" in answer.content.decode()


def test_the_same_source_may_be_shown(define):
    assert define(name="查获率", use="shown").status_code == 302


def test_a_used_code_is_refused(define):
    define()

    again = define(name="另一个")

    assert again.status_code == 422
    assert "代码 B107 已经有了，换一个" in again.content.decode()


def test_guards_are_named_by_code_or_name(define):
    define(code="B504", name="差评整改率")

    answer = define(guards="差评整改率、B999")
    assert answer.context["form"].errors["guards"] == ["没有代码为 B999 的指标"]

    define(guards="差评整改率")
    assert [each.code for each in Indicator.objects.get(code="B107").guards.all()] == ["B504"]


def test_a_revision_closes_the_old_wording_and_keeps_it(define, cast):
    define(from_on="2026-03-01")
    indicator = Indicator.objects.get()
    form = {**FORM, "definition": "当日受理当日办结 / 受理", "version": "1"}

    answer = cast.client("party_officer").post(reverse("indicators:revise", args=[indicator.pk]), form)

    assert answer.status_code == 302
    assert versions() == [
        ("2026-03-01", "2026-11-24", 92.0, "当日办结 / 受理"),
        ("2026-11-24", "None", 92.0, "当日受理当日办结 / 受理"),
    ]
    page = cast.client("stranger").get(indicator.get_absolute_url()).content.decode()
    assert "定义：当日办结 / 受理 → 当日受理当日办结 / 受理" in page


def test_a_second_revision_on_one_day_rewrites_the_open_version(define, cast):
    define()
    client, address = cast.client("party_officer"), reverse("indicators:revise", args=[Indicator.objects.get().pk])

    client.post(address, {**FORM, "target": "93", "version": "1"})
    client.post(address, {**FORM, "target": "94", "version": "2"})

    assert versions() == [("2026-11-24", "None", 94.0, "当日办结 / 受理")]


@pytest.mark.parametrize(("day", "words"), [("2026-12-01", "日期不能晚于今天"), ("2026-02-01", "生效日期不能更早")])
def test_a_wording_begins_neither_in_the_future_nor_before_the_present_one(define, cast, day, words):
    define(from_on="2026-03-01")
    address = reverse("indicators:revise", args=[Indicator.objects.get().pk])

    answer = cast.client("party_officer").post(address, {**FORM, "target": "93", "from_on": day, "version": "1"})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert len(versions()) == 1


def test_the_data_owners_head_may_revise_and_others_may_not(define, cast):
    define(data_owner="DY01")
    address = reverse("indicators:revise", args=[Indicator.objects.get().pk])

    answers = {part: cast.client(part).get(address).status_code for part in ("department_head", "leader", "secretary")}

    assert answers == {"department_head": 200, "leader": 200, "secretary": 403}


def test_a_stale_save_shows_both_wordings(define, cast):
    define()
    client, address = cast.client("party_officer"), reverse("indicators:revise", args=[Indicator.objects.get().pk])
    client.post(address, {**FORM, "target": "93", "version": "1"})

    stale = client.post(address, {**FORM, "target": "95", "version": "1"})

    assert (stale.status_code, Indicator.objects.get().target) == (409, 93.0)


def test_the_list_filters_by_use(define, cast):
    define()
    define(code="B201", name="查获率", use="shown")

    page = cast.client("stranger").get(reverse("indicators:indicators"), {"use": "shown"})

    assert page.context["count"] == 1
    assert "查获率" in page.content.decode()
