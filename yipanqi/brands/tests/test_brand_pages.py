"""Pages of brands and measures: who sees them, what they offer, and what the forms refuse."""

from datetime import date

import pytest
from django.urls import reverse

from yipanqi.brands.models import Brand, Measure
from yipanqi.events.models import Event
from yipanqi.indicators.models import Indicator
from yipanqi.objectives.models import Priority
from yipanqi.tasks.models import Todo

MEASURE = {"name": "午间不断岗", "bound_to": "indicator", "baseline": "80", "target": "88", "due_on": "12.31"}


def measure_form(weave, **changes) -> dict:
    known = {
        "priority": weave.priority.pk,
        "indicator": weave.indicator.pk,
        "owner": weave.cast.persons["member"].pk,
    }
    return {**MEASURE, **known, **changes}


def add(weave, part: str = "secretary", **changes):
    address = f"{reverse('brands:add_measure')}?brand={weave.brand.pk}"
    return weave.cast.client(part).post(address, measure_form(weave, **changes))


@pytest.mark.parametrize(
    ("part", "status"),
    [("member", 200), ("reviewer", 200), ("stranger", 200), ("leader", 200), ("other_secretary", 404)],
)
def test_a_brand_is_seen_by_its_branch_its_committee_and_the_accepting_unit(weave, part, status):
    client = weave.cast.client(part)

    assert client.get(weave.brand.get_absolute_url()).status_code == status
    assert client.get(weave.measure.get_absolute_url()).status_code == status


def test_the_brand_page_ties_both_ends(weave):
    page = weave.cast.client("secretary").get(weave.brand.get_absolute_url()).content.decode()

    for words in ("先锋窗", "上门办", "即决率", "窗口提速", "责任人 陈默", "评审底线自查", "加一项措施"):
        assert words in page


def test_a_member_without_office_is_offered_no_verb(weave):
    page = weave.cast.client("probationer").get(weave.brand.get_absolute_url()).content.decode()

    assert "加一项措施" not in page
    assert "改六有" not in page


def test_a_secretary_founds_a_brand_with_nothing_but_a_name(weave):
    answer = weave.cast.client("secretary").post(
        reverse("brands:found"), {"organization": weave.cast.organizations["D0101"].pk, "name": "快检"}
    )

    brand = Brand.objects.get(name="快检")
    assert (answer.status_code, answer["Location"]) == (302, brand.get_absolute_url())
    assert (brand.code, brand.organization.code, brand.state) == ("PP002", "D0101", "creating")
    assert Event.objects.get().kind == "brand.founded"


def test_a_secretary_cannot_found_a_brand_next_door(weave):
    answer = weave.cast.client("secretary").post(
        reverse("brands:found"), {"organization": weave.cast.organizations["D0102"].pk, "name": "快检"}
    )

    assert answer.status_code == 422
    assert Brand.objects.count() == 1


def test_members_without_office_cannot_found_a_brand(weave):
    assert weave.cast.client("probationer").get(reverse("brands:found")).status_code == 403


def test_the_six_elements_are_written_and_a_stale_save_shows_both_texts(weave):
    client = weave.cast.client("secretary")
    address = reverse("brands:revise", args=[weave.brand.pk])
    form = {"name": "先锋窗", "concept": "少跑一趟，就是初心", "standards": "来文当日分办\n三日内答复", "version": "1"}

    assert client.post(address, form).status_code == 302
    stale = client.post(address, {**form, "concept": "另一句"})

    brand = Brand.objects.get(pk=weave.brand.pk)
    assert (brand.concept, brand.standards, brand.version) == (
        "少跑一趟，就是初心", ["来文当日分办", "三日内答复"], 2,
    )  # fmt: skip
    assert stale.status_code == 409
    assert "另一句" in stale.content.decode()
    assert "少跑一趟，就是初心" in stale.content.decode()


def test_a_measure_starts_from_a_priority_with_everything_it_knows(weave):
    address = f"{reverse('brands:add_measure')}?priority={weave.priority.pk}"

    form = weave.cast.client("secretary").get(address).context["form"]

    known = {name: form.initial[name] for name in form.initial if name not in ("owner", "accepting_unit")}
    assert known == {
        "priority": weave.priority.pk, "bound_to": "indicator", "indicator": weave.indicator.pk, "baseline": 80.0,
        "target": 90.0, "due_on": date(2026, 12, 31),
    }  # fmt: skip


def test_a_new_measure_stands_on_the_board_and_is_accepted_by_whoever_raised_the_priority(weave):
    answer = add(weave)

    measure = Measure.objects.get(name="午间不断岗")
    assert (answer.status_code, answer["Location"]) == (302, measure.get_absolute_url())
    assert (measure.code, measure.state, measure.priority, measure.accepting_unit.code, str(measure.due_on)) == (
        "PP001-2", "claimed", weave.priority, "DY02", "2026-12-31",
    )  # fmt: skip


def test_adding_a_measure_can_be_undone(weave):
    client = weave.cast.client("secretary")
    client.post(f"{reverse('brands:add_measure')}?brand={weave.brand.pk}", measure_form(weave))
    assert Measure.objects.count() == 2

    client.post(reverse("undo"))

    assert Measure.objects.get() == weave.measure


