"""Filter bars drawn in Python: a filter takes its value from the address, narrows the rows, and draws its control."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString, mark_safe

from yipanqi.kit.links import page


@dataclass(frozen=True)
class Filter:
    """``narrow(queryset, value, scope)`` returns the rows that match a non-empty value."""

    name: str
    label: str
    narrow: Callable[[QuerySet, str, Any], QuerySet]
    more: bool = False

    def draw(self, value: str) -> str:
        """The labelled control."""
        return self.wrap(
            f'<input class="input" type="text" id="f-{self.name}" name="{self.name}" value="{escape(value)}">'
        )

    def wrap(self, control: str) -> SafeString:
        """The control with its label; what it was made from is escaped already."""
        return mark_safe(f'<div class="field"><label for="f-{self.name}">{escape(self.label)}</label>{control}</div>')

    def words(self, value: str) -> str:
        """How the choice reads in a chip."""
        return value


@dataclass(frozen=True)
class Search(Filter):
    """Free text. ``hint`` stands inside the box; pressing ``/`` goes there.

    With ``source`` (a view name) suggestions come while one types; Enter still asks for all that match.
    """

    hint: str = ""
    source: str = ""

    def draw(self, value: str) -> str:
        suggested = f' data-typeahead="{page(self.source)}" data-free' if self.source else ""
        return self.wrap(
            f'<input class="input search" type="search" id="f-{self.name}" name="{self.name}" value="{escape(value)}"'
            f' placeholder="{escape(self.hint)}" autocomplete="off" data-search{suggested}>'
        )


@dataclass(frozen=True)
class Unseen(Filter):
    """A filter that links set and people only take away: no control, its chip says what it does."""

    says: str = ""

    def draw(self, value: str) -> str:
        return mark_safe(f'<input type="hidden" name="{self.name}" value="{escape(value)}">') if value else ""

    def words(self, value: str) -> str:
        return self.says


@dataclass(frozen=True)
class Choice(Filter):
    """One of a few. ``options`` maps values to words."""

    options: Mapping[str, str] = field(default_factory=dict)

    def draw(self, value: str) -> str:
        options = "".join(
            f'<option value="{escape(key)}"{" selected" if key == value else ""}>{escape(words)}</option>'
            for key, words in {"": "全部", **self.options}.items()
        )
        return self.wrap(f'<select class="input" id="f-{self.name}" name="{self.name}">{options}</select>')

    def words(self, value: str) -> str:
        return self.options.get(value, value)


def choice(name: str, label: str, options: Mapping[str, str], lookup: str | None = None, **more) -> Choice:
    """A choice that compares one field (``lookup``, the filter's name unless given) with the value."""

    def narrow(queryset, value, scope):
        return queryset.filter(**{lookup or name: value}) if value in options else queryset.none()

    return Choice(name, label, narrow, options=options, **more)


def search(name: str, label: str, lookups: tuple[str, ...], hint: str = "", **more) -> Search:
    """Free text looked for in several fields."""

    def narrow(queryset, value, scope):
        condition = Q(pk__in=[])
        for lookup in lookups:
            condition |= Q(**{lookup: value})
        return queryset.filter(condition)

    return Search(name, label, narrow, hint=hint, **more)


@dataclass(frozen=True)
class Typeahead(Filter):
    """Text with suggestions from ``source`` (a view name); without scripts a full name or code does."""

    source: str = ""
    hint: str = ""

    def draw(self, value: str) -> str:
        return self.wrap(
            f'<input class="input" type="text" id="f-{self.name}" name="{self.name}" value="{escape(value)}"'
            f' placeholder="{escape(self.hint)}" autocomplete="off" role="combobox" aria-expanded="false"'
            f' aria-autocomplete="list" data-typeahead="{page(self.source)}">'
        )
