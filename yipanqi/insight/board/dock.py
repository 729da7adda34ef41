"""The chosen stone: the measures at one crossing, each opening to its own page."""

from django.db.models import Q

from yipanqi.brands.models import Measure
from yipanqi.brands.moving import now_of
from yipanqi.insight.board.grid import STONE_WORDS, Grid

MOST_MEASURES = 12  # told one by one; the priority's page lists all


def dock(grid: Grid, at: tuple[str, str], scope) -> dict | None:
    """What the dock shows, or None when nothing stands there (any more). Two statements."""
    row = next((row for row in grid.rows if row.code == at[0]), None)
    column = next((column for column in grid.columns if column.code == at[1]), None)
    if row is None or column is None or column.code not in row.crossings:
        return None
    crossing = row.crossings[column.code]
    own = column.holds("brand__organization__path")
    joint = Measure.objects.filter(column.holds("brand__partners__path"), priority=row.pk).order_by().values("pk")
    measures = (
        Measure.objects.visible_to(scope)
        .on_board()
        .filter(own | Q(pk__in=joint), priority=row.pk)
        .select_related("brand__organization", "owner", "indicator", "accepting_unit", "confirmed_by")
        .order_by("code")
    )
    shown = list(measures[:MOST_MEASURES])
    standing = now_of(shown, scope)
    return {
        "row": row,
        "column": column,
        "stone": crossing.stone,
        "stone_words": STONE_WORDS[crossing.stone],
        "measures": [(measure, standing.get(measure.pk)) for measure in shown],
        "more": crossing.measures - len(shown),
        "in_row": sum(row.counts),
        "in_column": grid.measures_in(column),
    }
