"""Walking an arrow: one page for all life cycles. GET asks (works without scripts), POST moves and offers undo."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from yipanqi.kit import undo
from yipanqi.kit.arrows import LIFECYCLES, Arrow, Lifecycle, Refused
from yipanqi.kit.request import Request, own_address, whole


def act(request: Request, model: str, pk: int, name: str) -> HttpResponse:
    """Ask for and walk the arrow ``name`` of ``model`` (``room.model``)."""
    lifecycle, subject, arrow = _find(request, model, pk, name)
    if request.method != "POST":
        reason = None if arrow in lifecycle.leaving(subject) else "现在走不到这一步"
        return _ask(request, subject, arrow, arrow.may(subject, request.scope) or reason, 200)
    try:
        lifecycle.move(
            subject, name, by=request.user, scope=request.scope,
            sentence=request.POST.get("sentence", ""), seen=whole(request.POST.get("version")),
        )  # fmt: skip
    except Refused as refusal:
        return _ask(request, subject, arrow, str(refusal), refusal.status)
    if arrow.undo:
        undo.offer(request, f"已{arrow.label}", "arrow", model=lifecycle.model_label, pk=pk, arrow=arrow.undo)
    else:
        messages.success(request, f"已{arrow.label}")
    return redirect(_back(request, subject))


@require_POST
def undo_last(request: Request) -> HttpResponse:
    try:
        messages.success(request, undo.take_back(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(_back(request, None))


def _find(request, model: str, pk: int, name: str) -> tuple[Lifecycle, object, Arrow]:
    lifecycle = next((each for each in LIFECYCLES.values() if each.model_label.lower() == model), None)
    if lifecycle is None or name not in lifecycle.arrows or lifecycle.arrows[name].only_undo:
        raise Http404
    subject = lifecycle.model.objects.visible_to(request.scope).filter(pk=pk).first()
    if subject is None:
        raise Http404
    return lifecycle, subject, lifecycle.arrows[name]


def _ask(request, subject, arrow, reason, status):
    context = {
        "subject": subject,
        "arrow": arrow,
        "reason": reason,
        "sentence": request.POST.get("sentence", ""),
        "mendable": status == 422,
        "version": request.POST.get("version") or subject.version,
        "back": _back(request, subject),
    }
    return render(request, "kit/act.html", context, status=status)


def _back(request, subject) -> str:
    wanted = request.POST.get("back") or request.GET.get("back") or request.META.get("HTTP_REFERER", "")
    if (back := own_address(request, wanted)) and "/act/" not in back:
        return back
    return subject.get_absolute_url() if hasattr(subject, "get_absolute_url") else "/"
