"""What is done with people picked on the list: carried from page to page, all of them, exported, kept as a 名单."""

from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View

from yipanqi.kit import saved_views
from yipanqi.kit.arrows import Refused
from yipanqi.kit.request import Request
from yipanqi.people.actions import keep_list, pick
from yipanqi.people.models import Person, Selection
from yipanqi.people.pages.finding import FILTERS
from yipanqi.people.pages.listing import PeopleList

LIST = "people:people"


class Select(View):
    """``POST verb`` with ``chosen`` (ticked rows), ``shown`` (rows of the page), ``picked`` (what was ticked before)
    and ``here`` (the list's address). Every verb leads back to the list."""

    request: Request

    def post(self, request: Request) -> HttpResponse:
        verb = request.POST.get("verb", "keep")
        here = request.POST.get("here", "").replace("%00", "")  # an address inside a field: nobody has looked for NULs
        state = {name: value for name, value in parse_qsl(here) if name != "picked"}
        if verb == "clear":
            return _back(state)
        try:
            with transaction.atomic():
                persons = self._all(state) if verb == "all" else self._ticked()
                selection = pick(persons, by=request.user)
                return self._go_on(verb, selection, state)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return _back(state)

    def _all(self, state: dict[str, str]):
        """Everybody the list shows at this moment."""
        values = {each.name: state.get(each.name, "") for each in FILTERS}
        return PeopleList().narrowed(self.request, values).order_by().values_list("pk", flat=True)

    def _ticked(self) -> list[int]:
        """Those picked before, but for this page: there the boxes say it."""
        shown, chosen = _keys(self.request.POST.getlist("shown")), _keys(self.request.POST.getlist("chosen"))
        picked = _keys([self.request.POST.get("picked", "")])
        before = Selection.objects.visible_to(self.request.scope).filter(pk__in=picked)
        kept = set(before.exclude(persons=None).values_list("persons", flat=True)) - shown
        seen = Person.objects.visible_to(self.request.scope).filter(pk__in=chosen | kept)
        return list(seen.values_list("pk", flat=True))

    def _go_on(self, verb: str, selection: Selection, state: dict[str, str]) -> HttpResponse:
        if verb == "export":
            kept = {name: value for name, value in state.items() if name in ("cols", "sort")}
            return _back({**kept, "list": str(selection.pk), "export": "xlsx"})
        if verb == "list":
            return self._keep_list(selection)
        return _back(
            {**state, "picked": str(selection.pk), "page": self.request.POST.get("page", state.get("page", ""))}
        )

    def _keep_list(self, selection: Selection) -> HttpResponse:
        kept = keep_list(selection, name=self.request.POST.get("list_name", ""), by=self.request.user)
        query = urlencode({"list": kept.pk})
        saved_views.save(by=self.request.user, page=LIST, query=query, name=kept.name)
        messages.success(self.request, f"“{kept.name}”里有 {kept.persons.count()} 人，只有你看得到")
        return _back({"list": str(kept.pk)})


def _keys(texts: list[str]) -> set[int]:
    return {int(key) for text in texts for key in text.split(",") if key.isdecimal() and len(key) < 12}


def _back(state: dict[str, str]) -> HttpResponse:
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in state.items() if value})
    return redirect(f"{reverse(LIST)}?{query.urlencode()}")
