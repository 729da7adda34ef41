"""Named steps at which a test may kill the process: ``YIPANQI_FAIL_AT=apply.rows`` ends it as ``kill -9`` would."""

import os


def reach(name: str) -> None:
    """End the process at once if this step was named; nothing is flushed, closed or rolled back."""
    if os.environ.get("YIPANQI_FAIL_AT") == name:
        os._exit(137)
