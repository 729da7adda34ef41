from django.core.management.base import BaseCommand

from yipanqi.tasks.actions import reconcile


class Command(BaseCommand):
    help = "Ask every rule what it wants today and make the to-do rows so (run nightly)."

    def handle(self, *args, **options):
        for kind, wanted in sorted(reconcile().items()):
            self.stdout.write(f"{kind}: {wanted}")
