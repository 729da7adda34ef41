from django.apps import AppConfig


class BrandsConfig(AppConfig):
    name = "yipanqi.brands"
    label = "brands"
