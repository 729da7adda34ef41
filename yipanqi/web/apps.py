from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.models.signals import post_migrate


class WebConfig(AppConfig):
    name = "yipanqi.web"
    label = "web"

    def ready(self):
        # Once a migration: Django tells of it for every app with models, which this one has none of.
        post_migrate.connect(_make_cache_table, sender=apps.get_app_config("kit"))


def _make_cache_table(*, using, **more):
    """Attempts to sign in are counted in it: without it the door fails, and ``migrate`` alone makes no such table."""
    call_command("createcachetable", verbosity=0, database=using)
