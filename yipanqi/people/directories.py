"""How a cell or a form field names a person: by 工号, or by a name nobody else has."""

from django.db.models import Q

from yipanqi.kit.workbook import Directory, Entry
from yipanqi.people.models import Person

AT_ONCE = 5000  # SQLite takes some 32,000 parameters a statement


def _load(wanted: set[str]) -> list[Entry]:
    """Only who is meant: the roster may be long."""
    texts = sorted(wanted)
    found: list[Entry] = []
    for start in range(0, len(texts), AT_ONCE):
        some = texts[start : start + AT_ONCE]
        rows = Person.objects.filter(Q(number__in=some) | Q(name__in=some)).order_by("number")
        found += [Entry(number, name, pk) for number, name, pk in rows.values_list("number", "name", "pk")]
    return found


PEOPLE = Directory("人员", _load, by="工号")
