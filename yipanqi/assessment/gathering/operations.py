"""The operations side: what the covered sections measured over the months of the period, joined to one figure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from math import fsum

from yipanqi.assessment.gathering.facts import Fact
from yipanqi.assessment.gathering.roster import Branch, covering
from yipanqi.indicators.models import Indicator
from yipanqi.indicators.observations.measuring import scale, together
from yipanqi.indicators.observations.models import Observation

Row = tuple[str, date, float | None, float | None, float | None, int]


def facts(branches: list[Branch], start: date, end: date, codes: Sequence[str]) -> Iterator[Fact]:
    """Quotients are added above and below the line over sections and months. A median cannot be joined exactly: it is
    averaged by its cases. Two statements."""
    units = dict(Indicator.objects.filter(code__in=codes).values_list("code", "unit_of_measure"))
    rows = _rows(branches, start, end, list(units))
    for branch in branches:
        for code in sorted(units):
            if own := rows.get((branch.code, code)):
                yield _joined(branch.code, code, sorted(own), units[code])


def _rows(branches: list[Branch], start: date, end: date, codes: list[str]) -> dict[tuple[str, str], list[Row]]:
    """(branch, indicator) -> its sections' figures."""
    near = covering(branches)
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    current = Observation.objects.current().filter(
        grain="month", period_start__gte=start, period_start__lt=end, indicator__code__in=codes
    )
    fields = ("organization_id", "organization__code", "indicator__code", "period_start", "value", "numerator",
              "denominator", "pk")  # fmt: skip
    for section, section_code, code, *row in current.order_by().values_list(*fields).iterator(chunk_size=5000):
        for branch in near.get(section, ()):
            found[branch.code, code].append((section_code, *row))
    return found


def _joined(unit: str, code: str, rows: list[Row], unit_of_measure: str) -> Fact:
    """``rows`` in the order of section and month: the same sum on every database."""
    known = [row for row in rows if row[2] is not None]
    value = together([row[2:5] for row in rows], unit_of_measure)
    quotient = scale(unit_of_measure) is not None
    above = fsum(row[3] or 0 for row in known) if quotient and known else None
    below = fsum(row[4] or 0 for row in known) if any(row[4] is not None for row in known) else None
    rows_of = {"of": "observations", "ids": [row[5] for row in rows], "median": not quotient}
    return Fact(unit, code, value, above, below, rows_of)
