"""How a cell or a form field names an indicator: by code or by its name."""

from yipanqi.indicators.models import Indicator
from yipanqi.kit.workbook import Directory, Entry


def _load(wanted: set[str]) -> list[Entry]:
    """The whole dictionary: it is small, and suggestions need all of it."""
    rows = Indicator.objects.order_by("code").values_list("code", "name", "pk")
    return [Entry(code, name, pk) for code, name, pk in rows]


INDICATORS = Directory("指标", _load)
