"""Bring an instance up to the code: tables (the cache table with them), static files. Safe to run again."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Migrate the database, collect static files."

    def handle(self, *args, **options):
        quiet = {"verbosity": 0, "interactive": False}
        call_command("migrate", **quiet)
        if "Manifest" in settings.STORAGES["staticfiles"]["BACKEND"]:
            call_command("collectstatic", **quiet)
