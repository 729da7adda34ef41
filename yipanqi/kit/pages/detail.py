"""One thing's page: fetched through ``visible_to`` (a stranger gets 404), with panels, arrows and timeline."""

from typing import Any, ClassVar

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views import View

from yipanqi.kit.arrows import Lifecycle
from yipanqi.kit.panels import panels_for, tabs_for
from yipanqi.kit.prepared import Prepared, prepared
from yipanqi.kit.request import Request


class DetailPage(View):
    """Declare ``model`` and ``template``; ``place`` names the page for panels and tabs (``room.page``)."""

    model: Any  # a model class whose manager has visible_to(scope)
    template = "kit/detail.html"
    place = ""
    related: tuple[str, ...] = ()
    lifecycle: Lifecycle | None = None
    found: ClassVar[Prepared]  # the one thing of a key, as a reader sees it

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.found = prepared(lambda pk, scope: cls().rows(scope).filter(pk=pk).order_by()[:1])

    def rows(self, scope):
        """What ``scope`` sees of the model, and all that the page needs of each."""
        return self.model.objects.visible_to(scope).select_related(*self.related)

    def subject(self, request, pk: int):
        """The one thing, or None where there is none or a stranger asks."""
        return next(iter(self.found(pk, request.scope)), None)

    def context(self, request, subject) -> dict:
        """More for the template."""
        return {}

    def overview(self, request, subject) -> dict:
        """More for what stands on the page itself, not fetched while one of its tabs is open."""
        return {}

    def get(self, request: Request, pk: int) -> HttpResponse:
        subject = self.subject(request, pk)
        if subject is None:
            raise Http404
        scope = request.scope
        tabs = tabs_for(self.place, subject, scope) if self.place else []
        tab = next((each.key for each in tabs if each.key == request.GET.get("tab")), "")
        panels = panels_for(self.place, subject, scope, tab) if self.place else []
        context = {
            "page": self,
            "subject": subject,
            "panels": [panel for panel in panels if not panel.side],
            "tabs": tabs,
            "tab": tab,
            "side_panels": [panel for panel in panels if panel.side],
            "arrows": self.lifecycle.open_to(subject, scope) if self.lifecycle else [],
            **({} if tab else self.overview(request, subject)),
            **self.context(request, subject),
        }
        return render(request, self.template, context)
