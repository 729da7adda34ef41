"""How one person wants the screen: light or dark, text size, single-key shortcuts.

Kept in a cookie, applied on the server, so that it works without scripts and on error pages without a database.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from yipanqi.kit.request import own_address

COOKIE = "look"
YEAR = 60 * 60 * 24 * 365  # seconds
THEMES = {"system": "跟随系统", "light": "浅色", "dark": "深色"}
SIZES = {"standard": "标准", "large": "大", "xlarge": "特大"}
KEYS = {"on": "开", "off": "关"}
# When dark.css applies: never on paper.
DARK_MEDIA = {"system": "screen and (prefers-color-scheme: dark)", "light": "not all", "dark": "screen"}


@dataclass(frozen=True)
class Look:
    theme: str = "system"
    size: str = "standard"
    keys: str = "on"

    @property
    def dark_media(self) -> str:
        return DARK_MEDIA[self.theme]

    def __str__(self) -> str:
        """As the cookie holds it."""
        return f"{self.theme}.{self.size}.{self.keys}"


def look_of(request: HttpRequest) -> Look:
    """What the cookie says; anything it should not say is the standard."""
    said = [*request.COOKIES.get(COOKIE, "").split("."), "", "", ""][:3]
    return _look(*said)


def preferences(request: HttpRequest) -> HttpResponse:
    """The page with the three choices and the list of keys; a POST may name only what changes."""
    look = look_of(request)
    if request.method != "POST":
        return render(request, "preferences.html", {"themes": THEMES, "sizes": SIZES, "keys": KEYS})
    look = _look(*(request.POST.get(name, getattr(look, name)) for name in ("theme", "size", "keys")))
    response = _answer(request)
    response.set_cookie(COOKIE, str(look), max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    return response


def _answer(request: HttpRequest) -> HttpResponse:
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    return HttpResponseRedirect(own_address(request, request.POST.get("back", "")) or request.path)


def _look(theme: str, size: str, keys: str) -> Look:
    return Look(
        theme if theme in THEMES else "system", size if size in SIZES else "standard", keys if keys in KEYS else "on"
    )
