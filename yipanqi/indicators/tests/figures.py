"""A small world of figures: six sections of one function group, the first of them 查检一科, over ten months."""

from dataclasses import dataclass, field
from datetime import date

from tests.cast import Cast
from yipanqi.indicators.models import Indicator
from yipanqi.indicators.observations.models import Observation
from yipanqi.kit.clock import add_months
from yipanqi.organizations import tree
from yipanqi.organizations.models import Organization, Unit

LAST = date(2026, 10, 1)
GROUP = "口岸查验"


@dataclass
class Figures:
    cast: Cast
    indicator: Indicator
    sections: list[Organization] = field(default_factory=list)

    def series(self, at: int, values: list[float | None], *, indicator: Indicator | None = None) -> list[Observation]:
        """Months of one section that end with October 2026."""
        rows = [
            Observation(
                indicator=indicator or self.indicator,
                organization=self.sections[at],
                period_start=add_months(LAST, 1 - len(values) + number),
                value=value,
                denominator=500,
            )
            for number, value in enumerate(values)
        ]
        return Observation.objects.bulk_create(rows)


def indicator(cast: Cast, code: str = "B103", **facts) -> Indicator:
    known = {
        "name": "海关作业时间",
        "side": "operations",
        "unit_of_measure": "小时",
        "direction": "down",
        "target": 3.5,
    }
    owner = {"data_owner_id": cast.organizations["DY02"].pk}
    return Indicator.objects.create(code=code, **(known | owner | facts))


def figures(cast: Cast, sections: int = 6) -> Figures:
    """``sections`` units of one function group; 查检一科 is the first, 查检二科 the second."""
    new = [
        Unit(code=f"DY01{number:02}", name=f"查检{number}科", kind="section", function_group=GROUP)
        for number in range(3, sections + 1)
    ]
    tree.place(new, {unit.code: cast.organizations["DY01"] for unit in new})
    known = [cast.organizations[code] for code in ("DY0101", "DY0102")]
    Organization.objects.filter(pk__in=[unit.pk for unit in known]).update(function_group=GROUP)
    rows = Organization.objects.filter(tree="unit", function_group=GROUP).order_by("code")
    return Figures(cast, indicator(cast), list(rows))
