"""The columns of the board: committees and general branches, one of which opens to its branches.

Branches that hang directly under the root share one column until it is opened.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from yipanqi.insight.board.names import short_names
from yipanqi.organizations import paths
from yipanqi.organizations.models import PARTY_KINDS

DIRECT = "direct"
GROUP_ORDER = ("direct_organ_committee", "committee", "leading_committee", "general_branch", "branch")


@dataclass(frozen=True, slots=True)
class Party:
    """A Party organisation as the board needs it."""

    pk: int
    code: str
    name: str
    kind: str
    path: str

    @property
    def opens(self) -> bool:
        return self.kind != "branch"


@dataclass(frozen=True, slots=True)
class Column:
    """One vertical thread. Stones of ``places`` (paths) stand here, unless ``exact`` those from below them too;
    ``opened_from`` is the code of the column in whose place this one stands."""

    code: str
    name: str
    short: str
    group: str
    places: tuple[str, ...]
    organization_id: int | None = None
    opens: bool = False
    opened_from: str = ""
    exact: bool = True

    def holds(self, path: str) -> Q:
        """The organisations whose stones stand here, as a condition on their ``path`` (a field's name)."""
        if self.exact:
            return Q(**{f"{path}__in": self.places})
        (place,) = self.places
        return Q(**{f"{path}__gte": place, f"{path}__lt": paths.following(place)})


Opened = Party | str | None  # an organisation of the second level, DIRECT, or nothing


def columns(tree: list[Party], branches: list[Party], opened: Opened = None) -> list[Column]:
    """The columns in tree order, grouped by kind.

    ``tree`` is the root and the second level; ``branches`` those of ``opened``, the second-level organisation (or
    ``DIRECT``) in whose place they stand.
    """
    if not tree:
        return []
    root, *children = tree
    drawn: list[Column] = []
    for kind in GROUP_ORDER:
        group = [each for each in children if each.kind == kind]
        drawn += _direct(group, root, opened) if kind == "branch" else _committees(group, root, branches, opened)
    return drawn


def _committees(group: list[Party], root: Party, branches: list[Party], opened: Opened) -> list[Column]:
    drawn: list[Column] = []
    shorts = short_names([each.name for each in group], root.name, alike=True)
    for each, short in zip(group, shorts, strict=True):
        if each == opened:
            drawn += _branches(branches, each.name, each.code, short) or [_without_branches(each, short)]
        else:
            drawn.append(_committee(each, short))
    return drawn


def _committee(each: Party, short: str) -> Column:
    return Column(each.code, each.name, short, PARTY_KINDS[each.kind], (each.path,), each.pk, True, exact=False)


def _without_branches(each: Party, short: str) -> Column:
    """Opened, and nothing below it: it stands for itself and leads to its own page."""
    return Column(each.code, each.name, short, short, (each.path,), each.pk, opened_from=each.code, exact=False)


def _direct(branches: list[Party], root: Party, opened: Opened) -> list[Column]:
    if not branches:
        return []
    if opened == DIRECT:
        return _branches(branches, root.name, DIRECT, "直属")
    name = f"{len(branches)} 个直属党支部"
    return [Column(DIRECT, name, "直属支部", "直属党支部", tuple(each.path for each in branches), opens=True)]


def _branches(branches: list[Party], parent: str, opened_from: str, group: str) -> list[Column]:
    shorts = short_names([each.name for each in branches], parent)
    return [
        Column(each.code, each.name, short, group, (each.path,), each.pk, False, opened_from)
        for each, short in zip(branches, shorts, strict=True)
    ]


def with_the_rest(drawn: list[Column], places: Collection[str], root: Party, opened: Opened) -> list[Column]:
    """Those columns, and one each for stones (at ``places``) of the root itself and, in an opened committee, of what is
    no standing branch there. The board would otherwise lose them."""
    known = {place for column in drawn for place in column.places}
    unknown = sorted(set(places) - known)
    found = list(drawn)
    if root.path in unknown:
        found.insert(0, Column(root.code, f"{root.name}本级", "本级", "直属机关党委", (root.path,), root.pk))
    if isinstance(opened, Party) and (inside := tuple(each for each in unknown if each.startswith(opened.path))):
        last = max((at for at, each in enumerate(found) if each.opened_from == opened.code), default=len(found) - 1)
        group = found[last].group
        name = f"{opened.name}本级及其他"
        found.insert(last + 1, Column(opened.code, name, "本级等", group, inside, opened.pk, opened_from=opened.code))
    return found
