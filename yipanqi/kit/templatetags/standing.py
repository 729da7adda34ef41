"""What stands the same on every page is worked out once: addresses without keys, static files, icons.

These take the place of Django's own ``url`` and ``static`` (and of ``icon`` and its kin): called with constants only,
the tag keeps what it drew; with anything else it works as ever.
"""

from django.template import Library, Node
from django.template.base import FilterExpression
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as url_of
from django.template.library import SimpleNode
from django.templatetags.static import StaticNode

from yipanqi.kit.templatetags import look

register = Library()


class Standing(Node):
    """Draws its node once. Addresses and file names change only with a restart, and so does this."""

    def __init__(self, node: Node):
        self.node = node
        self.drawn: str | None = None

    def render(self, context) -> str:
        if self.drawn is None:
            self.drawn = self.node.render(context)
        return self.drawn


def _stands(node: Node) -> bool:
    if isinstance(node, URLNode):
        return node.asvar is None and _constant([node.view_name, *node.args, *node.kwargs.values()])
    if isinstance(node, StaticNode):
        return node.varname is None and _constant([node.path])
    assert isinstance(node, SimpleNode)
    return node.target_var is None and not node.takes_context and _constant([*node.args, *node.kwargs.values()])


def _constant(expressions: list[FilterExpression]) -> bool:
    return all(isinstance(each.var, str | int) and not each.filters for each in expressions)


def standing(compiled):
    """A tag's compile function whose node is drawn once where it can be."""

    def build(parser, token):
        node = compiled(parser, token)
        return Standing(node) if _stands(node) else node

    return build


register.tag("url", standing(url_of))
register.tag("static", standing(StaticNode.handle_token))
for name in ("icon", "stone", "picture", "styles", "scripts"):
    register.tag(name, standing(look.register.tags[name]))
