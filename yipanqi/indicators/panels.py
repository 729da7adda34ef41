"""What this room adds to pages below it."""

from yipanqi.indicators.observations import panels  # noqa: F401  figures on the page of a unit
