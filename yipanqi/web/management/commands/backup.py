"""One folder with everything an instance needs to live again: database, files, keys."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

# Below YIPANQI_VAR. Logs, collected static files and test leftovers can be made again.
KEPT = ("files", "uploads", "keys")
UNFINISHED = ".unfinished"


class Command(BaseCommand):
    help = "Write a backup into a new folder below FOLDER; the instance may go on working meanwhile."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--keep", type=int, default=0, metavar="N", help="remove all but the newest N (0: keep all)"
        )

    def handle(self, *args, folder: Path, keep: int, **options):
        name = f"yipanqi-{timezone.localtime():%Y%m%d-%H%M%S}"
        building = folder / f"{name}{UNFINISHED}"
        building.mkdir(mode=0o700, parents=True)
        dump(building)
        for part in KEPT:
            if (settings.VAR_DIR / part).exists():
                shutil.copytree(settings.VAR_DIR / part, building / part)
        building.rename(folder / name)
        for old in sorted(folder.glob("yipanqi-*"))[:-keep] if keep else []:
            shutil.rmtree(old)
        self.stdout.write(str(folder / name))


def dump(folder: Path) -> None:
    """The database as one consistent moment, without stopping anybody."""
    if connection.vendor == "sqlite":
        target = folder / "yipanqi.sqlite3"
        with (
            closing(sqlite3.connect(connection.settings_dict["NAME"])) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
        return
    database = connection.settings_dict
    place = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    variables = {**os.environ, **{key: str(database[name]) for key, name in place.items() if database[name]}}
    command = ["pg_dump", "--format=custom", "--no-owner", f"--file={folder / 'yipanqi.dump'}"]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandError(f"pg_dump failed: {done.stderr.strip()}")
