"""Icons and stones out of the one sprite, for templates (``{% icon %}``) and for what is drawn in Python."""

from functools import cache
from html import escape

from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

SPRITE = "icons/icons.svg"


@cache
def icon(name: str, label: str = "") -> SafeString:
    """An icon in the colour of its text. Without a ``label`` it is decoration and hidden from screen readers."""
    return _use("icon", name, label)


@cache
def stone(state: str, label: str = "") -> SafeString:
    """What stands at a crossing: none, claimed, doing, reported, confirmed or waiting."""
    return _use("stone", f"stone-{state}", label)


@cache
def picture(name: str, width: int, height: int, css: str = "") -> SafeString:
    """A drawing of the sprite that is neither icon nor stone: twist, thread-joint, seat-empty and the like."""
    return mark_safe(
        f'<svg class="{css}" width="{width}" height="{height}" aria-hidden="true"><use href="{address(name)}"/></svg>'
    )


@cache
def address(name: str) -> str:
    """Where a symbol of the sprite lives."""
    return f"{static(SPRITE)}#{name}"


def _use(css: str, name: str, label: str) -> SafeString:
    heard = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return mark_safe(f'<svg class="{css}" {heard}><use href="{address(name)}"/></svg>')
