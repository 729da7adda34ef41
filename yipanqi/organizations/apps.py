from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "yipanqi.organizations"
    label = "organizations"
