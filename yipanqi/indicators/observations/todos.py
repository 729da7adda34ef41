"""A figure that jumped waits for one sentence from the head of its unit."""

from yipanqi.indicators.models import Indicator
from yipanqi.indicators.observations.jumps import unexplained
from yipanqi.kit.charts.series import number
from yipanqi.kit.links import address
from yipanqi.kit.todos import Wanted, todos
from yipanqi.organizations.models import Organization


@todos("indicators.jumped", after=("observation.remarked", "observation.remark_taken_back"))
def jumped(day, only=None):
    found = list(unexplained(day, only))
    units = Organization.objects.in_bulk({organization for (organization, _), _ in found})
    book = Indicator.objects.in_bulk({indicator for (_, indicator), _ in found})
    for (organization, key), jump in found:
        unit, indicator, figure = units[organization], book[key], jump.figure
        way = "升到" if figure.value > jump.usual else "降到"
        month = f"{figure.period.month} 月"
        yield Wanted(
            subject_id=figure.pk, title=f"说一句：{month}{indicator.name}{way} {number(figure.value)}"[:160],
            context=f"{unit.name}平常在 {number(jump.usual)} {indicator.unit_of_measure}上下，写一句发生了什么"[:200],
            url=address("indicators:remark", figure.pk), strand="operations", verb="写一句", source="业务指标",
            minutes=2, organization_id=organization, office="head" if unit.tree == "unit" else "secretary",
        )  # fmt: skip
