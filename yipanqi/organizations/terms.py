"""A term of office in words and as a line: gone, today, still to come, and the day it is over."""

from datetime import date

from django.utils.safestring import SafeString, mark_safe

from yipanqi.kit import datewords
from yipanqi.kit.clock import add_months, today
from yipanqi.kit.rulepacks import load

FIRST, LAST = 3, 175  # ends of the line in a box 180 wide


def rules():
    return load("branch-regulation")


def standing(until: date | None) -> tuple[str, str]:
    """(``warn``, ``bad`` or empty; words) for the day a term is over."""
    if until is None:
        return "", "没有登记任期"
    if not rules()["term.over"].holds(until, today()):
        return "bad", f"已到届，{datewords.until(until)}" if until < today() else "今天到届"
    if not rules()["term.notice"].holds(until, today()):
        return "warn", f"半年内到届，{datewords.until(until)}"
    return "", ""


def prepare_from(until: date) -> date:
    """The day from which a re-election is to be prepared."""
    return add_months(until, -rules()["term.notice"].amount)


def line(begin: date | None, until: date | None, day: date) -> SafeString:
    """The term as an SVG line with a mark for the day; empty when either end is unknown."""
    if begin is None or until is None or until <= begin:
        return mark_safe("")
    share = min(max((day - begin).days / (until - begin).days, 0), 1)
    x = round(FIRST + (LAST - FIRST) * share)
    words = f"任期从 {begin} 到 {until}，{_gone(share)}"
    return mark_safe(
        f'<svg class="term" viewBox="0 0 180 22" role="img" aria-label="{words}">'
        f'<path class="s-party faint" d="M{x} 11H{LAST - 3}"/><path class="s-party" d="M{FIRST} 11H{x}"/>'
        f'<path class="s-ink thin" d="M{x} 4V18"/>'
        f'<circle class="f-ground s-party thin" cx="{LAST}" cy="11" r="3.6"/></svg>'
    )


def _gone(share: float) -> str:
    return "已经到届" if share >= 1 else f"过了百分之 {round(share * 100)}"
