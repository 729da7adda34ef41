"""What insight adds to pages of rooms below."""

from yipanqi.insight.effects import panel  # noqa: F401  before and after on a measure's page
