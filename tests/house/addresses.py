"""Every address of the house with its view and with arguments to try it by."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from yipanqi.kit.pages import DetailPage
from yipanqi.kit.panels import TABS, tabs_for
from yipanqi.people.scope import Scope

# Views that are no page class with a model say here whose rows their keys name.
ROWS = {
    "set_aside": "tasks.Todo",
    "objectives:link": "brands.Measure",
    "people:affiliate": "people.Person",
    "assessment:again": "assessment.Run",
    "assessment:cancel": "assessment.Run",
    **dict.fromkeys(
        ("imports:batch", "imports:headers", "imports:mend", "imports:apply", "imports:give_up", "imports:again",
         "imports:faulty", "imports:withdraw"),
        "kit.Batch",
    ),
}  # fmt: skip
# Arguments that are no keys of rows.
WORDS: dict[str, dict[str, str]] = {
    "imports:form": {"slug": "units"},
    "objectives:link": {"model": "brands.measure"},
}
# Pages that are asked for with what they are about in the query: without it they know nothing and answer 404.
ASKED_BY_QUERY = {"people:reasons"}
# Pages that only some of the rows one sees have: members without a branch, batches with faulty rows.
FOR_SOME_ROWS = {"people:affiliate", "imports:faulty"}
NO_ROW = 10**15  # a key nothing has


@dataclass(frozen=True)
class Address:
    """A view name with the view behind it and the names of its arguments."""

    name: str
    view: Any
    arguments: tuple[str, ...]

    @property
    def is_ours(self) -> bool:
        return str(self.view.__module__).startswith("yipanqi.")

    @property
    def shows_pages(self) -> bool:
        """Whether it answers a GET at all, as far as its class tells; of a function one has to try."""
        return hasattr(self.view, "get") or not isinstance(self.view, type)

    @property
    def model(self) -> type[models.Model] | None:
        """The model whose rows `pk` names."""
        label = ROWS.get(self.name)
        return apps.get_model(label) if label else getattr(self.view, "model", None)

    @property
    def keys(self) -> tuple[str, ...]:
        """The arguments the sweep has to choose: `pk` or nothing."""
        return tuple(name for name in self.arguments if name not in WORDS.get(self.name, {}))

    def at(self, **arguments: Any) -> str:
        return reverse(self.name, kwargs={**WORDS.get(self.name, {}), **arguments})


def addresses() -> list[Address]:
    """All of them, ours and those of libraries, in the order of the address table."""
    return list(_walk(get_resolver(), "", ()))


def _walk(resolver: URLResolver, namespace: str, before: tuple[str, ...]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        arguments = (*before, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace, arguments)
        elif isinstance(entry, URLPattern):
            view = getattr(entry.callback, "view_class", entry.callback)
            yield Address(f"{namespace}{entry.name}", view, arguments)


def seen_and_unseen(address: Address, scope: Scope) -> tuple[int | None, int | None]:
    """A row of the address this person may see and one that stays hidden, where there are such."""
    model = address.model
    assert model is not None, f"{address.name}: whose rows does its key name?"
    rows = model._default_manager.all()
    seen = model._default_manager.visible_to(scope)  # type: ignore[attr-defined]
    first = seen.order_by("pk").values_list("pk", flat=True).first()
    hidden = rows.exclude(pk__in=seen.order_by().values("pk")).order_by("pk").values_list("pk", flat=True).first()
    return first, hidden


@dataclass(frozen=True)
class OpenTab:
    """A tab of a page, by the name under which its budget stands: ``organizations:organization?tab=life``."""

    address: Address
    key: str

    @property
    def name(self) -> str:
        return f"{self.address.name}?tab={self.key}"

    def at(self, scope: Scope) -> str | None:
        """The tab on the first row that has it for this person; None where none has."""
        model: Any = self.address.model
        for pk in model.objects.visible_to(scope).order_by("pk").values_list("pk", flat=True):
            page = self.address.view()
            subject = page.subject(SimpleNamespace(scope=scope), pk)
            if any(each.key == self.key for each in tabs_for(page.place, subject, scope)):
                return f"{self.address.at(pk=pk)}?tab={self.key}"
        return None


def tabs() -> list[OpenTab]:
    """Every tab of every page of one thing."""
    pages = [each for each in addresses() if isinstance(each.view, type) and issubclass(each.view, DetailPage)]
    return [OpenTab(page, tab.key) for page in pages for tab in TABS.get(page.view.place, ())]
