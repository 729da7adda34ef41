from django.conf import settings
from django.core.management.base import BaseCommand

from yipanqi.kit.diagrams import document


class Command(BaseCommand):
    help = "Write docs/lifecycles.md from the arrows the rooms declare."

    def handle(self, *args, **options):
        (settings.BASE_DIR / "docs" / "lifecycles.md").write_text(document(), encoding="utf-8")
