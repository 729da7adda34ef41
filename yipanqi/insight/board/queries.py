"""What the board reads, in a fixed number of statements whatever the size of the district."""

from django.conf import settings

from yipanqi.brands.models import Measure
from yipanqi.brands.queries import stones
from yipanqi.insight.board.columns import DIRECT, Column, Party, columns, party_tree, short_unit
from yipanqi.insight.board.grid import Grid, Row, weave
from yipanqi.objectives.models import Priority


def board(scope, opened: str = "") -> Grid:
    """The board a person may see.

    Three statements, and one more where a row is empty. A person of one committee finds it open.
    """
    tree = party_tree()
    standing = stones(scope)
    opened = opened or _own_column(tree, scope)
    drawn = [each for each in columns(tree, opened) if scope.sees_everybody or _touches(each, tree, scope, standing)]
    grid = weave(_rows(scope), drawn, standing, whole=scope.sees_everybody)
    _ask(grid, tree)
    return grid


def _rows(scope) -> list[Row]:
    fields = ("pk", "code", "name", "due_on", "starts_on", "raised_by_id", "raised_by__name", "indicator_id")
    found = Priority.objects.visible_to(scope).on_board().order_by("raised_by__path", "code").values_list(*fields)
    return [Row(*row, short=short_unit(row[6], settings.YIPANQI_DISTRICT)) for row in found]


def _own_column(tree: list[Party], scope) -> str:
    """The committee of somebody who belongs to just one; the whole district stays folded."""
    if scope.sees_everybody or not tree:
        return ""
    home = scope.party_paths[0] if scope.party_paths else scope.branch_path
    if len(home) == len(tree[0].path) * 2:
        return next((each.code if each.kind != "branch" else DIRECT for each in tree if each.path == home), "")
    return next(
        (each.code for each in tree if len(each.path) == 2 * len(tree[0].path) and home.startswith(each.path)), ""
    )


def _touches(column: Column, tree: list[Party], scope, standing) -> bool:
    """The column holds an organisation of the person's own, or a stone the person may see."""
    if any(organization in column.members for _, organization, _, _ in standing):
        return True
    own = (*scope.party_paths, *([scope.branch_path] if scope.branch_path else []))
    return any(each.path.startswith(path) for each in tree if each.pk in column.members for path in own)


def _ask(grid: Grid, tree: list[Party]) -> None:
    """For rows nobody carries: committees where a measure on the same indicator was confirmed or is under way."""
    wanted = {row.indicator_id for row in grid.empty_rows if row.indicator_id}
    if not (grid.whole and wanted):
        return
    found = Measure.objects.filter(indicator__in=wanted, state__in=("confirmed", "reported", "doing"))
    rows = found.order_by("code").values_list("indicator_id", "brand__organization_id", "state")
    home = {pk: column.short for column in grid.columns for pk in column.members}
    for row in grid.empty_rows:
        able = [
            (state != "confirmed", home[pk])
            for indicator, pk, state in rows
            if indicator == row.indicator_id and pk in home
        ]
        names = list(dict.fromkeys(name for _, name in sorted(able, key=lambda each: each[0])))[:2]
        row.ask = "、".join(names)
