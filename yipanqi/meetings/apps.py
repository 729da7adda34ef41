from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "yipanqi.meetings"
    label = "meetings"
