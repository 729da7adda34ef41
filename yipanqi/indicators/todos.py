"""What this room wants done."""

from yipanqi.indicators.observations import todos  # noqa: F401  figures that jumped
