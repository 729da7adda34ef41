"""Both trees as they stood on a day, fetched lazily: the upper two levels, counts of what is inside, one branch opened.

Every function is one statement. Paths are those of the day (``Lineage``), so a moved organisation stands where it
stood.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Exists, F, FilteredRelation, OuterRef, Q, Value, When
from django.db.models.functions import Length, Substr

from yipanqi.kit.intervals import holds_on
from yipanqi.kit.prepared import prepared
from yipanqi.organizations import paths
from yipanqi.organizations.filters import in_ranges
from yipanqi.organizations.models import PARTY, UNIT, UNIT_KINDS, Coverage, Lineage
from yipanqi.organizations.queries import standing_on

TOP = 2 * paths.WIDTH  # length of the paths of the level below the roots
MOST = 400  # organisations drawn inside at once

FIELDS = (
    "organization_id", "organization__tree", "organization__kind", "organization__branch_type", "organization__code",
    "organization__name", "path",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """An organisation at its place on the day."""

    id: int
    tree: str
    kind: str
    branch_type: str
    code: str
    name: str
    path: str

    @property
    def is_branch(self) -> bool:
        return self.kind == "branch"

    @property
    def top(self) -> str:
        """The path of the organisation below the root to which it belongs."""
        return self.path[:TOP]


@dataclass
class Inside:
    """What lies below one organisation of the second level."""

    kinds: Counter
    joint: int = 0

    @property
    def branches(self) -> int:
        return self.kinds["branch"]

    @property
    def sections(self) -> int:
        return self.kinds["section"]


def _standing(day: date):
    return Lineage.objects.on(day).filter(standing_on(day, "organization__"))


def _nodes(rows, most: int | None = None) -> list[Node]:
    return [Node(*row) for row in rows.order_by("path").values_list(*FIELDS)[:most]]


def upper(day: date) -> list[Node]:
    """The roots and what lies right below them."""
    return [Node(*row) for row in _upper(day)]


@prepared
def _upper(day: date):
    rows = _standing(day).annotate(length=Length("path")).filter(length__lte=TOP)
    return rows.order_by("path").values_list(*FIELDS)


def inside(day: date) -> tuple[dict[str, Inside], Counter]:
    """Path of the second level -> what lies below it; and -> how many sections there have no branch."""
    found: dict[str, Inside] = defaultdict(lambda: Inside(Counter()))
    gaps: Counter = Counter()
    for top, deep, kind, branch_type, n, bare in _inside(day):
        gaps[top] += bare
        if deep:
            found[top].kinds[kind] += n
            found[top].joint += n if branch_type == "joint" else 0
    return found, +gaps


@prepared
def _inside(day: date):
    deep = Case(When(length__gt=TOP, then=Value(1)), default=Value(0))
    rows = _standing(day).annotate(length=Length("path"), top=Substr("path", 1, TOP)).annotate(deep=deep)
    kinds = rows.order_by().values_list("top", "deep", "organization__kind", "organization__branch_type")
    return kinds.annotate(n=Count("pk"), bare=Count("pk", filter=_bare(day)))


def threads(day: date) -> dict[tuple[str, str], tuple[int, bool]]:
    """(Party path, unit path) of the second level -> how many organisations cover something there, and whether the
    upper one does so itself."""
    found: dict[tuple[str, str], tuple[int, bool]] = {}
    for party_top, unit_top, length, n in _bundles(day):
        before, own = found.get((party_top, unit_top), (0, False))
        found[party_top, unit_top] = (before + n, own or length <= TOP)
    return found


@prepared
def _bundles(day: date):
    rows = _coverage(day).annotate(
        party_top=Substr("pl__path", 1, TOP), unit_top=Substr("ul__path", 1, TOP), length=Length("pl__path")
    )
    tops = rows.order_by().values_list("party_top", "unit_top", "length")
    return tops.annotate(n=Count("party_organization", distinct=True))


def _coverage(day: date):
    """Coverage of the day between organisations standing on it, with their paths as ``pl`` and ``ul``."""
    party, unit = "party_organization__lineage", "unit__lineage"
    return (
        Coverage.objects.filter(holds_on(day), standing_on(day, "party_organization__"), standing_on(day, "unit__"))
        .annotate(
            pl=FilteredRelation(party, condition=holds_on(day, f"{party}__")),
            ul=FilteredRelation(unit, condition=holds_on(day, f"{unit}__")),
        )
        .filter(pl__path__isnull=False, ul__path__isnull=False)
    )


def _bare(day: date) -> Q:
    """Sections no branch covers, among rows of lineage."""
    covered = Coverage.objects.filter(holds_on(day), unit=OuterRef("organization"), party_organization__kind="branch")
    return Q(~Exists(covered), organization__kind="section")


def uncovered_rows(day: date):
    """Sections no branch covers, as rows of lineage."""
    return _standing(day).filter(_bare(day))


def below(day: date, tops: Iterable[str], *, with_tops: Iterable[str] = ()) -> list[Node]:
    """Everything below these paths (at most ``MOST``), and the organisations at ``with_tops`` themselves."""
    ranges = [(path + "0" * paths.WIDTH, paths.following(path)) for path in tops]
    return _nodes(_standing(day).filter(in_ranges("path", ranges) | Q(path__in=list(with_tops))), MOST + 1)


def of_rows(rows) -> list[Node]:
    """The organisations behind rows of lineage, at most ``MOST``."""
    return _nodes(rows, MOST)


def joint_rows(day: date):
    return _standing(day).filter(organization__tree=PARTY, organization__branch_type="joint")


def named_rows(day: date, words: str, heads: Iterable[int]):
    """Organisations whose name or code holds the words, and those led by the persons found."""
    named = Q(organization__name__icontains=words) | Q(organization__code__istartswith=words)
    return _standing(day).filter(named | Q(organization__in=list(heads)))


@dataclass(frozen=True, slots=True)
class Thread:
    """One coverage of the day, with both ends."""

    party: Node
    unit: Node
    coverage_id: int
    from_on: date | None


def threads_of(day: date, nodes: Iterable[Node]) -> list[Thread]:
    """Every coverage that touches one of the organisations."""
    ids = [node.id for node in nodes]
    return _threads(_coverage(day).filter(Q(party_organization__in=ids) | Q(unit__in=ids)))


def all_threads(day: date) -> list[Thread]:
    return _threads(_coverage(day))


def everything(day: date) -> list[Node]:
    """Both trees in full, for a file."""
    return _nodes(_standing(day))


def _threads(rows) -> list[Thread]:
    rows = rows.annotate(party_path=F("pl__path"), unit_path=F("ul__path")).order_by("party_path", "unit_path")
    names = ("_id", "__tree", "__kind", "__branch_type", "__code", "__name")
    party = [*(f"party_organization{name}" for name in names), "party_path"]
    unit = [*(f"unit{name}" for name in names), "unit_path"]
    width = len(party)
    return [
        Thread(Node(*row[:width]), Node(*row[width : 2 * width]), *row[2 * width :])
        for row in rows.values_list(*party, *unit, "pk", "from_on")
    ]


def counts(nodes: list[Node], within: dict[str, Inside]) -> dict[str, Counter]:
    """Tree -> kind -> how many organisations stand, from what ``upper`` and ``inside`` fetched."""
    total: dict[str, Counter] = {PARTY: Counter(), UNIT: Counter()}
    for node in nodes:
        total[node.tree][node.kind] += 1
    for each in within.values():
        for kind, number in each.kinds.items():
            total[UNIT if kind in UNIT_KINDS else PARTY][kind] += number
    return total
