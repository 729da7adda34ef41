from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "yipanqi.events"
    label = "events"

    def ready(self):
        from yipanqi.events import actions  # noqa: F401  registers the recorder of kit.journal
