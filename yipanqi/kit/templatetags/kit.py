"""Template words of the house."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html

from yipanqi.kit.clock import today
from yipanqi.kit.links import address, page
from yipanqi.kit.once import FIELD, new_key

register = template.Library()
WEEKDAYS = "一二三四五六日"


@register.simple_tag
def once():
    """The one-time key of a form; see ``kit.once``."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_key())


@register.simple_tag
def to(view_name: str, key: int | None = None) -> str:
    """The address of a page with one key or none, without the price of ``{% url %}``."""
    return page(view_name) if key is None else address(view_name, key)


@register.filter
def day(value: date | None) -> str:
    """``11 月 9 日``; the year only when it is not this business year."""
    if value is None:
        return "—"
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    words = f"{value.month} 月 {value.day} 日"
    return words if value.year == today().year else f"{value.year} 年 {words}"


@register.filter
def iso(value: date | None) -> str:
    """``2026-11-09``; nothing for nothing."""
    return f"{value:%Y-%m-%d}" if value else ""


@register.filter
def whole_day(value: date) -> str:
    """``2026 年 11 月 9 日``."""
    return f"{value.year} 年 {value.month} 月 {value.day} 日"


@register.filter
def weekday(value: date) -> str:
    return f"周{WEEKDAYS[value.weekday()]}"


@register.filter
def moment(value: datetime | None) -> str:
    """``11-24 15:38``, as timelines and tables write it."""
    return timezone.localtime(value).strftime("%m-%d %H:%M") if value else "—"


@register.filter
def number(value: float | None) -> str:
    """As people write numbers: 5,305; 3.5; nothing as a dash."""
    if value is None:
        return "—"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")


@register.filter
def item(mapping, key):
    return mapping.get(key)
