"""A form field that names one thing the way import cells do: by code, full name, or a short name nobody else has."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse_lazy

from yipanqi.kit.workbook.directory import Directory, Entry, Index, Unfound


class ReferenceField(forms.CharField):
    """The value is a model instance or None. ``source`` is the view that answers what is being typed.

    Works without scripts: a full name or a code is typed. ``shown(instance)`` is the text an existing value stands as;
    a text such as ``林岚 1001`` is understood by the code in it.
    """

    def __init__(self, *, to: Directory, model: type[models.Model], source: str = "", shown=str, **more):
        super().__init__(**{"widget": forms.TextInput, **more})
        self.directory, self.model, self.shown = to, model, shown
        self.widget.attrs["autocomplete"] = "off"
        if source:
            self.widget.attrs["data-typeahead"] = reverse_lazy(source)

    def to_python(self, value) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        entry = self._find(text)
        return self.model._base_manager.get(pk=entry.id)

    def prepare_value(self, value):
        return self.shown(value) if isinstance(value, self.model) else value

    def _find(self, text: str) -> Entry:
        index = self.directory.index([text, *text.split()])
        try:
            return index.find(text)
        except Unfound as wrong:
            if entry := _by_code_in(index, text):
                return entry
            raise ValidationError(_sentence(wrong)) from wrong


def _by_code_in(index: Index, text: str) -> Entry | None:
    """The one thing whose code is a word of the text."""
    meant = {index.by_code[word.upper()] for word in text.split() if word.upper() in index.by_code}
    return meant.pop() if len(meant) == 1 else None


def _sentence(wrong: Unfound) -> str:
    offers = "、".join(f"{entry.name}({entry.code})" for entry in wrong.offers[:3])
    return f"{wrong.reason}。是不是{offers}" if offers else wrong.reason
