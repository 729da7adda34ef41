"""Real page numbers under anything that comes in pages."""

from collections.abc import Callable
from html import escape

from django.utils.safestring import SafeString, mark_safe

from yipanqi.kit.icons import icon

GAP = '<span aria-hidden="true">…</span>'


def pager(number: int, pages: int, address: Callable[[int], str], said: str, *, noun: str = "页", label: str = "页码",
          keys: tuple[str, str] = ("", "")) -> SafeString:  # fmt: skip
    """Numbers around the present page, first and last always, a gap in between; nothing for a single page.

    ``address(n)`` leads to a page, ``said`` is what stands before the numbers, ``noun`` what one page is called.
    ``keys`` are the arrow keys that lead from what is drawn to the page before and the page after.
    """
    if pages < 2:
        return SafeString("")
    before = _link(address(number - 1), f"{icon('left')}上一{noun}", _beyond(keys[0])) if number > 1 else ""
    after = _link(address(number + 1), f"下一{noun}{icon('right')}", _beyond(keys[1])) if number < pages else ""
    return mark_safe(
        f'<nav class="pager" aria-label="{label}"><span>{escape(said)}</span>'
        f"{before}{_numbers(number, pages, address)}{after}</nav>"
    )


def _numbers(number: int, pages: int, address: Callable[[int], str]) -> str:
    near = sorted({1, pages, *range(max(1, number - 2), min(pages, number + 2) + 1)})
    drawn = []
    for before, n in zip([0, *near], near, strict=False):
        if before and n - before > 1:
            drawn.append(GAP)
        drawn.append(_link(address(n), str(n), ' aria-current="page"' if n == number else ""))
    return "".join(drawn)


def _beyond(key: str) -> str:
    return f' data-beyond="{key}"' if key else ""


def _link(href: str, words: str, more: str = "") -> str:
    return f'<a href="{escape(href) or "?"}"{more}>{words}</a>'
