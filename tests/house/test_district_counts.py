"""The loaded district has as many of each thing as its workbooks have rows; counted here without the import engine."""

from collections import Counter
from random import Random

import pytest
from django.db.models import Count, Sum
from python_calamine import CalamineWorkbook

from tests.templates import ROOT
from yipanqi.brands.lifecycle import MEASURE_STATES
from yipanqi.brands.models import BRAND_STATES, Brand, Measure
from yipanqi.indicators.models import USES, Indicator
from yipanqi.indicators.observations.models import Observation
from yipanqi.kit.workbook import KINDS
from yipanqi.kit.workbook.tracing import origin
from yipanqi.objectives.models import STATES as PRIORITY_STATES
from yipanqi.objectives.models import Priority
from yipanqi.organizations.models import PARTY, PARTY_KINDS, UNIT, UNIT_KINDS, Coverage, Organization
from yipanqi.people.models import POLITICAL_STATUS, STAFF_KINDS, Affiliation, Appointment, Person

FOLDER = ROOT / "examples" / "district"


def rows(name: str, sheet: int = 0) -> list[dict[str, str]]:
    head, *body = CalamineWorkbook.from_path(FOLDER / name).get_sheet_by_index(sheet).to_python()
    return [dict(zip(map(str, head), map(str, row), strict=True)) for row in body]


def in_file(name: str, column: str, sheet: int = 0) -> Counter[str]:
    return Counter(row[column] for row in rows(name, sheet) if row[column])


def in_database(queryset, field: str, words: dict[str, str]) -> Counter[str]:
    counted = queryset.order_by().values_list(field).annotate(count=Count("pk"))
    return Counter({words.get(value, value): count for value, count in counted if value})


def test_units_stand_by_level_as_in_the_workbook(district):
    units = Organization.objects.filter(tree=UNIT)

    assert in_database(units, "kind", UNIT_KINDS) == in_file("01_行政机构.xlsx", "层级")


def test_party_organizations_stand_by_kind_as_in_the_workbook(district):
    organizations = Organization.objects.filter(tree=PARTY)

    assert in_database(organizations, "kind", PARTY_KINDS) == in_file("02_党组织.xlsx", "组织类型")


def test_coverage_has_every_pair_of_the_workbook(district):
    pairs = {
        (row["组织代码"], unit) for row in rows("02_党组织.xlsx") for unit in row["覆盖机构代码"].split("、") if unit
    }

    assert set(Coverage.objects.open().values_list("party_organization__code", "unit__code")) == pairs


def test_staff_stand_by_kind_as_in_the_workbook(district):
    assert in_database(Person.objects.all(), "staff_kind", STAFF_KINDS) == in_file("03_人员花名册.xlsx", "人员类别")


def test_people_stand_by_political_status_as_in_the_workbook(district):
    now = Affiliation.objects.open().values_list("status_words", "political_status")

    assert Counter(words or POLITICAL_STATUS[status] for words, status in now) == in_file(
        "03_人员花名册.xlsx", "政治面貌"
    )


@pytest.mark.parametrize("open_only", [False, True])
def test_appointments_are_all_there(district, open_only):
    wanted = [row for row in rows("04_党内任职.xlsx") if not (open_only and row["免职日期"])]
    found = Appointment.objects.filter(post__organization__tree=PARTY)

    assert (found.open() if open_only else found).count() == len(wanted)


def test_indicators_stand_by_use_as_in_the_workbook(district):
    assert in_database(Indicator.objects.all(), "use", USES) == in_file("06_指标字典.xlsx", "用途")


def test_priorities_stand_by_state_as_in_the_workbook(district):
    assert in_database(Priority.objects.all(), "state", PRIORITY_STATES) == in_file("07_业务重点.xlsx", "状态")


def test_brands_stand_by_state_as_in_the_workbook(district):
    assert in_database(Brand.objects.all(), "state", BRAND_STATES) == in_file("08_支部品牌.xlsx", "状态")


def test_measures_are_all_there_and_no_confirmation_was_invented(district):
    """A confirmation that D20 forbids comes in as 已报完成: it may leave the confirmed ones, never join them."""
    told, found = in_file("08_支部品牌.xlsx", "状态", 1), in_database(Measure.objects.all(), "state", MEASURE_STATES)

    set_aside = told["接收方已确认"] - found["接收方已确认"]
    assert set_aside >= 0
    assert found == told - Counter({"接收方已确认": set_aside}) + Counter({"已报完成": set_aside})


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_figures_stand_by_month_and_indicator_as_in_the_workbook(district, year):
    told = Counter((row["期间"], row["指标代码"]) for row in rows(f"06_业务指标_{year}.xlsx"))
    found = Observation.objects.current().filter(period_start__year=year).order_by()
    counted = found.values_list("period_start", "indicator__code").annotate(count=Count("pk"))

    assert Counter({(f"{month:%Y-%m}", code): count for month, code, count in counted}) == told


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_numerators_denominators_and_values_add_up_as_in_the_workbook(district, year):
    told = rows(f"06_业务指标_{year}.xlsx")
    found = Observation.objects.current().filter(period_start__year=year)

    sums = found.aggregate(分子=Sum("numerator"), 分母=Sum("denominator"), 数值=Sum("value"))
    assert sums == {name: pytest.approx(sum(float(row[name] or 0) for row in told), rel=1e-9) for name in sums}


def test_figures_opened_at_random_lead_to_the_very_row_they_came_from(district):
    """Forty figures over all years, every one back to its line in the file."""
    books = {f"06_业务指标_{year}.xlsx": rows(f"06_业务指标_{year}.xlsx") for year in (2024, 2025, 2026)}
    keys = list(Observation.objects.order_by("pk").values_list("pk", flat=True))
    chosen = Observation.objects.filter(pk__in=Random(20261124).sample(keys, 40))

    for figure in chosen.select_related("organization", "indicator", "batch"):
        came = origin(KINDS["observations"], (figure.period_start, figure.organization.code, figure.indicator.code))
        row = books[came.file][came.row - 2]
        assert (figure.batch.name, figure.row_number) == (came.file, came.row)
        assert (row["期间"], row["机构代码"], row["指标代码"]) == (
            f"{figure.period_start:%Y-%m}", figure.organization.code, figure.indicator.code,
        )  # fmt: skip
        assert [float(row[name]) if row[name] else None for name in ("分子", "分母", "数值")] == [
            figure.numerator, figure.denominator, figure.value,
        ]  # fmt: skip
