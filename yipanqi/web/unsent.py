"""What somebody typed into a form after the session had ended is not lost.

The form comes back inside the page that asks to sign in, signed, so that nothing is kept for strangers. Once signed in
one sees what was typed and sends it on; the page it was meant for then judges it as if it came the first time.
"""

from allauth.account.forms import LoginForm
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render

from yipanqi.kit.once import FIELD as ONCE
from yipanqi.kit.request import Request, own_address
from yipanqi.people.sign_in import LONGEST_UNSENT, UNSENT

SALT = "yipanqi.unsent"
KEPT = 2 * 60 * 60  # seconds
LOST = "登录过期了，刚才填的没有保存。登录后请再填一次；按浏览器的后退键可以看到原来写的"
OURS = {"csrfmiddlewaretoken", ONCE}
HIDDEN = {"version", "back", "here", "shown", "picked"}  # sent along, but typed by nobody


def signed_out(request: Request) -> HttpResponse:
    """The answer to whoever is not signed in: the door, with what was typed if anything was."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    # htmx keeps the text on the page that sent it, and follows a redirect to say why.
    if not request.htmx and _is_ours(request) and (sealed := _seal(request)):
        return render(request, "account/login.html", {"form": LoginForm(), "unsent": sealed}, status=401)
    messages.warning(request, LOST)
    return redirect_to_login(own_address(request, request.META.get("HTTP_REFERER", "")) or "/")


def unsent_page(request: Request) -> HttpResponse:
    """What was typed, with the button that sends it to the page it was meant for."""
    form = _unseal(request.session.get(UNSENT, ""))
    if form is None:
        return redirect("today")
    context = {
        "path": form["path"],
        "fields": form["fields"],
        "typed": _typed(form["fields"]),
        "back": form["page"],
        "files": form["files"],
    }
    return render(request, "web/unsent.html", context)


def _is_ours(request: Request) -> bool:
    """Forms of the sign-in library hold passwords, which nobody should read on a page."""
    match = request.resolver_match
    return match is not None and not match.view_name.startswith(("account_", "mfa_"))


def _typed(fields: list[tuple[str, str]]) -> list[str]:
    """What people recognise as their own words; where there are none, everything that travels."""
    texts = [text for name, text in fields if text.strip() and name not in HIDDEN]
    return [text for text in texts if not text.isascii()] or texts


def _seal(request: Request) -> str:
    """Empty where nothing was typed or it is too long to travel."""
    fields = [(name, text) for name, texts in request.POST.lists() if name not in OURS for text in texts]
    if not any(text.strip() for name, text in fields if name not in HIDDEN):
        return ""
    form = {
        "path": request.get_full_path(),
        "page": own_address(request, request.META.get("HTTP_REFERER", "")) or "/",
        "fields": fields,
        "files": bool(request.FILES),
    }
    sealed = signing.dumps(form, salt=SALT, compress=True)
    return sealed if len(sealed) <= LONGEST_UNSENT else ""


def _unseal(sealed: str) -> dict | None:
    try:
        return signing.loads(sealed, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return None