def test_a_form_sent_twice_adds_one_measure(weave):
    client = weave.cast.client("secretary")
    address = f"{reverse('brands:add_measure')}?brand={weave.brand.pk}"
    form = measure_form(weave, once="abc")

    first, second = client.post(address, form), client.post(address, form)

    assert first["Location"] == second["Location"]
    assert Measure.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"target": "80"}, "target", "即决率越高越好，目标要比基线好"),
        ({"target": ""}, "target", "写明目标值"),
        ({"baseline": ""}, "baseline", "写明基线，从哪里起步"),
        ({"due_on": ""}, "due_on", "写明到什么时候"),
        ({"indicator": ""}, "indicator", "选一个指标"),
        ({"accepting_unit": "DY0101"}, "accepting_unit", "接收方不能是自己科，做的人不能自己确认"),
        ({"bound_to": "deliverable", "deliverable": "", "accepting_unit": "DY02"}, "deliverable", "写清交出什么"),
        ({"bound_to": "deliverable", "deliverable": "排班办法"}, "accepting_unit", "写明由哪个单位收"),
    ],
)
def test_an_unclear_aim_is_refused_beside_its_field(weave, changes, field, sentence):
    answer = add(weave, **changes)

    assert (answer.status_code, answer.context["form"].errors[field]) == (422, [sentence])
    assert Measure.objects.count() == 1


def test_an_indicator_that_is_only_shown_is_not_even_offered(weave):
    shown = Indicator.objects.create(code="B201", name="查获率", side="operations", direction="up", use="shown")

    answer = add(weave, indicator=shown.pk)

    assert answer.status_code == 422
    assert list(answer.context["form"].fields["indicator"].queryset) == [weave.indicator]


def test_a_measure_bound_to_nothing_is_allowed_and_asked_for_later(weave):
    add(weave, bound_to="", priority="")

    measure = Measure.objects.get(name="午间不断岗")
    todo = Todo.objects.get(kind="brands.unlinked")
    assert (measure.binding, measure.priority) == ("", None)
    assert (todo.title, todo.context) == ("补上业务一头：先锋窗", "1 项措施没挂业务重点，1 项没绑指标或交付物")


def test_binding_keeps_before_and_after(weave):
    Measure.objects.update(indicator=None, baseline=None, target=None)
    client = weave.cast.client("member")
    address = reverse("brands:bind", args=[weave.measure.pk])
    form = {"bound_to": "deliverable", "deliverable": "上门清单", "accepting_unit": "DY02", "due_on": "2026-12-01",
            "version": "1"}  # fmt: skip

    answer = client.post(address, form)

    event = Event.objects.get(kind="measure.bound")
    assert answer.status_code == 302
    assert (event.facts["before"], event.facts["after"]) == ("空", "交付上门清单，2026-12-01")
    assert weave.fresh().binding == "deliverable"


def test_a_reported_measure_keeps_its_aim(weave):
    weave.reported()

    answer = weave.cast.client("member").get(reverse("brands:bind", args=[weave.measure.pk]))

    assert answer.status_code == 403
    assert "已经报完成，要改先收回" in answer.content.decode()


def test_binding_from_an_older_version_shows_both(weave):
    client = weave.cast.client("member")
    Measure.objects.update(version=5, target=86)
    form = {"bound_to": "indicator", "indicator": weave.indicator.pk, "baseline": "80", "target": "89",
            "accepting_unit": "DY02", "due_on": "2026-12-31", "version": "1"}  # fmt: skip

    answer = client.post(reverse("brands:bind", args=[weave.measure.pk]), form)

    assert answer.status_code == 409
    assert weave.fresh().target == 86


def test_who_tends_several_brands_chooses_one_first(weave):
    Brand.objects.create(code="PP002", organization_id=weave.cast.organizations["D0102"].pk, name="快线")

    page = weave.cast.client("reviewer").get(f"{reverse('brands:add_measure')}?priority={weave.priority.pk}")

    assert "在哪个品牌下" in page.content.decode()
    assert f"?brand={weave.brand.pk}&amp;priority={weave.priority.pk}" in page.content.decode()


def test_the_list_says_what_is_missing_and_filters_by_it(weave):
    Measure.objects.create(code="PP001-2", brand=weave.brand, name="讲一课")
    client = weave.cast.client("secretary")

    page = client.get(reverse("brands:brands"), {"lacks": "loose"}).content.decode()
    none = client.get(reverse("brands:brands"), {"lacks": "measures"}).content.decode()

    assert "还差品牌标识、服务标准、成效影响" in page
    assert "1 项没绑业务" in page
    assert "先锋窗" not in none.partition("<tbody>")[2]


def test_the_list_of_measures_finds_those_without_a_priority(weave):
    Measure.objects.create(code="PP001-2", brand=weave.brand, name="讲一课")
    rows = weave.cast.client("secretary").get(reverse("brands:measures"), {"linked": "none"}).context["count"]

    assert rows == 1


def test_panels_show_brands_and_measures_where_they_belong(weave):
    client = weave.cast.client("party_officer")
    places = {
        reverse("organizations:organization", args=[weave.cast.organizations["D0101"].pk]): "先锋窗",
        reverse("organizations:organization", args=[weave.cast.organizations["D01"].pk]): "先锋窗",
        reverse("objectives:priority", args=[weave.priority.pk]): "上门办",
        reverse("indicators:indicator", args=[weave.indicator.pk]): "上门办",
        reverse("people:person", args=[weave.cast.persons["member"].pk]): "上门办",
    }

    assert [words for place, words in places.items() if words not in client.get(place).content.decode()] == []


def test_the_measure_page_leads_to_its_crossing_on_the_board(weave):
    page = weave.cast.client("secretary").get(weave.measure.get_absolute_url()).content.decode()
    assert "/board/?open=D01&amp;at=ZD2026-01%3AD0101#dock" in page

    Priority.objects.update(state="paused")
    page = weave.cast.client("secretary").get(weave.measure.get_absolute_url()).content.decode()
    assert "在棋盘上看" not in page
