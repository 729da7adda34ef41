"""Monthly figures from a workbook: one row a period, unit and indicator."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from yipanqi.indicators.directory import INDICATORS
from yipanqi.indicators.models import Indicator
from yipanqi.indicators.observations import bulk, measuring
from yipanqi.indicators.observations.models import Observation
from yipanqi.kit.clock import today
from yipanqi.kit.workbook import Existing, Kind, Month, Number, Reference, Row, Text, cells, register
from yipanqi.organizations.imports import UNITS

PERCENT_WORDS = dict.fromkeys(("百分比", "百分数", "百分之", "百分率"), "%")
COUNTED = ("件", "票", "次", "人", "人次", "个", "批", "份", "条")
FIGURES = ("value", "numerator", "denominator")


@register
class Observations(Kind):
    """A name or unit beside the code only helps to check: the dictionary says what an indicator is called."""

    slug = "observations"
    label = "业务指标"
    counter = "个数"
    model = Observation
    key = ("period", "organization", "indicator")
    named_by = "indicator_name"

    period = Month("期间", "月份", "统计期间", "统计月份", "所属期", "所属月份", "时间", required=True)
    organization = Reference(
        "机构代码", "机构", "单位代码", "机构名称", "单位名称", "部门", "部门名称", "部门代码", "科室",
        to=UNITS, required=True,
    )  # fmt: skip
    indicator = Reference("指标代码", "指标", "指标编号", to=INDICATORS, required=True)
    indicator_name = Text("指标名称", kept=False)
    numerator = Number("分子", decimals=4, counted_in=COUNTED)
    denominator = Number("分母", decimals=4, counted_in=COUNTED)
    value = Number("数值", "指标值", "本期值", "本期数值", "值", decimals=6)
    unit_of_measure = Text("单位", "计量单位", kept=False)

    def check(self, row: Row) -> None:
        for name, words in (("numerator", "分子"), ("denominator", "分母")):
            if (number := row.get(name)) is not None and number < 0:
                row.fault(name, f"{words}为负数")
        if (period := row.get("period")) and period > today():
            row.fault("period", "这个月还没到")

    def review(self, rows: Sequence[Row]) -> None:
        """What the dictionary says about an indicator decides how its figures must hang together."""
        book = {each.code: each for each in Indicator.objects.filter(code__in={row["indicator"] for row in rows})}
        agreeing: set[tuple[str, str, str]] = set()
        for row in rows:
            told = (row["indicator"], row.get("indicator_name", ""), row.get("unit_of_measure", ""))
            if told not in agreeing and _speaks_of(row, book[row["indicator"]]):
                agreeing.add(told)
            _hold_together(row, book[row["indicator"]].unit_of_measure)

    def existing(self, keys: Sequence[tuple]) -> Mapping[tuple, Existing]:
        periods, organizations, indicators = (set(parts) for parts in zip(*keys, strict=True))
        rows = Observation.objects.current().filter(
            grain="month",
            period_start__in=periods,
            organization__code__in=organizations,
            organization__tree="unit",
            indicator__code__in=indicators,
        )
        fields = ("pk", "period_start", "organization__code", "indicator__code", *FIGURES)
        return {
            (period, organization, indicator): Existing(
                pk,
                {
                    "period": period,
                    "organization": organization,
                    "indicator": indicator,
                    "value": value,
                    "numerator": numerator,
                    "denominator": denominator,
                },
            )
            for pk, period, organization, indicator, value, numerator, denominator in rows.order_by().values_list(
                *fields
            )
        }

    def apply(self, rows: Sequence[Row], *, by, batch) -> None:
        bulk.enter_observations(rows, batch=batch)


def _speaks_of(row: Row, indicator: Indicator) -> bool:
    """Whether name and unit beside the code are those of the dictionary; remarks on the row where they are not."""
    name, unit = row.get("indicator_name", ""), row.get("unit_of_measure", "")
    unit = PERCENT_WORDS.get(unit, unit)
    same_unit = not unit or not indicator.unit_of_measure or _alike(unit, indicator.unit_of_measure)
    if not same_unit:
        row.fault("unit_of_measure", f"单位应为“{indicator.unit_of_measure}”", indicator.unit_of_measure)
    same_name = not name or _alike(name, indicator.name) or _shortens(name, indicator.name)
    if not same_name:
        row.note("indicator_name", f"字典里 {indicator.code} 叫“{indicator.name}”，按代码收下")
    return same_unit and same_name


def _alike(one: str, other: str) -> bool:
    return one == other or cells.word_of(one) == cells.word_of(other)


def _shortens(name: str, full: str) -> bool:
    """Whether a name leaves out some characters of the full one and adds none: 差评整改率, 固体废物退运及时率."""
    rest = iter(full)
    return all(character in rest for character in name)


def _hold_together(row: Row, unit: str) -> None:
    """Numerator, denominator and value against each other; an empty value means that nothing was there to measure."""
    above, below, value = (row.now(name) for name in ("numerator", "denominator", "value"))
    if value is not None and above is None and 0 < abs(value) < 1 and unit == "%":
        row.note("value", f"写的是 {_plain(value)}%，要是 {_plain(value * 100)}% 就写成百分数")
    if above is not None and below is not None and above > below and measuring.is_share(unit):
        row.fault("numerator", "分子大于分母")
    elif value is None and below:
        _fill(row, above, below, unit)
    elif value is not None and below is not None and not below:
        row.fault("value", "分母为 0，没有可测的，数值应空着")
    elif value is not None and above is not None and below:
        places = -_exponent(value)
        if not measuring.agrees(float(value), float(above), float(below), unit, places):
            row.fault("value", f"数值不等于{measuring.in_words(unit)}", _right(above, below, unit))


def _fill(row: Row, above, below, unit: str) -> None:
    if above is None or measuring.scale(unit) is None:
        row.fault("value", "分母不是 0，数值不能空着")
        return
    row["value"] = Decimal(_right(above, below, unit))
    row.note("value", f"数值空着，按{measuring.in_words(unit)}算成 {row['value']}")


def _right(above, below, unit: str) -> str:
    """What the quotient comes to, with two decimals."""
    return f"{float(above) / float(below) * (measuring.scale(unit) or 1):.2f}"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _exponent(value) -> int:
    number = value if isinstance(value, Decimal) else Decimal(repr(value))
    exponent = number.normalize().as_tuple().exponent
    return min(0, exponent) if isinstance(exponent, int) else 0
