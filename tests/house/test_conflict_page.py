"""Somebody was faster: both texts are shown as people read them, and the writer decides."""

import re
from datetime import date

import pytest
from django.urls import reverse

from yipanqi.brands.models import Brand
from yipanqi.indicators.models import Indicator
from yipanqi.objectives.models import Priority


def differences(page: str) -> list[list[str]]:
    """The rows of the table: what, theirs, mine."""
    body = re.search(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    rows = body[1].split("</tr>")[:-1] if body else []
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]


@pytest.fixture
def brand(cast) -> Brand:
    brand = Brand.objects.create(
        code="PP001", organization_id=cast.organizations["D0101"].pk, name="先锋窗", standards=["当日分办"],
        approved_on=date(2026, 1, 15), founded_year=2026,
    )  # fmt: skip
    brand.partners.set([cast.organizations["D0102"].pk])
    return brand


def test_a_brand_shows_only_what_differs_in_words(cast, brand):
    form = {
        "name": "先锋窗", "standards": "当日分办\n当日答复", "approved_on": "1.15", "founded_year": "2026",
        "partners": "D0102、综合科党支部", "version": "1",
    }  # fmt: skip
    Brand.objects.update(version=2, results="别人写的<b>")

    answer = cast.client("secretary").post(reverse("brands:revise", args=[brand.pk]), form)

    assert answer.status_code == 409
    assert differences(answer.content.decode()) == [
        ["服务标准", "当日分办", "当日分办、当日答复"],
        ["成效影响", "别人写的&lt;b&gt;", "—"],
        ["共建党组织", "查检二科党支部", "查检二科党支部、综合科党支部"],
    ]


def test_a_choice_is_shown_by_its_words_and_mine_can_be_saved_from_there(cast):
    indicator = Indicator.objects.create(code="B107", name="即决率", side="operations", direction="up")
    unit = cast.organizations["DY0101"]
    priority = Priority.objects.create(
        code="ZD2026-01", name="窗口提速", raised_by_id=unit.pk, indicator=indicator, baseline=80, target=90,
        accepting_unit_id=unit.pk, source="弱项指标", due_on=date(2026, 12, 31),
    )  # fmt: skip
    form = {
        "name": "窗口提速", "raised_by": "DY0101", "source": "弱项指标", "kind": "task", "deliverable": "报告",
        "accepting_unit": "DY02", "due_on": "12.31", "version": "1",
    }  # fmt: skip
    Priority.objects.update(version=2, description="别人补的")
    client, address = cast.client("secretary"), reverse("objectives:revise", args=[priority.pk])

    page = client.post(address, form).content.decode()
    saved = client.post(address, {**form, "version": re.search(r'name="version" value="(\d+)"', page)[1]})

    assert differences(page)[0] == ["类型", "指标", "任务"]
    assert ["说明", "别人补的", "—"] in differences(page)
    assert (saved.status_code, Priority.objects.get().deliverable) == (302, "报告")
