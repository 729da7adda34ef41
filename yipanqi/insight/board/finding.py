"""Finding a Party organisation on the board: a committee among the columns, or a branch inside one of them."""

from dataclasses import dataclass

from django.db.models import Q

from yipanqi.brands.queries import SECOND_LEVEL
from yipanqi.insight.board.columns import DIRECT
from yipanqi.organizations.models import PartyOrganization

MOST_FOUND = 12


@dataclass(frozen=True)
class Found:
    """Where an organisation stands: ``open`` is the column to open for it, empty for a column itself."""

    code: str
    name: str
    open: str


def find(words: str) -> list[Found]:
    """The first standing organisations below the root whose name or code the words hold, in tree order.

    ``name code``, as suggestions write it, names one. Two statements at most.
    """
    if not words:
        return []
    code = words.rpartition(" ")[2]
    named = Q(name__icontains=words) | Q(code__istartswith=words) | Q(code__iexact=code)
    rows = PartyOrganization.objects.standing().filter(named).order_by("path")[: MOST_FOUND + 1]
    found = rows.values_list("code", "name", "kind", "path")
    matches = [row for row in found if len(row[3]) >= SECOND_LEVEL][:MOST_FOUND]
    return [Found(code, name, opens) for (code, name, *_), opens in zip(matches, _columns_of(matches), strict=True)]


def _columns_of(matches: list[tuple[str, str, str, str]]) -> list[str]:
    """What to open for each; a committee is a column as it is."""
    above = {path[:SECOND_LEVEL] for _, _, kind, path in matches if kind == "branch" and len(path) > SECOND_LEVEL}
    codes = dict(PartyOrganization.objects.filter(path__in=above).values_list("path", "code")) if above else {}
    return [
        "" if kind != "branch" else DIRECT if len(path) == SECOND_LEVEL else codes.get(path[:SECOND_LEVEL], "")
        for _, _, kind, path in matches
    ]
