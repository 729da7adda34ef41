from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "yipanqi.tasks"
    label = "tasks"
