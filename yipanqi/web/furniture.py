"""What stands the same on every page of one person: the places beside, and below on phones. Drawn once and kept.

Only the token of the form that signs out differs from page to page; it is put in at its mark.
"""

from functools import lru_cache
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

KEPT = 512  # persons times places; some kilobytes each
MARK = "-token-of-this-page-"


class Seen(NamedTuple):
    """All that decides how the places look: whose they are, which there are, which is the current one."""

    district: str
    navigation: tuple[tuple[tuple[str, object], ...], ...]
    name: str
    office: str
    person_id: int | None
    sees_party: bool


def seen(district: str, navigation: list[dict], signed_in: dict[str, str], scope) -> Seen:
    return Seen(
        district,
        tuple(tuple(place.items()) for place in navigation),
        signed_in["name"],
        signed_in["office"],
        scope.person_id,
        bool(scope.party_paths) or scope.sees_everybody,
    )


def drawn(template: str, what: Seen, token) -> SafeString:
    before, *after = _drawn(template, what)
    return mark_safe(before + "".join(f"{token}{piece}" for piece in after))


@lru_cache(maxsize=KEPT)
def _drawn(template: str, what: Seen) -> list[str]:
    """The pieces between the places where the token goes."""
    context = {
        "district": what.district,
        "navigation": [dict(place) for place in what.navigation],
        "signed_in": {"name": what.name, "office": what.office},
        "person_id": what.person_id,
        "sees_party": what.sees_party,
        "csrf_token": MARK,
    }
    return render_to_string(template, context).split(MARK)
