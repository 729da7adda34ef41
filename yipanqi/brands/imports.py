"""Brands and their measures from one workbook with two sheets."""

from collections.abc import Mapping, Sequence

from yipanqi.brands import bulk
from yipanqi.brands.confirmations import Claim, Register
from yipanqi.brands.lifecycle import MEASURE_STATES
from yipanqi.brands.models import BRAND_STATES, Brand, Measure
from yipanqi.indicators.directory import INDICATORS
from yipanqi.indicators.models import Indicator
from yipanqi.indicators.rules import not_a_target
from yipanqi.kit.workbook import (
    Choice,
    Code,
    Day,
    Directory,
    Entry,
    Existing,
    Kind,
    Month,
    Number,
    Reference,
    References,
    Row,
    Table,
    Text,
    Whole,
    Words,
    cells,
    register,
)
from yipanqi.objectives.directory import PRIORITIES
from yipanqi.organizations.imports import PARTY_ORGANIZATIONS, UNITS
from yipanqi.people.imports import PEOPLE

REFERENCES = {
    "brand": "brand__code",
    "owner": "owner__number",
    "priority": "priority__code",
    "indicator": "indicator__code",
    "accepting_unit": "accepting_unit__code",
    "confirmed_by": "confirmed_by__number",
}
WORK = ("owner", "brand", "accepting_unit")  # whose work it is, and who takes it
SET_ASIDE = "{reason}，这次确认不算数，先按“已报完成”导入"


def _load_brands(wanted: set[str]) -> list[Entry]:
    return [Entry(code, name, pk) for code, name, pk in Brand.objects.values_list("code", "name", "pk")]


BRANDS = Directory("品牌", _load_brands, by="编号")


