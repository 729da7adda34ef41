from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "yipanqi.kit"
    label = "kit"

    def ready(self):
        from yipanqi.kit import registry

        registry.discover()
