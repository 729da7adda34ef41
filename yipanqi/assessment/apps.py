from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "yipanqi.assessment"
    label = "assessment"
