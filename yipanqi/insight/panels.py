"""What insight adds to pages below it; importing a module registers its panel."""

from yipanqi.insight.board import crossing  # noqa: F401  from a measure to its crossing on the board
from yipanqi.insight.effects import panel  # noqa: F401  before and after, on a measure's page
from yipanqi.insight.harmony import panel as picture_of_a_run  # noqa: F401  from a finished run to its picture
