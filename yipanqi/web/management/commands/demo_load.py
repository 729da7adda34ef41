"""The demonstration: an invented district, imported from its workbooks by the code that takes a user's upload."""

import hashlib
import json
import os
import secrets
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from yipanqi.kit.clock import today
from yipanqi.kit.workbook import KINDS, applying, staging
from yipanqi.kit.workbook.models import Batch
from yipanqi.organizations.models import Organization
from yipanqi.people.models import Account
from yipanqi.web.sample_people import make_accounts
from yipanqi.web.sample_scheme import adopt_and_reckon
from yipanqi.web.terminal import Progress

FOLDER = settings.BASE_DIR / "examples" / "district"
RECORD = settings.VAR_DIR / "demo.json"
# In the order in which one refers to another.
WORKBOOKS = (
    ("units", "01_行政机构.xlsx"),
    ("organizations", "02_党组织.xlsx"),
    ("people", "03_人员花名册.xlsx"),
    ("appointments", "04_党内任职.xlsx"),
    ("indicators", "06_指标字典.xlsx"),
    ("priorities", "07_业务重点.xlsx"),
    ("brands", "08_支部品牌.xlsx"),
    ("records", "05_组织生活台账_2026.xlsx"),
    ("admissions", "09_发展党员.xlsx"),
    ("dues", "10_党费_2026.xlsx"),
)
# Three years of monthly figures: most rows of all, and the first page needs none of them.
FIGURES = (
    ("observations", "06_业务指标_2024.xlsx"),
    ("observations", "06_业务指标_2025.xlsx"),
    ("observations", "06_业务指标_2026.xlsx"),
)
PIECE = 1 << 20  # bytes of a file taken at a time


class Command(BaseCommand):
    help = "Migrate, import the example district, adopt a scheme, make sample accounts. Again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--digest", default="", help="kept in var/demo.json: what the loaded state was made from")
        parser.add_argument("--without-figures", action="store_true", help="leave the monthly figures to a second call")

    def handle(self, *args, digest: str, without_figures: bool, **options):
        call_command("prepare")
        if Organization.objects.exists() and not RECORD.exists():
            raise CommandError("This database already holds a district of its own; the demonstration stays out of it.")
        record = begun()
        admin, _ = Account.objects.get_or_create(username="admin", defaults={"is_administrator": True})
        progress = Progress(sys.stderr)
        for kind, name in WORKBOOKS if without_figures else WORKBOOKS + FIGURES:
            load(kind, FOLDER / name, admin, progress)
        if not without_figures:
            adopt_and_reckon(admin, progress)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        record["logins"] = [sample.as_json() for sample in make_accounts(record["password"])]
        write(record | {"digest": "" if without_figures else digest})


def begun() -> dict:
    """The record of the demonstration: written first, so that a load that was cut off can be taken up again."""
    record = json.loads(RECORD.read_text("utf-8")) if RECORD.exists() else {"password": password(), "logins": []}
    record |= {"district": settings.YIPANQI_DISTRICT, "today": today().isoformat(), "digest": ""}
    write(record)
    return record


def password() -> str:
    """Three groups of four letters and digits that nobody mistakes for one another: 60 bits."""
    return "-".join("".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(4)) for _ in range(3))


def write(record: dict) -> None:
    """Put the record down, readable by its owner only: it holds the password of the sample accounts."""
    unfinished = RECORD.with_suffix(".unfinished")
    with open(os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
        json.dump(record, file, ensure_ascii=False, indent=1)
    unfinished.replace(RECORD)


def load(kind: str, path: Path, by: Account, progress: Progress) -> None:
    """One workbook, as if somebody had uploaded it, looked at the preview and imported the good rows.

    A workbook that stands imported already is passed over: a load that was cut off goes on where it stopped.
    """
    if stands(kind, path):
        return
    progress.begin(path.stem)
    with path.open("rb") as file:
        batch = staging.receive(iter(lambda: file.read(PIECE), b""), path.name, KINDS[kind], by=by)
    staging.stage(batch, progress.step)
    if batch.state != "ready":
        raise CommandError(f"{path.name}: {batch.refusal or batch.state_label}")
    applying.apply(batch, by=by, report=progress.step)
    batch.refresh_from_db()
    progress.end("{new} new, {changed} changed, {same} same, {faulty} faulty".format(**batch.applied))


def stands(kind: str, path: Path) -> bool:
    """Whether this very file was imported as this kind and not withdrawn since."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Batch.objects.filter(kind=kind, digest=digest, state="applied", withdrawn_at__isnull=True).exists()
