"""What every page's frame shows: places, whose page it is, the fixed business day, the undo bar, theme and size."""

from django.conf import settings
from django.urls import reverse

from yipanqi.kit import clock, undo
from yipanqi.web.navigation import navigation
from yipanqi.web.preferences import look_of

# Own scripts of every page; each works alone and a page without them still works.
SCRIPTS = ("js/look.js", "js/keys.js", "js/undo.js", "js/typeahead.js", "js/choosing.js", "js/manners.js")


def frame(request) -> dict:
    """For strangers only what needs no database: error pages and sign-in use the same words."""
    common = {
        "district": settings.YIPANQI_DISTRICT,
        "today": clock.today(),
        "day_is_fixed": clock.is_fixed(),
        "look": look_of(request),
        "frame_scripts": SCRIPTS,
    }
    if not (hasattr(request, "scope") and request.scope.is_signed_in):
        return common
    more = {"signed_in": signed_in(request.scope), "navigation": navigation(request), "undo": undo.waiting(request)}
    return {**common, **more, "search": search()}


def search() -> dict[str, str]:
    """The search box of every page: people, by characters, number, pinyin or initials."""
    return {
        "url": reverse("people:people"),
        "source": reverse("people:suggest"),
        "label": "找人",
        "hint": "找人：姓名、工号、拼音首字母",
    }


def signed_in(scope) -> dict[str, str]:
    """Name and offices as the corner of the frame shows them."""
    labels = dict.fromkeys(office.label for office in scope.offices)
    nothing = "系统管理员" if scope.is_administrator else scope.branch_name or scope.unit_name
    return {"name": scope.person_name or "管理员", "office": " · ".join([*labels][:2]) or nothing}
