"""Both ends that are not joined: priorities nobody carries, and what serves nothing yet."""

from math import ceil
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from yipanqi.kit.arrows import Refused
from yipanqi.kit.pager import pager
from yipanqi.kit.request import whole
from yipanqi.objectives import linking
from yipanqi.objectives.models import SERVING, Priority, Serves
from yipanqi.objectives.pages.linking import say
from yipanqi.objectives.pages.words import aim_of

PER_PAGE = 30
MOST_PRIORITIES = 50
MOST_OFFERS = 2
SHOWN = {"": "还没说的", "apart": "说了不关联的"}


def orphans_page(request) -> HttpResponse:
    """``?show=apart`` shows what was set apart. POST ``link=room.model:id:version:priority id`` (no priority: none)."""
    if request.method == "POST":
        return _answer(request)
    show = request.GET.get("show", "") if request.GET.get("show") in SHOWN else ""
    rows = Priority.objects.visible_to(request.scope).filter(state__in=("active", "not_started")).with_carriers()
    open_ones = list(rows.select_related("raised_by", "indicator").order_by("raised_by__path", "code"))
    waiting = [each for each in open_ones if each.state == "active" and not each.carriers]
    kinds = {serving._meta.label_lower: serving for serving in SERVING}
    first = next((key for key, each in kinds.items() if each.carries), "")
    chosen = request.GET.get("of", "") if request.GET.get("of") in kinds else first
    context = {
        "crumbs": [("业务重点", reverse("objectives:priorities")), ("两头没接上的", None)],
        "waiting": [(each, aim_of(each)) for each in waiting[:MOST_PRIORITIES]],
        "more_waiting": len(waiting) > MOST_PRIORITIES,
        "group": _group(kinds[chosen], request, show, open_ones),
        "kinds": [(each.called, _here(of=key, show=show), key == chosen) for key, each in kinds.items()],
        "shows": [(words, _here(of=chosen, show=key), key == show) for key, words in SHOWN.items()],
        "show": show,
    }
    return render(request, "objectives/orphans.html", context)


def _answer(request) -> HttpResponse:
    model, pk, seen, priority = (request.POST.get("link", "").split(":") + [""] * 4)[:4]
    row = linking.find(model, whole(pk) or 0, request.scope)
    try:
        if row is None:
            raise Refused("找不到这一项了", status=409)
        say(request, row, priority, "", seen)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(request.get_full_path())


def _group(serving: type[Serves], request, show: str, open_ones: list[Priority]) -> dict:
    """One page of the rows of one kind, each with the priorities it most likely serves."""
    orphans = serving.orphans(request.scope)
    orphans = orphans.exclude(serves_none_because="") if show else orphans.filter(serves_none_because="")
    count = orphans.order_by().count()
    pages = max(1, ceil(count / PER_PAGE))
    wanted = request.GET.get("page", "1")
    page = min(max(1, int(wanted) if wanted.isdecimal() and len(wanted) < 6 else 1), pages)
    rows = orphans[(page - 1) * PER_PAGE : page * PER_PAGE]
    return {
        "called": serving.called,
        "label": serving._meta.label_lower,
        "count": count,
        "rows": [_row(each, request.scope, open_ones) for each in rows],
        "pager": pager(
            page, pages, lambda n: _here(of=serving._meta.label_lower, show=show, page=str(n)), f"共 {count:,} 项"
        ),
    }


def _here(**choices: str) -> str:
    return "?" + urlencode({name: value for name, value in choices.items() if value})


def _row(row: Serves, scope, open_ones: list[Priority]) -> dict:
    refused = row.linkable_by(scope)
    offers = [] if refused else row.priorities_to_offer(open_ones)[:MOST_OFFERS]
    return {"row": row, "refused": refused, "offers": offers, "about": row.about}
