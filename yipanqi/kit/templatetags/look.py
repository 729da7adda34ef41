"""Template words for how things look: icons, stones, date words, fields, panels."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from yipanqi.kit import datewords, icons

register = template.Library()
register.simple_tag(icons.icon)
register.simple_tag(icons.stone)
register.simple_tag(icons.picture)
register.filter("day_and_weekday", datewords.day_and_weekday)
register.filter("day_and_time", datewords.day_and_time)
register.filter("short_day", datewords.short)
register.filter("due", datewords.due)
register.filter("until", datewords.until)


@register.filter
def error_count(form) -> int:
    """How many places of a form want mending, as its summary counts them."""
    return sum(len(errors) for errors in form.errors.values())


@register.simple_tag
def styles(*names: str) -> SafeString:
    """Links to a page's own stylesheets, for ``{% block page_styles %}``."""
    return format_html_join("", '<link rel="stylesheet" href="{}">', ((static(f"css/{name}.css"),) for name in names))


@register.simple_tag
def scripts(*names: str) -> SafeString:
    """A page's own scripts, for ``{% block page_scripts %}``; the page must work without them."""
    return format_html_join("", '<script src="{}" defer></script>', ((static(f"js/{name}.js"),) for name in names))


@register.inclusion_tag("kit/field.html")
def field(bound, label: str | None = None, help: str | None = None, source: str = "", css: str = "") -> dict:
    """One form field with label, help and error. ``source`` says where a filled-in value comes from ("来自签到")."""
    if help is not None:
        bound.help_text = help  # the control's aria-describedby follows it
    return {
        "field": bound,
        "label": bound.label if label is None else label,
        "help": bound.help_text,
        "source": source,
        "css": css,
        "ticked": getattr(bound.field.widget, "input_type", "") == "checkbox" and not bound.use_fieldset,
    }


@register.simple_tag(takes_context=True)
def panel_body(context, panel) -> SafeString:
    """The inside of a panel, drawn with the panel's own context on top of the page's."""
    with context.push(**panel.context):
        return context.template.engine.get_template(panel.template).render(context)