class Measures(Table):
    """A blank cell in what people complete here afterwards (link, binding, confirmation) says nothing: reading the same
    workbook again does not undo their work."""

    slug = "measures"
    label = "创建措施"
    counter = "项措施"
    model = Measure
    key = ("code",)
    sheets = ("措施",)

    brand = Reference("品牌编号", "所属品牌", "品牌", to=BRANDS, within="brands", required=True)
    code = Code("措施编号", "创建措施编号", required=True, most=24)
    name = Text("措施", "措施名称", "创建措施", "措施内容", required=True, most=160)
    owner = Reference("责任人工号", "责任人", "负责人", to=PEOPLE)
    party_element = Text("党建元素说明", "党建元素", most=200)
    priority = Reference("对应业务重点编号", "业务重点编号", "对应业务重点", to=PRIORITIES, keep_blank=True)
    indicator = Reference("目标指标代码", "指标代码", "目标指标", to=INDICATORS, keep_blank=True)
    baseline = Number("基线", "基线值", keep_blank=True)
    target = Number("目标", "目标值", keep_blank=True)
    due_on = Day("期限", "完成期限", "截止日期", "完成时限")
    started_on = Month("启动月份", "启动时间", "开始月份")
    deliverable = Text("交付物", most=160, keep_blank=True)
    accepting_unit = Reference("接收机构代码", "接收机构", "接收方", "接收单位", to=UNITS, keep_blank=True)
    state = Choice("状态", "进展", choices={word: state for state, word in MEASURE_STATES.items()}, keep_blank=True)
    confirmed_by = Reference("确认人工号", "确认人", to=PEOPLE, keep_blank=True)
    confirmed_on = Day("确认日期", "确认时间", past=True, keep_blank=True)

    def join(self, rows: Sequence[Row], beside: Mapping[str, Sequence[Row]]) -> None:
        """Whose work it is stands on the other sheet."""
        brands = {row["code"]: tuple(row["organizations"]) for row in beside.get("brands", ()) if not row.faults}
        for row in rows:
            row.extra["brands"] = brands

    def review(self, rows: Sequence[Row]) -> None:
        self._hold_to_targets(rows)
        for row in rows:
            if row.get("indicator") and row.get("deliverable"):
                row.fault("deliverable", "目标指标和交付物只能写一样")
            elif row.before:
                _rebind(row)
        self._hold_to_two_signatures([row for row in rows if not row.faults])

    @staticmethod
    def _hold_to_targets(rows: Sequence[Row]) -> None:
        """D19: what is only shown cannot be a target."""
        named = {row.now("indicator") for row in rows} - {None, ""}
        uses = Indicator.objects.filter(code__in=named).values_list("code", "name", "use")
        refused = {code: sentence for code, name, use in uses if (sentence := not_a_target(code, name, use))}
        for row in rows:
            if sentence := refused.get(row.now("indicator")):
                row.fault("indicator" if "indicator" in row else "code", sentence)

    def _hold_to_two_signatures(self, rows: Sequence[Row]) -> None:
        """D20: a confirmation that does not count is set aside; one made here is not taken back by a workbook."""
        for row in rows:
            if _is_signed(row):
                _keep_confirmation(row)
        branches = _branches(rows)
        claims = {id(row): _claim(row, branches) for row in rows}
        known = Register.of(claims.values())
        for row in rows:
            claim = claims[id(row)]
            if claim.accepting_unit and claim.accepting_unit in known.sections_of(claim):
                row.note("accepting_unit", "接收机构就是本支部的科，没有人能确认，请改成别的单位")
            if _is_signed(row):
                _keep_what_was_signed(row, claim, known)
            elif row.now("state") == "confirmed" and (reason := known.why_not(claim)):
                row.note("state", SET_ASIDE.format(reason=reason))
                row["state"] = "reported"
            if row.now("state") != "confirmed":
                _drop_signature(row)

    def hold(self, rows: Sequence[Row]) -> None:
        """Somebody may have signed since the preview, and the brands of this workbook stand by now."""
        self._hold_to_two_signatures(rows)

    def existing(self, keys: Sequence[tuple]) -> Mapping[tuple, Existing]:
        plain = [name for name in self.compared if name not in REFERENCES]
        held = {}
        rows = Measure.objects.filter(code__in=[key[0] for key in keys])
        names = [*plain, *REFERENCES, "reported_by"]
        wanted = [*plain, *REFERENCES.values(), "reported_by__person__number"]
        for pk, version, *values in rows.values_list("pk", "version", *wanted):
            told = dict(zip(names, values, strict=True))
            held[(told["code"],)] = Existing(pk, told, version)
        return held

    def apply(self, rows: Sequence[Row], *, by, batch) -> None:
        bulk.enter_measures(rows)


@register
class Brands(Kind):
    slug = "brands"
    label = "支部品牌"
    counter = "个品牌"
    model = Brand
    key = ("code",)
    sheets = ("品牌",)
    more = (Measures,)
    may = staticmethod(lambda scope: scope.may_import)

    code = Code("编号", "品牌编号", required=True, most=20)
    organizations = References(
        "组织代码", "党组织代码", "所属党组织", "党组织", "党支部", "党组织名称", "支部", "支部名称",
        "支部代码", "所在党组织", "所在支部",
        to=PARTY_ORGANIZATIONS, required=True,
    )  # fmt: skip
    name = Text("品牌名称", "名称", required=True, most=120)
    emblem = Text("标识说明", "品牌标识", "标识")
    concept = Text("理念内涵", "品牌理念", "内涵")
    standards = Words("服务标准", "标准")
    state = Choice("状态", "品牌状态", choices={word: state for state, word in BRAND_STATES.items()}, keep_blank=True)
    founded_year = Whole("创建年份", "创建年度", "年份", "创建时间", least=1900, greatest=2100, counted_in=("年",))
    approved_on = Day("批准会议日期", "批准日期", "通过日期", past=True)
    results = Text("成效影响", "成效")

    def check(self, row: Row) -> None:
        """The organisation named first leads; the engine sorts the codes, so the cell is asked once more."""
        codes = row.get("organizations") or []
        if len(codes) > 1:
            leading = self._leading(row, codes)
            row["organizations"] = [leading, *sorted(code for code in codes if code != leading)]

    def _leading(self, row: Row, codes: Sequence[str]) -> str:
        column = self.references["organizations"]
        first = column.split(cells.text_of(row.cells.get("organizations")))[0]
        code = cells.code_of(first)
        return code if code in codes else column.directory.index([first]).find(first).code

    def existing(self, keys: Sequence[tuple]) -> Mapping[tuple, Existing]:
        plain = [name for name in self.compared if name != "organizations"]
        held: dict[tuple, Existing] = {}
        rows = Brand.objects.filter(code__in=[key[0] for key in keys])
        for pk, version, leading, *values in rows.values_list("pk", "version", "organization__code", *plain):
            told = dict(zip(plain, values, strict=True))
            held[(told["code"],)] = Existing(pk, {**told, "organizations": [leading]}, version)
        shared = rows.filter(partners__isnull=False).order_by("partners__code")
        for code, partner in shared.values_list("code", "partners__code"):
            held[(code,)].values["organizations"].append(partner)
        return held

    def apply(self, rows: Sequence[Row], *, by, batch) -> None:
        bulk.enter_brands(rows)


