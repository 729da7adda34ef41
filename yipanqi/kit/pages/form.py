"""A form page: 422 with a summary when something must be mended, 409 with both texts when somebody was faster."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ChoiceField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from yipanqi.kit.arrows import Refused
from yipanqi.kit.request import whole


class FormPage(View):
    """Declare ``form`` (a ModelForm or Form), ``title``, ``verb`` (the button); write ``save(form, request)``.

    ``save`` calls an action and returns where to go. For an edit declare ``model``; the page then fetches the row
    through ``visible_to`` and refuses a save made from an older ``version``.
    """

    model: Any = None  # a model class whose manager has visible_to(scope)
    form: type
    title = ""
    verb = "保存"
    template = "kit/form.html"
    done = ""

    def may(self, scope, subject) -> str | None:
        """None when this person may, else the sentence that says who can."""
        return None

    def save(self, form, request, subject) -> str:
        raise Http404

    def initial(self, request, subject) -> dict:
        return {}

    def context(self, request, subject) -> dict:
        return {}

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        subject = self._subject(request, pk)
        return self._show(request, self._form(request, subject), subject, 200)

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        subject = self._subject(request, pk)
        form = self._form(request, subject, request.POST, request.FILES)
        if not form.is_valid():
            return self._show(request, form, subject, 422)
        if subject is not None and self._is_stale(request, subject):
            return self._conflict(request, form, subject)
        try:
            target = self.save(form, request, subject)
        except Refused as refusal:
            if refusal.status == 403:
                raise PermissionDenied(str(refusal)) from refusal
            form.add_error(None, str(refusal))
            return self._show(request, form, subject, refusal.status)
        if self.done:
            messages.success(request, self.done)
        return redirect(target)

    def _subject(self, request, pk):
        if self.model is None or pk is None:
            subject = None
        else:
            subject = self.model.objects.visible_to(request.scope).filter(pk=pk).first()
            if subject is None:
                raise Http404
        if sentence := self.may(request.scope, subject):
            raise PermissionDenied(sentence)
        return subject

    def _form(self, request, subject, *data):
        bound = {"instance": subject} if subject is not None and hasattr(self.form, "_meta") else {}
        return self.form(*data, initial=self.initial(request, subject), **bound)

    def _is_stale(self, request, subject) -> bool:
        seen = whole(request.POST.get("version"))
        if seen is None or not hasattr(subject, "version"):
            return False
        now = type(subject)._base_manager.filter(pk=subject.pk).values_list("version", flat=True).first()
        return now is not None and seen != now

    def _conflict(self, request, form, subject):
        theirs = type(subject)._base_manager.get(pk=subject.pk)
        mine, standing = form.cleaned_data, self._standing(request, theirs)
        both = [
            {"label": field.label, "mine": said(field, mine.get(name)), "theirs": said(field, standing.get(name))}
            for name, field in form.fields.items()
            if mine.get(name) != standing.get(name)
        ]
        context = {"page": self, "both": both, "subject": theirs, "form": form, **self.context(request, subject)}
        return render(request, "409.html", context, status=409)

    def _standing(self, request, theirs) -> dict:
        """What the row as it stands now would be if somebody had typed it into this very form."""
        empty = self._form(request, theirs)
        filled = self._form(request, theirs, {name: empty[name].value() for name in empty.fields})
        filled.is_valid()
        return {name: filled.cleaned_data.get(name, getattr(theirs, name, None)) for name in filled.fields}

    def _show(self, request, form, subject, status):
        # A form that is shown again still stands on what its writer looked at, not on what is there by now.
        version = request.POST.get("version") or getattr(subject, "version", None)
        context = {"page": self, "form": form, "subject": subject, "version": version}
        context |= self.context(request, subject)
        return render(request, self.template, context, status=status)


def said(field: Any, value) -> str:
    """A cleaned value as people read it: the words of a choice, several things joined."""
    if isinstance(value, list | tuple | QuerySet):
        return "、".join(map(str, value))
    chosen = isinstance(field, ChoiceField) and not hasattr(field, "queryset")  # rows say what they are themselves
    choices: dict = dict(cast(Any, field).choices) if chosen else {}
    return "" if value is None else str(choices.get(value, value))
