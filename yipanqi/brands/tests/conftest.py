"""What operations wants and what one branch does about it, in the tiny district of the standing cast.

综合处 raised 窗口提速 (即决率 80 → 90) and accepts what serves it. 查检一科党支部 has the brand 先锋窗 with one
measure, 上门办, which 陈默 owns. 任远, who works in a section of 综合处, belongs to the accepting side.
"""

from dataclasses import dataclass
from datetime import date

import pytest

from tests.cast import Cast
from yipanqi.brands.models import Brand, Measure
from yipanqi.indicators.models import Indicator
from yipanqi.objectives.models import Priority


@dataclass
class Weave:
    cast: Cast
    indicator: Indicator
    priority: Priority
    brand: Brand
    measure: Measure

    def fresh(self) -> Measure:
        """The measure as the database has it now."""
        return Measure.objects.get(pk=self.measure.pk)

    def move(self, name: str, part: str, sentence: str = "") -> Measure:
        """Somebody walks an arrow of the measure as it stands now."""
        from yipanqi.brands.lifecycles import MEASURE

        MEASURE.move(
            self.fresh(), name, by=self.cast.account(part), scope=self.cast.scope(part), sentence=sentence
        )  # fmt: skip
        return self.fresh()

    def reported(self) -> Measure:
        self.move("start", "secretary")
        return self.move("report", "secretary", "窗口已经上门办了 21 件")


@pytest.fixture
def weave(cast: Cast) -> Weave:
    accepting = cast.organizations["DY02"]
    indicator = Indicator.objects.create(
        code="B107", name="即决率", side="operations", direction="up", unit_of_measure="%", data_owner_id=accepting.pk
    )
    priority = Priority.objects.create(
        code="ZD2026-01", name="窗口提速", raised_by_id=accepting.pk, indicator=indicator, baseline=80, target=90,
        accepting_unit_id=accepting.pk, due_on=date(2026, 12, 31),
    )  # fmt: skip
    brand = Brand.objects.create(
        code="PP001", organization_id=cast.organizations["D0101"].pk, name="先锋窗", concept="少跑一趟",
        approved_on=date(2026, 1, 15),
    )  # fmt: skip
    measure = Measure.objects.create(
        code="PP001-1", brand=brand, name="上门办", owner=cast.persons["member"], party_element="党员先锋岗",
        priority=priority, indicator=indicator, baseline=80, target=85, accepting_unit_id=accepting.pk,
        due_on=date(2026, 12, 31),
    )  # fmt: skip
    return Weave(cast, indicator, priority, brand, measure)
