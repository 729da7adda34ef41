"""How a cell or a form field names a priority: by its number or its name."""

from yipanqi.kit.workbook import Directory, Entry
from yipanqi.objectives.models import Priority


def _load(wanted: set[str]) -> list[Entry]:
    """All of them: a district has dozens, and suggestions need all."""
    rows = Priority.objects.order_by("code").values_list("code", "name", "pk")
    return [Entry(code, name, pk) for code, name, pk in rows]


PRIORITIES = Directory("业务重点", _load, by="编号")
