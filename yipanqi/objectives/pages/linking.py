"""One row that may serve a priority: choose which, or say that it serves none."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from yipanqi.kit import undo
from yipanqi.kit.arrows import Refused
from yipanqi.kit.request import whole
from yipanqi.objectives import linking
from yipanqi.objectives.models import Priority, Serves
from yipanqi.objectives.pages.words import aim_of


def link_page(request, model: str, pk: int) -> HttpResponse:
    """GET offers every open priority, the likeliest first; POST links (``priority``) or sets apart (``apart``)."""
    row = linking.find(model, pk, request.scope)
    if row is None:
        raise Http404
    if sentence := row.linkable_by(request.scope):
        raise PermissionDenied(sentence)
    if request.method == "POST":
        return _answer(request, row)
    return _show(request, row)


def _answer(request, row: Serves) -> HttpResponse:
    try:
        say(
            request, row, request.POST.get("priority", ""), request.POST.get("reason", ""), request.POST.get("seen", "")
        )
    except Refused as refusal:
        return _show(request, row, str(refusal), refusal.status)
    return redirect(row.get_absolute_url())


def say(request, row: Serves, priority: str, reason: str, seen: str) -> None:
    """Link the row to the priority with that id, or set it apart when there is none; offers the way back."""
    before = {"priority": row.priority_id, "reason": row.serves_none_because}
    told = {"by": request.user, "scope": request.scope, "seen": whole(seen)}
    if priority:
        chosen = Priority.objects.visible_to(request.scope).filter(pk=whole(priority)).first()
        if chosen is None:
            raise Refused("没有这项业务重点", status=422)
        linking.link(row, chosen, **told)
        sentence = f"挂到了“{chosen.name}”"
    else:
        linking.set_apart(row, reason=reason, **told)
        sentence = "记下了：不关联业务重点"
    label = row._meta.label_lower
    undo.offer(request, sentence, "objectives.link", model=label, pk=row.pk, version=row.version, **before)


def _show(request, row: Serves, refusal: str = "", status: int = 200) -> HttpResponse:
    open_ones = list(
        Priority.objects.visible_to(request.scope)
        .filter(state__in=("active", "not_started"))
        .select_related("raised_by", "indicator")
        .order_by("raised_by__path", "code")
    )
    likely = row.priorities_to_offer(open_ones)
    rest = [each for each in open_ones if each not in likely]
    context = {
        "row": row,
        "refusal": refusal,
        "likely": [(each, aim_of(each)) for each in likely],
        "rest": [(each, aim_of(each)) for each in rest],
        "back": row.get_absolute_url(),
    }
    return render(request, "objectives/link.html", context, status=status)
