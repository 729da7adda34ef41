"""What pages cost: CPU time in process through the full middleware, beside what nobody could leave out.

For 201 branches (the example district) and for 20,000 invented ones, as a branch secretary and as a district's Party
officer. `python -m benchmarks.pages 201` runs the first part only.
"""

import subprocess
import sys
from typing import TextIO

DISTRICTS = ("201", "20000")


def main(out: TextIO) -> None:
    """Each district in a process of its own: settings and caches belong to one database."""
    for district in DISTRICTS:
        subprocess.run([sys.executable, "-m", "benchmarks.pages", district], check=True, stdout=out)
