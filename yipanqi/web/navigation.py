"""The places of the house: nine at the end, only those that exist now, each person's own."""

from dataclasses import dataclass

from yipanqi.kit import links


@dataclass(frozen=True)
class Place:
    """``stems`` are the beginnings of addresses that belong to the place; ``yearly`` places stand under 年度与全局."""

    label: str
    view: str
    icon: str
    stems: tuple[str, ...]
    yearly: bool = False
    may: str = "is_signed_in"


PLACES = (
    Place("今天", "today", "today", ("/",)),
    Place("组织生活", "meetings:meetings", "meetings", ("/meetings/",)),
    Place("融合事项", "objectives:priorities", "weave", ("/weave/", "/indicators/")),
    Place("支部品牌", "brands:brands", "brand", ("/brands/",)),
    Place("党员队伍", "people:people", "people", ("/people/", "/organizations/", "/members/")),
    Place("台账报表", "imports:batches", "records", ("/records/",), may="may_import"),
    Place("棋盘", "board", "board", ("/board/", "/assessment/"), yearly=True),
)


def navigation(request) -> list[dict]:
    """Each place with label, url, icon, whether it is the current one, and its count (None: no count)."""
    return [
        {
            "label": place.label,
            "url": links.page(place.view),
            "icon": place.icon,
            "yearly": place.yearly,
            "current": request.path == "/" if place.stems == ("/",) else request.path.startswith(place.stems),
            "count": None,
        }
        for place in PLACES
        if getattr(request.scope, place.may)
    ]
