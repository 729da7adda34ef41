"""Workbooks of both trees: units, and Party organisations with their coverage and current term."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from yipanqi.kit.clock import add_months
from yipanqi.kit.workbook import (
    Choice,
    Code,
    Day,
    Directory,
    Entry,
    Existing,
    Kind,
    Reference,
    References,
    Row,
    Text,
    Whole,
    register,
)
from yipanqi.organizations import bulk, paths
from yipanqi.organizations.models import (
    BRANCH_TYPES,
    FUNCTION_GROUPS,
    PARTY,
    PARTY_KINDS,
    UNIT,
    UNIT_KINDS,
    Coverage,
    Lineage,
    Organization,
    Term,
)

UNIT_WORDS = {word: kind for kind, word in UNIT_KINDS.items()} | {
    "科室": "section", "科级": "section", "内设科室": "section", "处室": "department", "处": "department",
    "机关部门": "department", "内设机构": "department", "隶属单位": "subordinate", "事业单位": "institution",
    "直属海关单位": "district",
}  # fmt: skip
PARTY_WORDS = {word: kind for kind, word in PARTY_KINDS.items()} | {
    "支部": "branch", "总支": "general_branch", "党总支部": "general_branch", "总支部": "general_branch",
    "机关党委": "committee", "二级党委": "committee", "直属机关党的委员会": "direct_organ_committee",
    "直属机关委员会": "direct_organ_committee", "党组性质党委": "leading_committee",
}  # fmt: skip
ASKED_BY_CODE = 500  # up to so many keys are asked for by name, beyond that the whole tree is read


def directory_of(tree: str, noun: str) -> Directory:
    def load(wanted: set[str]) -> list[Entry]:
        rows = Organization.objects.filter(tree=tree).values_list("id", "code", "name", "path")
        prefixes = {path: bulk.stem(name) for _, _, name, path in rows}
        return [Entry(code, name, id, _nicknames(name, prefixes, path)) for id, code, name, path in rows]

    return Directory(noun, load)


UNITS = directory_of(UNIT, "机构")
PARTY_ORGANIZATIONS = directory_of(PARTY, "党组织")


class TreeKind(Kind):
    """What both trees have in common."""

    model = Organization
    key = ("code",)
    counter = "个"
    owned: ClassVar[tuple[str, ...]] = ("lineage",)
    tree: str

    def review(self, rows: Sequence[Row]) -> None:
        root = Organization.objects.filter(tree=self.tree, path__lt=paths.encode(2)).first()
        _expect_one_root(rows, root)
        _expect_no_circle(self.tree, rows)

    def organizations(self, keys: Sequence[tuple]) -> list[dict]:
        rows = Organization.objects.filter(tree=self.tree)
        if len(keys) <= ASKED_BY_CODE:
            rows = rows.filter(code__in=[code for (code,) in keys])
        parents = Lineage.objects.open().filter(organization__tree=self.tree)
        parent_of = dict(parents.values_list("organization_id", "parent__code"))
        return [row | {"parent": parent_of.get(row["id"]) or ""} for row in rows.values()]


@register
class Units(TreeKind):
    slug = "units"
    label = "行政机构"
    tree = UNIT

    code = Code("机构代码", "单位代码", "部门代码", "科室代码", "代码", required=True, most=20)
    name = Text(
        "机构名称", "单位名称", "部门名称", "科室名称", "机构全称", "单位全称", "机构", "单位", "部门", "名称",
        required=True, most=120,
    )  # fmt: skip
    parent = Reference(
        "上级代码", "上级机构代码", "上级机构", "上级单位", "上级单位代码", "上级部门", "上级部门代码", "上级机构名称",
        "上级单位名称", "上级部门名称", "隶属单位", "隶属关系", "所属单位", "上级", to=UNITS, within="units",
    )  # fmt: skip
    kind = Choice(
        "层级",
        "机构层级",
        "机构类型",
        "单位层级",
        "单位类型",
        "机构类别",
        "单位类别",
        "级别",
        "类型",
        choices=UNIT_WORDS,
        required=True,
    )
    function_group = Choice("职能组", "职能分组", "职能类别", choices={group: group for group in FUNCTION_GROUPS})
    founded_on = Day("成立日期", "设立日期", "成立时间", past=True)
    head_number = Code("负责人工号", "负责人编号", "主要负责人工号", "主要负责人编号", most=20)
    address = Text("地址", "办公地址", "办公地点", "通讯地址", most=200)

    def existing(self, keys: Sequence[tuple]) -> Mapping[tuple, Existing]:
        return {(row["code"],): Existing(row["id"], row, row["version"]) for row in self.organizations(keys)}

    def apply(self, rows: Sequence[Row], *, by, batch) -> None:
        bulk.enter_units(rows)


@register
class Organizations(TreeKind):
    slug = "organizations"
    label = "党组织"
    tree = PARTY
    owned = ("lineage", "coverage", "terms")

    code = Code(
        "组织代码", "党组织代码", "党组织编号", "党支部代码", "支部代码", "支部编号", "代码", required=True, most=20
    )
    name = Text(
        "组织名称", "党组织名称", "党组织全称", "组织全称", "党支部名称", "党组织", "党支部", "名称",
        required=True, most=120,
    )  # fmt: skip
    kind = Choice(
        "组织类型", "党组织类型", "组织类别", "党组织类别", "类别", "类型", choices=PARTY_WORDS, required=True
    )
    parent = Reference(
        "上级组织代码", "上级党组织代码", "上级党组织", "上级组织", "上级党组织名称", "上级组织名称", "上级党委",
        "上级党委代码", "隶属党组织", "上级", to=PARTY_ORGANIZATIONS, within="organizations",
    )  # fmt: skip
    branch_type = Choice("支部类型", "支部类别", choices={word: kind for kind, word in BRANCH_TYPES.items()})
    covers = References(
        "覆盖机构代码", "覆盖机构", "覆盖单位", "覆盖科室", "覆盖部门", "覆盖单位代码", "覆盖部门代码", "所在单位",
        to=UNITS,
    )  # fmt: skip
    founded_on = Day("成立日期", "设立日期", "成立时间", past=True)
    elected_on = Day("本届选举日期", "选举日期", "换届日期", "上次换届日期", "本届换届日期", past=True)
    term_years = Whole("任期年限", "任期", "届期", least=1, greatest=10, counted_in=("年",))
    expires_on = Day("届满日期", "届满时间", "任期届满日期", "下次换届日期")
    committee_seats = Whole(
        "委员会人数", "委员人数", "委员数", "班子人数", "委员职数", least=0, greatest=100, counted_in=("人", "名")
    )

    def check(self, row: Row) -> None:
        elected, expires, years = row.get("elected_on"), row.get("expires_on"), row.get("term_years")
        if elected and expires and expires <= elected:
            row.fault("expires_on", "届满日期要晚于本届选举日期")
        elif elected and expires and years and expires.year - elected.year != years:
            row.note("expires_on", f"从选举到届满不是 {years} 年")

    def review(self, rows: Sequence[Row]) -> None:
        super().review(rows)
        _expect_nothing_below_a_branch(rows)
        for row in rows:
            _complete_term(row)

    def existing(self, keys: Sequence[tuple]) -> Mapping[tuple, Existing]:
        rows = self.organizations(keys)
        covers: dict[int, list[str]] = {}
        for organization, unit in (
            Coverage.objects.open().order_by("unit__code").values_list("party_organization_id", "unit__code")
        ):
            covers.setdefault(organization, []).append(unit)
        terms = {term.organization_id: term for term in Term.objects.filter(is_current=True)}
        return {
            (row["code"],): Existing(
                row["id"], row | _term(terms.get(row["id"])) | {"covers": covers.get(row["id"], [])}, row["version"]
            )
            for row in rows
        }

    def apply(self, rows: Sequence[Row], *, by, batch) -> None:
        bulk.enter_party_organizations(rows)


def _complete_term(row: Row) -> None:
    """A term ends by its length where its end was not said; a length alone is of no term."""
    elected, years = row.now("elected_on"), row.now("term_years")
    if years and elected and not row.now("expires_on"):
        row["expires_on"] = add_months(elected, 12 * years)
        row.note("expires_on", f"没写届满日期，按选举日期和任期算成 {row['expires_on']}")
    elif row.get("term_years") and not elected and not row.now("expires_on"):
        del row.values["term_years"]
        row.note("term_years", "没写选举日期，任期先不记")


def _expect_nothing_below_a_branch(rows: Sequence[Row]) -> None:
    """As where one is set up or moved by hand. Where this workbook also says what the superior is, that counts."""
    moving = [row for row in rows if row.get("parent") and (row.is_new or {"parent", "kind"} & {*row.changed})]
    above = Organization.objects.filter(tree=PARTY, code__in={row["parent"] for row in moving})
    kinds = dict(above.values_list("code", "kind")) | {row["code"]: row.now("kind") for row in rows}
    for row in moving:
        if kinds.get(row["parent"]) == "branch":
            row.fault("parent", f"{row['parent']} 是党支部，支部下面不再设党组织；写它的上级")


def _term(term: Term | None) -> dict:
    return {
        "elected_on": term.elected_on if term else None,
        "term_years": term.years if term else None,
        "expires_on": term.until_on if term else None,
    }


def _nicknames(name: str, stems: Mapping[str, str], path: str) -> tuple[str, ...]:
    """What an organisation is called among its neighbours: without its superior's name, 支部 for 党支部."""
    own = {name.replace("党支部", "支部")}
    for above in paths.ancestors(path)[:-1]:
        if len(stem := stems.get(above, "")) > 1 and name.startswith(stem) and name != stem:
            short = name.removeprefix(stem)
            own |= {short, short.replace("党支部", "支部")}
    return tuple(own - {name})


