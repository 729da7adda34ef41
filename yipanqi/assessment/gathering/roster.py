"""Who is reckoned: the branches that stood on the last day of the period, with their sections, members and place."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from yipanqi.kit.figures import FIGURES
from yipanqi.organizations import tree
from yipanqi.organizations.models import Coverage, PartyOrganization
from yipanqi.organizations.queries import standing_on

HAS_MEASURES, HAS_DUE, HAS_ADMISSIONS = "有措施", "有到期措施", "有发展党员"


@dataclass
class Branch:
    """``path`` is its place on the day; ``sections`` are (id, code) of the sections it covered then.

    ``traits`` decide which indicators count for it: function groups of its sections, and what it has.
    """

    pk: int
    code: str
    path: str
    founded_on: date | None
    has_committee: bool
    members: int = 0
    sections: list[tuple[int, str]] = field(default_factory=list)
    traits: set[str] = field(default_factory=set)


def branches_on(day: date) -> list[Branch]:
    """In the order of the tree of that day; four statements."""
    places = tree.as_of(day)
    rows = PartyOrganization.objects.filter(standing_on(day), kind="branch")
    found = {
        pk: Branch(pk, code, places[pk].path if pk in places else path, founded, bool(seats))
        for pk, code, path, founded, seats in rows.values_list("pk", "code", "path", "founded_on", "committee_seats")
    }
    for branch, section, code, group in _coverage(day):
        if branch in found:
            found[branch].sections.append((section, code))
            found[branch].traits |= {group} - {""}
    for pk, (count, _) in FIGURES["people.members"].values(rows.order_by().values("pk"), day).items():
        found[pk].members = count
    return sorted(found.values(), key=lambda each: each.path)


def _coverage(day: date) -> Iterator[tuple[int, int, str, str]]:
    """(branch, unit, its code, its function group). The smallest unit counts: a department whose sections the branch
    covers too is left out, one that has none stands for itself."""
    rows = Coverage.objects.on(day).filter(standing_on(day, "unit__"), party_organization__kind="branch")
    fields = ("party_organization_id", "unit__path", "unit_id", "unit__code", "unit__function_group")
    found = sorted(rows.values_list(*fields))
    for at, (branch, path, *unit) in enumerate(found):
        following = found[at + 1][:2] if at + 1 < len(found) else (0, "")
        if not (branch == following[0] and following[1].startswith(path)):
            yield branch, unit[0], unit[1], unit[2]


def by_id(branches: list[Branch]) -> dict[int, Branch]:
    return {each.pk: each for each in branches}


def covering(branches: list[Branch]) -> dict[int, list[Branch]]:
    """Section id -> the branches that cover it: a figure counts for each of them."""
    found: dict[int, list[Branch]] = defaultdict(list)
    for branch in branches:
        for section, _ in branch.sections:
            found[section].append(branch)
    return found
