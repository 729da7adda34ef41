"""Rows a second of every workbook of the example district, and how long another writer waited meanwhile.

Each workbook goes through the code that takes an upload: received, read, checked, staged, applied. Beside it a second
connection begins and ends a writing transaction again and again; the longest wait is the longest lock.
"""

import os
import resource
import sqlite3
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TextIO

PAUSE = 0.01  # seconds between two attempts of the other writer


def main(out: TextIO) -> None:
    with tempfile.TemporaryDirectory(prefix="yipanqi-bench-") as folder:
        database = set_up(Path(folder))
        from yipanqi.people.models import Account
        from yipanqi.web.management.commands.demo_load import FIGURES, FOLDER, WORKBOOKS

        admin = Account.objects.create(username="admin", is_administrator=True)
        print(f"\n{'workbook':<30}{'rows':>8}{'seconds':>9}{'rows/s':>9}{'longest lock':>14}", file=out)
        for kind, name in WORKBOOKS + FIGURES:
            print(line(kind, FOLDER / name, admin, database), file=out, flush=True)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"\npeak memory of the process {peak:,.0f} MB   (bars: lock 3 s, figures 15 s in all, 300 MB)", file=out)


def set_up(folder: Path) -> str:
    """Django on an empty database of its own; its path."""
    from tests import templates

    os.environ |= {"YIPANQI_VAR": str(folder), "YIPANQI_TODAY": "2026-11-24", "YIPANQI_PLAIN_STATIC": "1"}
    os.environ["YIPANQI_DATABASE"] = templates.copy("empty", "bench", folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "yipanqi.web.settings"
    import logging

    import django

    django.setup()
    logging.disable(logging.INFO)
    return os.environ["YIPANQI_DATABASE"]


def line(kind: str, path: Path, by, database: str) -> str:
    from yipanqi.kit.workbook import KINDS, applying, staging

    with OtherWriter(database) as other:
        start = time.perf_counter()
        with path.open("rb") as file:
            batch = staging.receive(iter(lambda: file.read(1 << 20), b""), path.name, KINDS[kind], by=by)
        staging.stage(batch)
        applying.apply(batch, by=by)
        took = time.perf_counter() - start
    batch.refresh_from_db()
    rows = sum(batch.applied[outcome] for outcome in ("new", "changed", "same", "faulty"))
    return f"{path.stem:<30}{rows:>8,}{took:>9.1f}{rows / took:>9,.0f}{other.longest:>12.2f} s"


class OtherWriter:
    """Somebody else who wants to write all the time; ``longest`` is the longest wait in seconds."""

    def __init__(self, database: str):
        self.database, self.longest = database, 0.0
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self._write, daemon=True)

    def __enter__(self) -> "OtherWriter":
        self.thread.start()
        return self

    def __exit__(self, *reason) -> None:
        self.stopped.set()
        self.thread.join()

    def _write(self) -> None:
        connection = sqlite3.connect(self.database, timeout=60, isolation_level=None)
        while not self.stopped.wait(PAUSE):
            start = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            self.longest = max(self.longest, time.perf_counter() - start)
            connection.execute("COMMIT")
        connection.close()


if __name__ == "__main__":
    main(sys.stdout)
