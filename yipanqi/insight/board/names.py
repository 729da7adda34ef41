"""Names short enough for the board's heads: what tells siblings apart."""

from collections import Counter

TITLES = ("机关党委", "党委", "党总支", "党支部", "委员会")
MOST = 6  # characters that stand upright in a column's head
LONGEST = 8  # a longer name is cut there; the whole one is the head's title and what is read aloud


def short_names(names: list[str], parent: str, *, alike: bool = False) -> list[str]:
    """What tells siblings apart: without their title and the beginning they share with their parent.

    ``alike``: also without an ending that most of them share. Names that list several sections keep the first.

    >>> short_names(["澜港海关党总支", "东屿空港海关党总支", "石帆海关党总支"], "东屿海关直属机关党委", alike=True)
    ['澜港', '空港', '石帆']
    >>> short_names(["澜港海关查验一科党支部", "澜港海关办公室、人事政工科联合党支部"], "澜港海关机关党委")
    ['查验一科', '办公室等联合']
    """
    bare = [_first_of_several(_untitled(_without_beginning(name, parent))) for name in names]
    ending = _shared_ending(bare) if alike else ""
    return [_clipped(name.removesuffix(ending) or name) for name in bare]


def _clipped(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"


def short_unit(name: str, district: str) -> str:
    """A unit's name without the beginning and the ending it shares with the district's.

    >>> [short_unit(name, "东屿海关") for name in ("东屿综合保税区海关", "青鹭海关", "东屿海关缉私局", "办公室")]
    ['综合保税区', '青鹭', '缉私局', '办公室']
    """
    bare = _without_beginning(name, district)
    ending = district[-2:]
    return bare.removesuffix(ending) if len(bare) > len(ending) + 1 else bare


def _without_beginning(name: str, parent: str) -> str:
    for length in range(len(name) - 2, 1, -1):
        if name[:length] in parent:
            return name[length:]
    return name


def _untitled(name: str) -> str:
    title = next((title for title in TITLES if name.endswith(title)), "")
    return name.removesuffix(title) or name


def _first_of_several(name: str) -> str:
    if len(name) <= MOST or "、" not in name:
        return name
    return name.partition("、")[0] + ("等联合" if name.endswith("联合") else "等")


def _shared_ending(names: list[str]) -> str:
    """Two characters that close more than half of the names."""
    endings = Counter(name[-2:] for name in names if len(name) > 3)
    ending, count = endings.most_common(1)[0] if endings else ("", 0)
    return ending if count > len(names) / 2 else ""
