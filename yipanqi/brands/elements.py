"""The six elements (六有) of a brand: which stand, and what each says in a few words."""

from dataclasses import dataclass

from yipanqi.brands.models import ELEMENTS, Brand, Measure

MOST_WORDS = 18
DOING = ("doing", "reported", "returned")
MISSING = {
    "emblem": "还没有标识说明",
    "concept": "还没写",
    "standard": "还没有",
    "measures": "还没有措施",
    "results": "还没写",
}


@dataclass(frozen=True)
class Element:
    """One of the six. ``words`` say what stands there, or that nothing does."""

    key: str
    label: str
    stands: bool
    words: str


def elements_of(brand: Brand, measures: list[Measure]) -> list[Element]:
    told = {
        "name": brand.name,
        "emblem": _clipped(brand.emblem),
        "concept": _clipped(brand.concept),
        "standard": f"{len(brand.standards)} 条" if brand.standards else "",
        "measures": _measures(measures),
        "results": _clipped(brand.results),
    }
    return [Element(key, label, bool(told[key]), told[key] or MISSING[key]) for key, label in ELEMENTS.items()]


def in_words(standing: dict[str, bool]) -> str:
    """六有齐了, 只差服务标准, or how many are missing; keys as in ``ELEMENTS``."""
    missing = [ELEMENTS[key].removeprefix("有") for key, stands in standing.items() if not stands]
    if not missing:
        return "六有齐了"
    return f"只差{missing[0]}" if len(missing) == 1 else f"还差{'、'.join(missing)}"


def _measures(measures: list[Measure]) -> str:
    if not measures:
        return ""
    counts = [
        (sum(each.state in DOING for each in measures), "项在做"),
        (sum(each.state == "confirmed" for each in measures), "项已确认"),
    ]
    rest = "，".join(f"{count} {words}" for count, words in counts if count)
    return f"{len(measures)} 项，{rest}" if rest else f"{len(measures)} 项，都还没开始"


def _clipped(text: str) -> str:
    return text if len(text) <= MOST_WORDS else text[: MOST_WORDS - 1] + "…"
