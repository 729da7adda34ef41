"""Three sentences above the board, made from rules and counts. They name priorities, never a branch (D18)."""

from dataclasses import dataclass

from django.urls import reverse

from yipanqi.insight.board.grid import Grid
from yipanqi.kit.datewords import due
from yipanqi.kit.links import address


@dataclass(frozen=True)
class Sentence:
    """``names`` stand in bold before ``words``; the link says how many pieces of evidence stand behind it."""

    mark: str
    icon: str
    title: str
    names: str
    words: str
    link: str
    link_words: str


def sentences(grid: Grid, bare: str) -> list[Sentence]:
    """Who sees only a part hears only of that part: a row empty there is not a row nobody carries.

    ``bare`` is the address of the list of organisations where nothing stands.
    """
    if grid.whole:
        return [_works(grid), _lacks(grid, bare), _first(grid)]
    return [_works(grid), _open_to_all(grid), _due_next(grid)]


def _works(grid: Grid) -> Sentence:
    best = sorted((row for row in grid.rows if row.confirmed), key=lambda row: -row.confirmed)[:2]
    link = reverse("brands:measures")
    if not best:
        words = "推进中的重点上还没有接收方确认过的措施。" if grid.whole else "这里还没有接收方确认过的措施。"
        return Sentence("ok", "check", "哪里有效", "", words, link, "看全部措施")
    total = sum(row.confirmed for row in grid.rows)
    names = "、".join(row.name for row in best)
    counts = list(dict.fromkeys(f"{row.confirmed} 项" for row in best))
    each = "分别" if len(counts) > 1 else "各" if len(best) > 1 else ""
    words = f"{each}有 {'和 '.join(counts)}由接收方确认。"
    link += "?state=confirmed&linked=active"
    return Sentence("ok", "check", "哪里有效", names, words, link, f"看已确认的 {total} 项")


def _lacks(grid: Grid, bare_list: str) -> Sentence:
    empty, bare = len(grid.empty_rows), len(grid.empty_columns)
    link = reverse("objectives:orphans")
    if not empty and not bare:
        return Sentence(
            "warn", "warn", "差在哪里", "", "每一项重点都有人接，每个党组织都有落点。", link, "看没关联的措施"
        )
    names = f"{empty} 项重点没人接" if empty else ""
    words = f"{'；' if names else ''}{bare} 个党组织没有落点。" if bare else "。"
    if empty:
        return Sentence("warn", "warn", "差在哪里", names, words, link, f"看没人接的 {empty} 项")
    return Sentence("warn", "warn", "差在哪里", names, words, bare_list, f"看这 {bare} 个")


def _open_to_all(grid: Grid) -> Sentence:
    count = len(grid.empty_rows)
    link = reverse("objectives:priorities")
    if not count:
        return Sentence("warn", "warn", "还能接哪些", "", "每一项重点这里都有措施。", link, "看业务重点")
    words = "这里还没有措施，能帮上的可以认领。"
    return Sentence("warn", "warn", "还能接哪些", f"{count} 项重点", words, link, "挑一项")


def _due_next(grid: Grid) -> Sentence:
    carried = [(row.due_on, row) for row in grid.rows if row.due_on and row.unfinished]
    if not carried:
        words = "在做的措施都已由接收方确认。" if grid.rows and grid.stones()["confirmed"] else "还没有在做的措施。"
        return Sentence("weave", "flag", "建议先动", "", words, reverse("brands:measures"), "看措施")
    due_on, row = min(carried, key=lambda each: each[0])
    words = f" {due(due_on)}，还有 {row.unfinished} 项措施没走完。"
    return Sentence("weave", "flag", "建议先动", row.name, words, address("objectives:priority", row.pk), "打开这一项")


def _first(grid: Grid) -> Sentence:
    waiting = sorted((row.due_on, place, row) for place, row in enumerate(grid.empty_rows) if row.due_on)
    if not waiting:
        return Sentence(
            "weave",
            "flag",
            "建议先动",
            "",
            "没有等人接的重点；先把没关联的措施挂上去。",
            reverse("objectives:orphans"),
            "去关联",
        )
    due_on, _, row = waiting[0]
    ask = f"，先去问做过同一指标的{row.ask}" if row.ask else f"，请{row.unit}先说清要谁帮什么"
    return Sentence(
        "weave",
        "flag",
        "建议先动",
        row.name,
        f" {due(due_on)}{ask}。",
        address("objectives:priority", row.pk),
        "打开这一项",
    )
