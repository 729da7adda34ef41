"""How an upper room is heard below: modules found by name in every installed app, once, at start.

A room that has figures, panels, to-dos, notices, reactions or import kinds puts them into a module of that name;
importing the module registers them. Nothing below ever imports a room above.
"""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

MODULES = ("figures", "panels", "todos", "notices", "reactions", "imports", "lifecycles")


def discover() -> None:
    """Import every registering module of every room of this house."""
    for config in apps.get_app_configs():
        if not config.name.startswith("yipanqi.") or config.name == "yipanqi.kit":
            continue
        for name in MODULES:
            if find_spec(f"{config.name}.{name}"):
                import_module(f"{config.name}.{name}")
