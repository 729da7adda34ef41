"""What every page's frame shows: places, whose page it is, the fixed business day, the undo bar, theme and size."""

from django.conf import settings
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject

from yipanqi.kit import clock, undo
from yipanqi.kit.links import page
from yipanqi.web import furniture
from yipanqi.web.navigation import navigation
from yipanqi.web.preferences import look_of

# How the corner of the frame names the place of an office, and which offices it names first.
PLACES = {
    "direct_organ_committee": "直属机关党委", "committee": "党委", "leading_committee": "党委",
    "general_branch": "总支", "branch": "支部", "district": "关区", "department": "处",
    "subordinate": "隶属海关", "police": "缉私局", "institution": "单位", "section": "科",
}  # fmt: skip
LEADING = ("secretary", "head", "deputy_secretary")


def frame(request) -> dict:
    """For strangers only what needs no database: error pages and sign-in use the same words."""
    common = {
        "district": settings.YIPANQI_DISTRICT,
        "today": clock.today(),
        "day_is_fixed": clock.is_fixed(),
        "look": look_of(request),
    }
    if not (hasattr(request, "scope") and request.scope.is_signed_in):
        return common
    token = SimpleLazyObject(lambda: get_token(request))  # masked once for both
    shown = furniture.seen(settings.YIPANQI_DISTRICT, navigation(request), signed_in(request.scope), request.scope)
    return {
        **common,
        "signed_in": True,
        "places_beside": SimpleLazyObject(lambda: furniture.drawn("frame/places.html", shown, token)),
        "places_below": SimpleLazyObject(lambda: furniture.drawn("frame/tabbar.html", shown, token)),
        "undo": undo.waiting(request),
        "search": search(),
    }


def search() -> dict[str, str]:
    """The search box of every page: people, by characters, number, pinyin or initials."""
    return {
        "url": page("people:people"),
        "source": page("people:suggest"),
        "label": "找人",
        "hint": "找人：姓名、工号、拼音首字母",
    }


def signed_in(scope) -> dict[str, str]:
    """Name and offices as the corner of the frame shows them."""
    labels = dict.fromkeys(_words(office) for office in sorted(scope.offices, key=_weight))
    nothing = "系统管理员" if scope.is_administrator else scope.branch_name or scope.unit_name
    return {"name": scope.person_name or "管理员", "office": " · ".join([*labels][:2]) or nothing}


def _words(office) -> str:
    return PLACES.get(office.kind, "") + office.label


def _weight(office) -> int:
    """Offices of the whole district first, then who leads: a secretary, a unit's head, the others as they stand."""
    if office.is_root:
        return -1
    return LEADING.index(office.office) if office.office in LEADING else len(LEADING)
