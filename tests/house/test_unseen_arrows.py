"""Arrows between rooms that import-linter cannot see: keys, migrations, addresses, templates, names in strings.

Only two arrows may point up: AUTH_USER_MODEL, and Organization from events.
"""

import ast
import re
from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.urls import URLPattern, URLResolver, get_resolver

from tests.house.levels import LEVELS, files, may_know, room_of

UP = {("events", "organizations.Organization")}
ROOMS = "|".join(LEVELS)
TEMPLATE_TAG = re.compile(r"""{%\s*(?P<tag>url|include|extends)\s+["'](?P<name>[^"']+)["']""")
TEMPLATE_NAME = re.compile(rf"^(?P<room>{ROOMS})/[\w/.-]+\.(html|txt)(#[\w-]+)?$")
NAME_IN_STRING = re.compile(rf"^(yipanqi\.)?(?P<room>{ROOMS})\.[A-Za-z_]\w*(\.\w+)*$")
NAMING_CALLS = {
    "reverse",
    "reverse_lazy",
    "redirect",
    "resolve_url",
    "address",
    "pattern",
    "get_model",
    "import_string",
}


def test_keys_between_models_point_down():
    wrong = [f"{room}: {name} -> {target._meta.label}" for room, name, target in keys() if not may_point(room, target)]

    assert wrong == []


def test_organizations_and_people_hold_no_key_to_events():
    below = {"organizations", "people"}
    keyed = [name for room, name, target in keys() if room in below and target._meta.app_label == "events"]

    assert keyed == []


def test_migrations_wait_only_for_rooms_below():
    allowed = {("events", "organizations")} | {(room, settings.AUTH_USER_MODEL.split(".")[0]) for room in LEVELS}
    wrong = [
        f"{room}.{migration.name} waits for {other}.{name}"
        for (room, _), migration in MigrationLoader(None).disk_migrations.items()
        for other, name in migration.dependencies
        if room in LEVELS and other in LEVELS and not may_know(room, other) and (room, other) not in allowed
    ]

    assert wrong == []


def test_addresses_in_code_belong_to_rooms_below():
    owners = dict(owners_of_addresses(get_resolver()))
    wrong = [
        f"{path}:{line} {name} of {owners[name]}"
        for path in files("**/*.py")
        for line, name in named_in_calls(ast.parse(path.read_text("utf-8")))
        if name in owners and not may_know(room_of(path), owners[name])
    ]

    assert wrong == []


def test_templates_use_addresses_and_templates_of_rooms_below():
    owners = dict(owners_of_addresses(get_resolver()))
    wrong = []
    for path in files("templates/**/*.html"):
        for found in TEMPLATE_TAG.finditer(path.read_text("utf-8")):
            name = found["name"]
            owner = owners.get(name) if found["tag"] == "url" else template_owner(name)
            if owner and not may_know(room_of(path), owner):
                wrong.append(f"{path}: {found['tag']} {name} of {owner}")

    assert wrong == []


def test_strings_in_code_name_only_rooms_below():
    wrong = []
    for path in files("**/*.py"):
        room = room_of(path)
        for line, text in strings(ast.parse(path.read_text("utf-8"))):
            owner = template_owner(text) or name_owner(text)
            if owner and not may_know(room, owner) and (room, text) not in UP and text != settings.AUTH_USER_MODEL:
                wrong.append(f"{path}:{line} {text}")

    assert wrong == []


def test_every_room_is_drawn_in_the_levels():
    rooms = {config.label for config in apps.get_app_configs() if config.name.startswith("yipanqi.")}

    assert rooms - set(LEVELS) == set()


def keys() -> Iterator[tuple[str, str, type[models.Model]]]:
    """Room, name and target of every field of our models that points at a model of ours."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in LEVELS:
            continue
        for field in model._meta.get_fields():
            target = field.related_model if isinstance(field, models.ForeignKey | models.ManyToManyField) else None
            if isinstance(target, type) and target._meta.app_label in LEVELS:
                yield model._meta.app_label, f"{model.__name__}.{field.name}", target


def may_point(room: str, target: type[models.Model]) -> bool:
    concrete = target._meta.concrete_model or target
    label = concrete._meta.label
    return may_know(room, concrete._meta.app_label) or label == settings.AUTH_USER_MODEL or (room, label) in UP


def owners_of_addresses(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, str]]:
    """View name -> the room its view stands in."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from owners_of_addresses(entry, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            view = getattr(entry.callback, "view_class", entry.callback)
            parts = view.__module__.split(".")
            if parts[0] == "yipanqi":
                yield f"{namespace}{entry.name}", parts[1]


def named_in_calls(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The first argument of calls that take the name of an address, a model or a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in NAMING_CALLS and isinstance(node.args[0].value, str):
                yield node.lineno, node.args[0].value


def strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every string in the code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def template_owner(name: str) -> str | None:
    """The room whose folder a template name starts with; `base.html` is nobody's: the frame is a convention."""
    found = TEMPLATE_NAME.match(name)
    return found["room"] if found else None


def name_owner(text: str) -> str | None:
    """The room of a model label such as `brands.Measure` or of a dotted path into the house.

    Keys of figures, events and panels look alike (`people.person`): lower case without the house's name means those.
    """
    found = NAME_IN_STRING.match(text)
    if not found:
        return None
    is_model = text.split(".")[1][:1].isupper()
    return found["room"] if is_model or text.startswith("yipanqi.") else None
