from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "yipanqi.insight"
    label = "insight"
