"""What the board reads, in a fixed number of statements whatever the size of the district."""

from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Min
from django.db.models.functions import Length, Substr

from yipanqi.brands.models import Measure
from yipanqi.brands.queries import SECOND_LEVEL, standing
from yipanqi.insight.board.columns import DIRECT, Column, Opened, Party, columns, with_the_rest
from yipanqi.insight.board.grid import Grid, Row, weave
from yipanqi.insight.board.names import short_unit
from yipanqi.kit.prepared import prepared
from yipanqi.objectives.models import Priority
from yipanqi.organizations import paths
from yipanqi.organizations.models import PartyOrganization

FIELDS = ("pk", "code", "name", "kind", "path")
MOST_ASKED = 2  # names of committees one may ask


@dataclass(frozen=True)
class Tree:
    """The root and the second level of the Party tree, and what of it is opened."""

    nodes: list[Party]
    opened: Opened
    branches: list[Party]

    @property
    def path(self) -> str:
        """Of the opened organisation; direct branches are places of their own already."""
        return self.opened.path if isinstance(self.opened, Party) else ""


def board(scope, opened: str = "") -> Grid:
    """The board a person may see; ``opened`` is the code of the column to open. Who has just one finds it open.

    Three statements, one more with an opened committee, one more where the board is whole and a row is empty.
    """
    tree = _tree(scope, opened)
    found = standing(scope, tree.path)
    drawn = columns(tree.nodes, tree.branches, tree.opened)
    if tree.nodes:
        places = {place for _, _, *both, _, _ in found for place in both if place}
        drawn = with_the_rest(drawn, places, tree.nodes[0], tree.opened)
        if not scope.sees_everybody:
            drawn = [each for each in drawn if not places.isdisjoint(each.places) or _is_own(each, scope)]
    grid = weave(_rows(scope), drawn, found, whole=scope.sees_everybody)
    if grid.whole:
        _ask(grid.empty_rows, tree)
    return grid


def second_level() -> list[Party]:
    """The root and what hangs below it, in tree order; one statement."""
    return [Party(*row) for row in _second_level()]


@prepared
def _second_level():
    rows = PartyOrganization.objects.standing().annotate(length=Length("path")).filter(length__lte=SECOND_LEVEL)
    return rows.order_by("path").values_list(*FIELDS)


@prepared
def _branches(opened: str, before: str):
    below = PartyOrganization.objects.standing().filter(path__gte=opened, path__lt=before, kind="branch")
    return below.order_by("path").values_list(*FIELDS)


def _tree(scope, wanted: str) -> Tree:
    nodes = second_level()
    own = "" if scope.sees_everybody else _own_column(nodes, scope)
    code = wanted or own
    opened = DIRECT if code == DIRECT else next((each for each in nodes[1:] if each.code == code and each.opens), None)
    if not isinstance(opened, Party):
        return Tree(nodes, opened, [])
    below = _branches(opened.path, paths.following(opened.path))
    return Tree(nodes, opened, [Party(*row) for row in below])


def _own_column(nodes: list[Party], scope) -> str:
    """The column of somebody who belongs to just one; the whole district stays folded."""
    home = scope.party_paths[0] if scope.party_paths else scope.branch_path
    own = next((each for each in nodes[1:] if home.startswith(each.path)), None)
    return "" if own is None else DIRECT if own.kind == "branch" else own.code


def _is_own(column: Column, scope) -> bool:
    """The column holds an organisation of the person's own."""
    own = (*scope.party_paths, *([scope.branch_path] if scope.branch_path else []))
    return any(
        place.startswith(path) or (not column.exact and path.startswith(place))
        for place in column.places
        for path in own
    )


def _rows(scope) -> list[Row]:
    shorts: dict[str, str] = {}
    rows = []
    for found in _on_board(scope):
        if (unit := found[6]) not in shorts:
            shorts[unit] = short_unit(unit, settings.YIPANQI_DISTRICT)
        rows.append(Row(*found, short=shorts[unit]))
    return rows


@prepared
def _on_board(scope):
    fields = ("pk", "code", "name", "due_on", "starts_on", "raised_by_id", "raised_by__name", "indicator_id")
    return Priority.objects.visible_to(scope).on_board().order_by("raised_by__path", "code").values_list(*fields)


@prepared
def _able(indicators: tuple[int, ...]):
    """(indicator, state, place, code of a measure) where somebody moved them; the list belongs to the question."""
    found = Measure.objects.filter(indicator__in=indicators, state__in=("confirmed", "reported", "doing")).order_by()
    place = Substr("brand__organization__path", 1, SECOND_LEVEL)
    return found.values_list("indicator_id", "state", place).annotate(first=Min("code"))


def _ask(rows: list[Row], tree: Tree) -> None:
    """For rows nobody carries: committees where a measure on the same indicator was confirmed or is under way."""
    wanted = tuple(sorted({row.indicator_id for row in rows if row.indicator_id}))
    if not wanted:
        return
    able = _able(wanted)
    short = {place: column.short for column in columns(tree.nodes, []) for place in column.places}
    names: dict[int | None, dict[str, None]] = defaultdict(dict)
    for indicator, _, place, _ in sorted(able, key=lambda each: (each[1] != "confirmed", each[3])):
        if place in short:
            names[indicator][short[place]] = None
    for row in rows:
        row.ask = "、".join(list(names[row.indicator_id])[:MOST_ASKED]) if row.indicator_id in names else ""
