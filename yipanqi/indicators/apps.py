from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "yipanqi.indicators"
    label = "indicators"
