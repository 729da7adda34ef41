"""What insight adds to pages of rooms below."""

from yipanqi.insight.board import crossing  # noqa: F401  from a measure to its crossing
from yipanqi.insight.effects import panel  # noqa: F401  before and after on a measure's page
