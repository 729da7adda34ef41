from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "yipanqi.members"
    label = "members"