def _expect_one_root(rows: Sequence[Row], root: Organization | None) -> None:
    first = root.code if root else None
    for row in rows:
        if row.now("parent") or row["code"] == first:
            continue
        if first is not None:
            row.fault("parent", f"上级为空；最上一级已经有了（{first}），只能有一个")
        first = first or row["code"]


def _expect_no_circle(tree: str, rows: Sequence[Row]) -> None:
    """No way up may come back, neither within the workbook nor over what stands already."""
    if not any(row.is_new or "parent" in row.changed for row in rows):
        return
    standing = Lineage.objects.open().filter(organization__tree=tree, parent__isnull=False)
    parents = dict(standing.values_list("organization__code", "parent__code"))
    before = dict(parents)
    parents |= {row["code"]: row.now("parent") for row in rows}
    for row in rows:
        seen, above = {row["code"]}, parents[row["code"]]
        while above and above not in seen:
            seen.add(above)
            above = parents.get(above)
        if above == row["code"]:
            below = _is_below(before, row.now("parent"), above)
            row.fault("parent", "不能挂到自己下面" if below else "上级关系绕成了一圈")


def _is_below(parents: Mapping[str, str], code: str, top: str) -> bool:
    """Whether an organisation stands below another already, or is that other."""
    seen: set[str] = set()
    while code and code not in seen:
        if code == top:
            return True
        seen.add(code)
        code = parents.get(code, "")
    return False
