"""Lists of organisations: columns, and the two list pages."""

from datetime import date
from html import escape

from yipanqi.kit.datewords import short
from yipanqi.kit.filters import choice, search
from yipanqi.kit.links import address
from yipanqi.kit.pages import ListPage
from yipanqi.kit.tables import DASH, Column, Table, link
from yipanqi.organizations import terms
from yipanqi.organizations.columns import annotated, columns
from yipanqi.organizations.filters import by_party_organization, by_unit
from yipanqi.organizations.models import (
    BRANCH_TYPES,
    FUNCTION_GROUPS,
    PARTY,
    PARTY_KINDS,
    UNIT,
    UNIT_KINDS,
    Organization,
    PartyOrganization,
    Unit,
)
from yipanqi.organizations.queries import LEAVES, with_leaves, with_term

KINDS = PARTY_KINDS | UNIT_KINDS
PAGES = {PARTY: "organizations:organization", UNIT: "organizations:unit"}


def _name(tree: str):
    return lambda name, pk: link(address(PAGES[tree], pk), name)


def _kind(kind: str, branch_type: str = "") -> str:
    words = KINDS.get(kind, kind)
    return escape(f"{words}（{BRANCH_TYPES[branch_type]}）" if branch_type in BRANCH_TYPES else words)


def _until(until: date | None, kind: str) -> str:
    if until is None and kind == "leading_committee":
        return "不设任期"
    state, words = terms.standing(until)
    said = f'<span class="say-{state} sub">{escape(words)}</span>' if state else ""
    return f"{short(until)}{said}" if until else escape(words)


def _leaves(leaves: int, kind: str) -> str:
    return DASH if kind in LEAVES.values() else str(leaves)


PARTY_COLUMNS = (
    Column("name", "名称", ("name", "pk"), _name(PARTY)),
    Column("kind", "类型", ("kind", "branch_type"), _kind, plain=_kind),
    Column("leaves", "支部", ("leaves", "kind"), _leaves, numeric=True),
    Column("until", "届满", ("term_until", "kind"), _until, order=("term_until",)),
)
UNIT_COLUMNS = (
    Column("name", "名称", ("name", "pk"), _name(UNIT)),
    Column("kind", "层级", ("kind",), _kind, plain=_kind),
    Column("leaves", "科", ("leaves", "kind"), _leaves, numeric=True),
    Column("group", "职能组", ("function_group",)),
)
CODE = Column("code", "代码", ("code",))


def all_columns(tree: str) -> tuple[Column, ...]:
    own = PARTY_COLUMNS if tree == PARTY else UNIT_COLUMNS
    return (*own[:2], *columns(tree), *own[2:])


def table_of(organizations, tree: str, caption: str):
    """A table of organisations already fetched with ``queries.family``."""
    nested = any(each.kind not in LEAVES.values() for each in organizations)
    table = Table([each for each in all_columns(tree) if nested or each.key != "leaves"], caption=caption)
    return table.draw([tuple(getattr(each, name) for name in table.fields) for each in organizations])


class PartyOrganizationList(ListPage):
    """All Party organisations, in the order of the tree."""

    model: type[Organization] = PartyOrganization
    title = "党组织"
    order = ("path",)
    counted = "个"
    empty = "还没有党组织，导入 02_党组织 后就在这里"
    imported_as = "organizations"
    export_name = "党组织"
    filters = (
        search("q", "找党组织", ("name__icontains", "code__istartswith"), hint="名称或代码"),
        by_party_organization("below", "所属", "path"),
        choice("kind", "类型", PARTY_KINDS),
        choice("branch_type", "支部类型", BRANCH_TYPES),
    )
    tree = PARTY

    def rows(self, scope):
        rows = self.model.objects.visible_to(scope).standing()
        rows = with_leaves(rows)
        return annotated(with_term(rows) if self.tree == PARTY else rows, self.tree)

    def table_columns(self, scope) -> tuple[Column, ...]:
        name, *rest = all_columns(self.tree)
        return (name, CODE, *rest)


class UnitList(PartyOrganizationList):
    """All administrative units, in the order of the tree."""

    model = Unit
    title = "机构"
    empty = "还没有机构，导入 01_行政机构 后就在这里"
    imported_as = "units"
    export_name = "机构"
    filters = (
        search("q", "找机构", ("name__icontains", "code__istartswith"), hint="名称或代码"),
        by_unit("below", "所属", "path"),
        choice("kind", "层级", UNIT_KINDS),
        choice("function_group", "职能组", {each: each for each in FUNCTION_GROUPS}),
    )
    tree = UNIT
