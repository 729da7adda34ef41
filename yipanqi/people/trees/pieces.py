"""The small pieces of a row as HTML: names, counts, heads of columns."""

from html import escape

from django.utils.safestring import SafeString, mark_safe

from yipanqi.kit.icons import icon

LONG = 12  # characters of a name that surely stand in full
SHORT_NAME = 4  # characters of a person's name that surely stand in full


def row(css: str, left: str, thread: str, right: str, *, chosen: bool = False) -> str:
    current = ' aria-current="true"' if chosen else ""
    return f'<li class="{css}"{current}><div class="left">{left}</div>{thread}<div class="right">{right}</div></li>'


def name(href: str, key: str, words: str) -> str:
    """A link that chooses; ``key`` keeps the focus when the rows are drawn anew. A long name may be cut on screen."""
    title = f' title="{escape(words)}"' if len(words) > LONG else ""
    return f'<a class="name" id="{key}" href="{escape(href)}"{title}><b>{escape(words)}</b></a>'


def folding(href: str, key: str, words: str, *, opened: bool, after: bool = False) -> str:
    """A link that opens or closes; the mark stands before the name, on the right side behind it."""
    mark = icon("down" if opened else "left" if after else "right")
    inner = f"<b>{escape(words)}</b>{mark}" if after else f"{mark}<b>{escape(words)}</b>"
    return f'<a class="name" id="{key}" href="{escape(href)}" aria-expanded="{str(opened).lower()}">{inner}</a>'


def small(words: str) -> str:
    """Quiet words; they are escaped unless they are markup already."""
    return f"<small>{words if isinstance(words, SafeString) else escape(words)}</small>" if words else ""


def warning(words: str) -> SafeString:
    return mark_safe(f'<span class="say-warn">{icon("warn")}{escape(words)}</span>')


def heads(person: str, people: str) -> str:
    """What the columns inside hold, on the row that opens them."""
    return f'<span class="person">{person}</span><span class="people">{people}</span>'


def crew(leader: str, people: int | None) -> str:
    number = "" if people is None else str(people)
    told = f' title="{escape(leader)}"' if len(leader) > SHORT_NAME else ""
    return f'<span class="person"{told}>{escape(leader)}</span><span class="people">{number}</span>'


def branches(number: int, joint: int) -> str:
    """``13 个支部，1 个联合``."""
    return (f"{number} 个支部" + (f"，{joint} 个联合" if joint else "")) if number else ""


def sections(number: int, gaps: int) -> SafeString:
    """``13 个科，1 个没有支部``, the latter with its mark."""
    if not number:
        return mark_safe("")
    return mark_safe(f"{number} 个科" + (f"，{warning(f'{gaps} 个没有支部')}" if gaps else ""))
