"""How far somebody looks on the page: own subtree of the Party tree, and the units that subtree covers."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Left, Length

from yipanqi.kit.clock import today
from yipanqi.kit.intervals import holds_on
from yipanqi.kit.prepared import prepared
from yipanqi.organizations import paths
from yipanqi.organizations.filters import in_ranges
from yipanqi.organizations.models import Coverage, Organization

Ranges = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Reach:
    """``party`` and ``units`` are ranges of paths; ``everything`` needs none. ``sees_members`` says whether cases that
    tell a single person's political status may be shown: to officers of committees, never to others."""

    everything: bool
    party: Ranges
    units: Ranges
    sees_members: bool
    may_explain: bool

    def below(self, lookup: str = "path") -> Q:
        return Q() if self.everything else in_ranges(lookup, self.party)

    def units_below(self, lookup: str = "path") -> Q:
        return Q() if self.everything else in_ranges(lookup, self.units)


def reach_of(scope) -> Reach:
    """One statement, none for those who see everybody."""
    committees = [each.path for each in scope.party_offices if each.kind != "branch" and each.path in scope.party_paths]
    everything, party = scope.sees_everybody, _ranges(scope.party_paths)
    return Reach(
        everything=everything,
        party=party,
        units=_ranges(_covered(party)) if party and not everything else (),
        sees_members=scope.is_district_officer or bool(committees),
        may_explain=bool(scope.party_paths),
    )


def _ranges(given: Iterable[str]) -> Ranges:
    return tuple((path, paths.following(path)) for path in paths.merge(list(given)))


@prepared
def _covered(party: Ranges):
    """Paths of the units that organisations within these ranges cover today."""
    rows = Coverage.objects.filter(holds_on(today())).filter(in_ranges("party_organization__path", party))
    return rows.values_list("unit__path", flat=True)


def above(path_of: str = "path") -> Subquery:
    """The name of the organisation over the one whose path is named."""
    return Subquery(
        Organization.objects.filter(path=Left(OuterRef(path_of), Length(OuterRef(path_of)) - paths.WIDTH)).values(
            "name"
        )[:1]
    )
