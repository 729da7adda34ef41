"""Three sentences beside the picture, from counts alone. They name no branch: each could answer first (D18)."""

from dataclasses import dataclass

from django.urls import reverse

from yipanqi.insight.harmony.picture import Picture


@dataclass(frozen=True)
class Sentence:
    """``names`` in bold before ``words``; the link leads to the list that was counted."""

    mark: str
    icon: str
    title: str
    names: str
    words: str
    link: str
    link_words: str


def sentences(picture: Picture, link) -> list[Sentence]:
    """``link(**changes)`` gives this page's address with other choices."""
    counts = picture.tally.corners
    return [_works(picture, counts, link), _lacks(picture, counts, link), _first(picture, counts, link)]


def _works(picture: Picture, counts: dict[str, int], link) -> Sentence:
    total, both = picture.tally.scored, counts["both"]
    names = f"{total:,} 个支部里 {both:,} 个" if both else ""
    words = f"两侧都到了 {picture.line} 以上。" if both else f"还没有支部两侧都到 {picture.line}。"
    listed = link(table="1", corner="both", at="")
    return Sentence("ok", "check", "哪里有效", names, words, listed, f"看这 {both:,} 个")


def _lacks(picture: Picture, counts: dict[str, int], link) -> Sentence:
    names = f"{counts['party']:,} 个支部党建在前、业务还没到" if counts["party"] else ""
    also = f"{'，' if names else ''}{counts['operations']:,} 个反过来" if counts["operations"] else ""
    words = f"{also}。" if names or also else "没有哪个支部只走一侧。"
    key = "party" if counts["party"] >= counts["operations"] else "operations"
    listed = link(table="1", corner=key, at="")
    return Sentence("warn", "warn", "差在哪里", names, words, listed, f"看这 {counts[key]:,} 个")


def _first(picture: Picture, counts: dict[str, int], link) -> Sentence:
    if counts["neither"]:
        names = f"{counts['neither']:,} 个支部"
        words = f"两侧都不到 {picture.line}，请分管领导挂点，先定一个结合点。"
        return Sentence("weave", "flag", "建议先动", names, words, link(table="1", corner="neither", at=""), "看是哪些")
    if counts["party"]:
        words = "先把还没挂上业务重点的措施挂上去。"
        return Sentence("weave", "flag", "建议先动", "", words, reverse("objectives:orphans"), "看没关联的措施")
    listed = link(table="1", corner="lack", at="")
    return Sentence(
        "weave", "flag", "建议先动", "", f"补齐 {picture.tally.lacking:,} 个支部缺的数据。", listed, "看缺什么"
    )