def _branches(rows: Sequence[Row]) -> dict[str, tuple[str, ...]]:
    """Brand code -> codes of its organisations: what the database holds, and above it what this workbook says."""
    held: dict[str, list[str]] = {}
    brands = Brand.objects.filter(code__in={row.now("brand") for row in rows})
    for code, leading in brands.values_list("code", "organization__code"):
        held[code] = [leading]
    for code, partner in brands.filter(partners__isnull=False).values_list("code", "partners__code"):
        held[code].append(partner)
    told: dict[str, tuple[str, ...]] = next((row.extra["brands"] for row in rows if row.extra.get("brands")), {})
    return {code: tuple(organizations) for code, organizations in held.items()} | told


def _claim(row: Row, branches: Mapping[str, tuple[str, ...]]) -> Claim:
    return Claim(
        person=row.now("confirmed_by") or "",
        on=row.now("confirmed_on"),
        owner=row.now("owner") or "",
        accepting_unit=row.now("accepting_unit") or "",
        branches=branches.get(row.now("brand"), ()),
        reporter=(row.before or {}).get("reported_by") or "",
        began=row.now("started_on"),
    )


def _rebind(row: Row) -> None:
    """A row that names the one binding lets go of the other."""
    if row.get("deliverable") and row.now("indicator"):
        row["indicator"], row["baseline"], row["target"] = None, None, None
    elif row.get("indicator") and row.now("deliverable"):
        row["deliverable"] = ""


def _keep_confirmation(row: Row) -> None:
    """The accepting side has signed here: a workbook does not undo it."""
    held = row.before or {}
    if row.now("state") != "confirmed":
        row.note("state", "系统里接收方已确认，这一栏不改")
    for name in ("state", "confirmed_by", "confirmed_on"):
        row[name] = held[name]


def _is_signed(row: Row) -> bool:
    return row.before is not None and row.before["state"] == "confirmed"


def _keep_what_was_signed(row: Row, claim: Claim, known: Register) -> None:
    """Whose work it is does not change so that somebody comes to have signed for the own work."""
    moved = [name for name in WORK if name in row and row[name] != (row.before or {}).get(name)]
    if not moved or known.why_not(claim) is None:
        return
    for name in moved:
        row.note(name, "接收方已确认，改成这样就成了自己确认自己，这一栏不改")
        row[name] = (row.before or {})[name]


def _drop_signature(row: Row) -> None:
    """Who and when stand only beside a confirmation."""
    for name in ("confirmed_by", "confirmed_on"):
        if row.get(name) or (row.before and row.before.get(name)):
            row[name] = None
