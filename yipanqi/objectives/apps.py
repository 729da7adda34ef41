from django.apps import AppConfig


class ObjectivesConfig(AppConfig):
    name = "yipanqi.objectives"
    label = "objectives"
