"""The chosen stone: both sides, where the gap is, and the way to the rows."""

from dataclasses import dataclass
from typing import Any

from yipanqi.assessment.pages.result import rows_address
from yipanqi.insight.harmony.picture import Picture, Place, corner_of
from yipanqi.insight.harmony.queries import explanation, find

MOST_GAPS = 4


@dataclass(frozen=True)
class Gap:
    """A figure of the weaker side that is furthest from its target."""

    code: str
    name: str
    measured: float
    unit: str
    url: str


def dock(picture: Picture, code: str, scope) -> dict[str, Any] | None:
    """What the card shows, or None for what this person may not see; a statement for a branch, one more for what is not
    drawn."""
    place = next((each for each in picture.stones if each.code == code), None) or find(scope, picture.run, code)
    if place is None:
        return None
    weaker = "operations" if place.x < place.y else "party"
    return {
        "place": place,
        "corner": corner_of(place, picture.line) if place.is_scored else None,
        "weaker": "业务" if weaker == "operations" else "党建",
        "gaps": [] if place.branches else _gaps(place, explanation(place), weaker),
    }


def _gaps(place: Place, tree: dict, weaker: str) -> list[Gap]:
    side: dict[str, Any] = next((each for each in tree.get("children", []) if each["code"] == weaker), {})
    known = [each for each in side.get("children", []) if "value" in each and "measured" in each.get("evidence", {})]
    lost = sorted(known, key=lambda each: -each["weight"] * (1 - each["value"]))
    return [
        Gap(
            each["code"], each["name"], each["evidence"]["measured"], each["evidence"].get("unit", ""),
            rows_address(place.pk, each["code"]),
        )
        for each in lost[:MOST_GAPS]
        if each["value"] < 1
    ]  # fmt: skip
