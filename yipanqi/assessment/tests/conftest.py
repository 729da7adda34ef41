"""A small year for the standing cast: one scored figure, the seats and terms of branch one, meetings as a test says.

The scheme is the pack the software brings, so that the tests hold it, too.
"""

from dataclasses import dataclass, field
from datetime import date

import pytest

from tests.cast import Cast
from yipanqi.assessment import actions, packs
from yipanqi.assessment.models import Adoption, Result, Run
from yipanqi.brands.models import Brand, Measure
from yipanqi.indicators.models import Indicator
from yipanqi.indicators.observations.models import Observation
from yipanqi.kit.clock import add_months
from yipanqi.meetings.models import Meeting
from yipanqi.organizations.models import Organization, Term

START, END = date(2026, 1, 1), date(2026, 11, 1)
USES = {"score": "scored", "gate": "gate", "display": "shown"}


@dataclass
class Year:
    cast: Cast
    book: dict[str, Indicator] = field(default_factory=dict)

    def branch(self, code: str = "D0101") -> Organization:
        return Organization.objects.get(tree="party", code=code)

    def hold(self, kind: str, *days: date, branch: str = "D0101") -> list[Meeting]:
        return [
            Meeting.objects.create(
                organization_id=self.branch(branch).pk, kind=kind, held_on=day, for_year=day.year, title=f"{kind} {day}"
            )
            for day in days
        ]

    def hold_all(self, branch: str = "D0101") -> None:
        """Everything the regulation asks of a branch without a committee from January to October."""
        self.hold("theme_day", *(date(2026, month, 9) for month in range(1, 11)), branch=branch)
        self.hold("member_assembly", *(date(2026, month, 15) for month in (2, 5, 8)), branch=branch)

    def elect(self, until: date, branch: str = "D0101", begin: date = date(2024, 3, 1)) -> Term:
        return Term.objects.create(
            organization_id=self.branch(branch).pk, from_on=begin, elected_on=begin, until_on=until
        )

    def figure(self, code: str, section: str, month: date, value: float | None, above=None, below=None) -> Observation:
        return Observation.objects.create(
            indicator=self.book[code], organization=self.cast.organizations[section], period_start=month, value=value,
            numerator=above, denominator=below,
        )  # fmt: skip

    def operate(self, section: str = "DY0101", share: int = 90) -> None:
        """Both figures of a general section, every month: 100 cases, ``share`` of them good."""
        for code in ("B107", "B504"):
            for months in range(10):
                self.figure(code, section, add_months(START, months), share, share, 100)

    def brand(self, *measures: dict, branch: str = "D0101", **facts) -> list[Measure]:
        brand = Brand.objects.create(code=f"PP{branch}", name="先锋窗", organization_id=self.branch(branch).pk, **facts)
        return [
            Measure.objects.create(**({"code": f"{brand.code}-{n}", "brand": brand, "name": f"措施 {n}"} | each))
            for n, each in enumerate(measures, 1)
        ]

    def adopt(self, part: str = "party_officer", **more) -> Adoption:
        told = {"resolution": "东关党〔2026〕12 号", "resolved_on": date(2026, 11, 2)} | more
        return actions.adopt(packs.load(), by=self.cast.account(part), scope=self.cast.scope(part), **told)

    def run(self, adoption: Adoption | None = None, start: date = START, end: date = END) -> Run:
        """A run prepared here and now."""
        from yipanqi.assessment.reckoning import reckon

        adoption = adoption or Adoption.objects.in_force().first() or self.adopt()
        run = Run.objects.create(adoption=adoption, start=start, end=end)
        reckon(run)
        return Run.objects.get(pk=run.pk)

    def result(self, run: Run, branch: str = "D0101") -> Result:
        return Result.objects.get(run=run, organization__code=branch)


@pytest.fixture
def year(cast: Cast) -> Year:
    """The dictionary as the pack asks for it; both sections of 查检处 are general ones, 综合科 has no figures."""
    year = Year(cast)
    for entry in packs.indicators_of(packs.load().content):
        year.book[entry["code"]] = Indicator.objects.create(
            code=entry["code"], name=entry["name"], side=entry["side"], direction=entry["direction"],
            unit_of_measure=entry["unit"], use=USES[entry.get("use", "score")],
            controllability=entry.get("controllability", "high"),
        )  # fmt: skip
    Organization.objects.filter(tree="unit", kind="section").update(function_group="综合机关")
    return year
