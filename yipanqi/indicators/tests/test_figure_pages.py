"""Who sees which figures, and what stands beside a series on the pages."""

import pytest
from django.urls import reverse

from yipanqi.indicators.observations.models import Observation, Remark
from yipanqi.indicators.observations.section import section
from yipanqi.indicators.observations.series import band, interval, quantile
from yipanqi.indicators.tests.figures import figures, indicator

SEEN = {
    "secretary": True, "member": True, "officer": True, "department_head": True, "reviewer": True, "leader": True,
    "party_officer": True, "administrator": True, "stranger": True, "other_secretary": False,
}  # fmt: skip


@pytest.fixture
def world(cast):
    return figures(cast)


@pytest.mark.parametrize(("part", "sees"), SEEN.items())
def test_a_sections_figures_are_for_it_those_above_its_branch_the_data_owner_and_the_district(world, part, sees):
    """任远 works in a section of the data owner; the secretary next door neither leads nor covers the section."""
    world.series(0, [4.0])

    assert Observation.objects.visible_to(world.cast.scope(part)).exists() is sees


@pytest.mark.parametrize(("part", "sees"), [("secretary", True), ("member", True), ("department_head", True),
                                            ("party_officer", False), ("leader", False), ("reviewer", False),
                                            ("stranger", False), ("administrator", False)])  # fmt: skip
def test_what_is_for_own_use_stays_in_the_section_and_its_branch(world, part, sees):
    """The head of the department belongs to the branch that covers the section, so it is his own, too."""
    private = indicator(world.cast, "P205", name="填报负担", unit_of_measure="分钟", use="own")
    world.series(0, [40.0], indicator=private)

    assert Observation.objects.visible_to(world.cast.scope(part)).exists() is sees


def test_comparable_units_are_the_middle_half_of_the_function_group(world):
    for at, value in enumerate([3.5, 4.0, 4.4, 4.6, 5.0, 6.0]):
        world.series(at, [value])

    shown = section(world.cast.scope("secretary"), world.indicator, "", "12")

    assert (shown["finding"], shown["group_size"]) == ("10 月 3.50 小时，同组同月中位 4.60", 5)
    assert (shown["lines"][0]["band"].low, shown["lines"][0]["band"].high) == (4.4, 5.0)


def test_a_few_comparable_units_are_not_drawn_because_one_could_read_them_off(world):
    for at, value in enumerate([3.5, 4.0, 4.4]):
        world.series(at, [value])

    shown = section(world.cast.scope("secretary"), world.indicator, "", "12")

    assert (shown["finding"], shown["group_size"]) == ("10 月 3.50 小时", 0)


def test_picture_table_and_original_row_say_the_same(world):
    points = world.series(0, [4.0, None, 3.5])
    client = world.cast.client("secretary")

    page = client.get(world.indicator.get_absolute_url()).content.decode()

    assert all(f'href="{point.get_absolute_url()}"' in page for point in points)
    assert "没有可测的" in page
    assert client.get(points[0].get_absolute_url()).status_code == 200


def test_a_small_share_comes_with_its_doubt(world):
    few = indicator(world.cast, "B107", name="即决率", unit_of_measure="%", direction="up")
    row = world.series(0, [10.0], indicator=few)[0]
    Observation.objects.filter(pk=row.pk).update(numerator=1, denominator=10)

    shown = section(world.cast.scope("secretary"), few, "", "12")

    assert shown["doubt"] == "只有 10 件，真实水平大约在 1.80 到 40.40 之间（95% 区间，Wilson 1927）"


def test_a_median_has_no_interval():
    assert interval(3.5, None, 12, "小时") is None


def test_a_sentence_is_added_from_the_page_with_the_name_of_who_wrote_it(world):
    figure = world.series(0, [4.0, 3.5])[-1]
    client, address = world.cast.client("stranger"), reverse("indicators:remark", args=[figure.pk])
    back = world.indicator.get_absolute_url()

    answer = client.post(f"{address}?back={back}", {"month": "2026-09-01", "sentence": "夜间增开一条卡口通道"})

    written = Remark.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, back)
    assert (str(written.period_start), written.sentence, written.written_by) == (
        "2026-09-01", "夜间增开一条卡口通道", world.cast.account("stranger"),
    )  # fmt: skip


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_the_way_back_never_leaves_the_house(world, back):
    figure = world.series(0, [4.0])[-1]
    address = reverse("indicators:remark", args=[figure.pk])

    answer = world.cast.client("secretary").post(
        f"{address}?back={back}", {"month": "2026-10-01", "sentence": "到货集中"}
    )

    assert answer["Location"] == figure.get_absolute_url()


def test_an_empty_sentence_is_asked_for_again(world):
    figure = world.series(0, [4.0])[-1]
    address = reverse("indicators:remark", args=[figure.pk])

    answer = world.cast.client("secretary").post(address, {"month": "2026-10-01", "sentence": " "})

    assert (answer.status_code, Remark.objects.exists()) == (422, False)


def test_a_stranger_to_the_series_finds_no_page(world):
    figure = world.series(0, [4.0])[-1]
    client = world.cast.client("other_secretary")

    found = [
        client.get(reverse(f"indicators:{name}", args=[figure.pk])).status_code for name in ("observation", "remark")
    ]

    assert found == [404, 404]


def test_quantiles_are_linear_between_neighbours():
    assert [quantile([1.0, 2.0, 3.0, 4.0], share) for share in (0, 0.25, 0.5, 1)] == [1.0, 1.75, 2.5, 4.0]


def test_a_band_needs_five_units():
    assert (band([1.0, 2.0, 3.0, 4.0]), band([1.0, 2.0, 3.0, 4.0, 5.0]).middle) == (None, 3.0)
