"""One district's table: `python -m benchmarks.pages 201` or `20000`."""

import sys
import tempfile
from pathlib import Path

from benchmarks.pages import standing


def main(district: str) -> None:
    with tempfile.TemporaryDirectory(prefix="yipanqi-bench-") as folder:
        standing.set_up(Path(folder), district)
        from benchmarks.pages import table

        table.print_all(sys.stdout, district)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "201")
