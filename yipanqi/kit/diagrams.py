"""Life cycles as diagrams for the docs, drawn from the arrows themselves."""

from yipanqi.kit.arrows import LIFECYCLES, Lifecycle

HEAD = """# Life cycles

Drawn by `manage.py draw_lifecycles` from the arrows each room declares in `lifecycles.py`; a test keeps them equal.
Who may walk an arrow is said in the room's `rules.py`. Arrows in brackets only take a move back.
"""


def document() -> str:
    """The whole page: one diagram a life cycle, in the order of their names."""
    return HEAD + "".join(f"\n## {name}\n\n{diagram(LIFECYCLES[name])}" for name in sorted(LIFECYCLES))


def diagram(lifecycle: Lifecycle) -> str:
    """One state diagram as mermaid draws it, with the words people see."""
    lines = [f"    {state} : {words}" for state, words in lifecycle.states.items()]
    for arrow in lifecycle.arrows.values():
        label = f"({arrow.label})" if arrow.only_undo else arrow.label
        lines += [f"    {source} --> {arrow.target} : {label}" for source in arrow.sources]
    return "```mermaid\nstateDiagram-v2\n" + "\n".join(lines) + "\n```\n"
