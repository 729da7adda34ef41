"""Keeping, sharing and removing saved views of lists."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View

from yipanqi.kit import saved_views
from yipanqi.kit.arrows import Refused
from yipanqi.kit.models import SavedView
from yipanqi.kit.request import Request


class SaveView(View):
    """``POST page, query, name``: keep the present filters."""

    def post(self, request: Request) -> HttpResponse:
        page, query = request.POST.get("page", ""), request.POST.get("query", "")
        back = _address(page, query)
        try:
            view = saved_views.save(by=request.user, page=page, query=query, name=request.POST.get("name", ""))
            messages.success(request, f"存下了“{view.name}”，只有你看得到")
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect(back)


class ChangeView(View):
    """``POST verb``: share, unshare or remove an own view."""

    model = SavedView

    def post(self, request: Request, pk: int) -> HttpResponse:
        view = SavedView.objects.visible_to(request.scope).filter(pk=pk).first()
        if view is None:
            raise Http404
        try:
            return redirect(_address(view.page, _walk(request, view)))
        except Refused as refusal:
            raise PermissionDenied(str(refusal)) from refusal


def _walk(request, view: SavedView) -> str:
    """Do it, say it; returns the filters that stay."""
    verb = request.POST.get("verb")
    if verb == "remove":
        saved_views.remove(view, by=request.user)
        messages.success(request, f"删掉了“{view.name}”")
        return view.query
    saved_views.share(view, by=request.user, shared=verb == "share")
    words = "能打开这个名单的人都看得到" if verb == "share" else "只有你看得到"
    messages.success(request, f"“{view.name}”现在{words}")
    return view.query


def _address(page: str, query: str) -> str:
    address = reverse(page) if saved_views.is_page(page) else "/"
    return f"{address}?{saved_views.normal(query)}"
