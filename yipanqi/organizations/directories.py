"""How a cell or a form field names an organisation: by code, by full name, or as its neighbours call it."""

from yipanqi.kit.workbook import Directory, Entry
from yipanqi.organizations import paths
from yipanqi.organizations.models import PARTY, UNIT, Organization


def _load(tree: str):
    def load(wanted: set[str]) -> list[Entry]:
        """The whole tree: it is small, and suggestions need all of it."""
        rows = Organization.objects.standing().filter(tree=tree).order_by("path")
        found = list(rows.values_list("pk", "code", "name", "path"))
        names = {path: name for _, _, name, path in found}
        return [
            Entry(code, name, pk, _short(name, names.get(paths.parent(path), ""))) for pk, code, name, path in found
        ]

    return load


def _short(name: str, parent: str) -> str:
    """查验一科 for 澜港海关查验一科 below 澜港海关."""
    rest = name.removeprefix(parent)
    return rest if parent and rest and rest != name else ""


UNITS = Directory("机构", _load(UNIT))
PARTY_ORGANIZATIONS = Directory("党组织", _load(PARTY))
