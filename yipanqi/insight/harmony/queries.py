"""What the picture reads: stored results only, counted by the database; of places only those that are drawn."""

from typing import Any

from django.db.models import BooleanField, Case, Count, ExpressionWrapper, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import Length, RowNumber

from yipanqi.assessment import packs
from yipanqi.assessment.models import Adoption, Explanation, Result, Run
from yipanqi.insight.harmony.picture import (
    BANDS,
    CORNERS,
    MOST_STONES,
    PER_POINT,
    Lacking,
    Picture,
    Place,
    Tally,
    stone_window,
)
from yipanqi.kit.prepared import prepared
from yipanqi.organizations import paths

MOST_PERIODS = 6
MOST_REASONS = 8  # told apart beside the picture; the table has all
MOST_LACKING = 40  # names a reason
SECOND_LEVEL = 2 * paths.WIDTH
FIELDS = (
    "pk", "organization__code", "organization__name", "path", "members", "branches", "party", "operations",
    "coordination", "reason",
)  # fmt: skip


def runs_in_force() -> list[Run]:
    """The latest finished run of each period under the scheme in force, the latest period first; one statement.

    Of periods that end on one day the longer one comes first.
    """
    found: dict[tuple, Run] = {}
    for run in _done():
        found.setdefault((run.start, run.end), run)
    return list(found.values())[:MOST_PERIODS]


@prepared
def _done():
    runs = Run.objects.done().filter(adoption__state="in_force").select_related("adoption")
    return runs.order_by("-end", "start", "-pk")[: MOST_PERIODS * 4]


def in_force() -> Adoption | None:
    return Adoption.objects.in_force().only("pk", "resolution").first()


def picture(scope, runs: list[Run], run: Run, opened: str = "", at: str = "", start: str = "") -> Picture:
    """Five statements at most. ``opened`` is a committee's code, ``at`` the chosen stone's, ``start`` that of a stone
    in the part to draw."""
    results = Result.objects.visible_to(scope).filter(run=run)
    rules = packs.rules_of(run.adoption.content)
    line = rules["corner.line"].amount
    committee = _places(results.filter(organization__code=opened, branches__gt=0)) if opened else []
    inside = committee[0].path if committee else ""
    total, tally = _tally(scope, run, line, inside)
    folded = not inside and total > MOST_STONES
    places = _places(_drawn(results, folded, inside))
    stones = [each for each in places if each.is_scored and (folded or not each.branches)]
    above = [each.name for each in places if each.branches]
    found = Picture(
        run=run, line=line, tally=tally, window=stone_window(stones, start, at), folded=folded,
        opened=committee[0] if committee else None,
        within=committee[0].name if committee else above[0] if len(above) == 1 and not folded else "",
        lacking=_lacking(results, tally, inside) if tally.lacking else [],
    )  # fmt: skip
    if earlier := _before(runs, run):
        before = Result.objects.visible_to(scope).filter(run=earlier)
        found.before = _moved(before, found.stones, rules["move.large"].amount)
    return found


def find(scope, run: Run, code: str) -> Place | None:
    """The result of one organisation, if this person may see it; one statement."""
    return next(iter(_places(Result.objects.visible_to(scope).filter(run=run, organization__code=code))), None)


def in_corner(scope, run: Run, line: int, key: str, inside: str) -> QuerySet[Result]:
    """The branches of one corner in tree order, those that lack data for ``lack``, all for an empty key."""
    rows = Result.objects.visible_to(scope).filter(_below(inside), run=run, branches=0).order_by("path")
    if key == "lack":
        return rows.exclude(state="scored")
    corner = next((each for each in CORNERS if each.key == key), None)
    if corner is None:
        return rows
    far = line * PER_POINT
    party = Q(party__gte=far) if corner.party_ahead else Q(party__lt=far)
    operations = Q(operations__gte=far) if corner.operations_ahead else Q(operations__lt=far)
    return rows.filter(party, operations, state="scored")


def places(rows: QuerySet[Result]) -> list[Place]:
    return [Place(*row) for row in rows.values_list(*FIELDS)]


def _places(rows: QuerySet[Result]) -> list[Place]:
    return places(rows.order_by("path", "branches"))


def _below(path: str) -> Q:
    return Q(path__gte=path, path__lt=paths.following(path)) if path else Q()


def _drawn(results: QuerySet[Result], folded: bool, inside: str) -> QuerySet[Result]:
    """Of a small district everything, of a committee its branches, of a large district its second level."""
    if inside:
        return results.filter(_below(inside), branches=0)
    if folded:
        return results.annotate(length=Length("path")).filter(Q(branches__gt=0) | Q(length__lte=SECOND_LEVEL))
    return results


@prepared
def _counted(scope, run: int, far: int):
    """All branches by state, corner, band and reason, with how many there are of each. ``far`` is the line."""
    return _grouped(scope, run, far, Value(1))


@prepared
def _counted_inside(scope, run: int, far: int, path: str, before: str):
    """The same, those below a committee apart from the others."""
    return _grouped(scope, run, far, _truth(Q(path__gte=path, path__lt=before)))


def _grouped(scope, run: int, far: int, is_inside):
    branches = Result.objects.visible_to(scope).filter(run=run, branches=0).order_by()
    edges = [When(coordination__gte=edge, then=Value(at)) for at, (edge, _) in reversed(list(enumerate(BANDS)))]
    groups = branches.values_list(
        is_inside, _truth(Q(state="scored")), _truth(Q(party__gte=far)), _truth(Q(operations__gte=far)),
        Case(*edges, default=Value(0)), "reason",
    )  # fmt: skip
    return groups.annotate(count=Count("pk"))


def _tally(scope, run: Run, line: int, inside: str) -> tuple[int, Tally]:
    """How many branches there are at all, and the tally of those ``inside``; one statement."""
    asked = (scope, run.pk, line * PER_POINT)
    groups = _counted_inside(*asked, inside, paths.following(inside)) if inside else _counted(*asked)
    total, tally = 0, Tally()
    corners = {(each.party_ahead, each.operations_ahead): each.key for each in CORNERS}
    for is_inside, is_scored, party, operations, band, reason, count in groups:
        total += count
        if not is_inside:
            continue
        if is_scored:
            tally.corners[corners[bool(party), bool(operations)]] += count
            tally.bands[band] += count
        else:
            tally.reasons[reason] = tally.reasons.get(reason, 0) + count
    return total, tally


def _truth(condition: Q) -> Any:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _lacking(results: QuerySet[Result], tally: Tally, inside: str) -> list[Lacking]:
    """The most common reasons with the first branches in tree order; one statement."""
    common = sorted(tally.reasons, key=lambda reason: (-tally.reasons[reason], reason))[:MOST_REASONS]
    place = Window(RowNumber(), partition_by=F("reason"), order_by=F("path").asc())
    rows = results.filter(_below(inside), branches=0, reason__in=common).exclude(state="scored").annotate(place=place)
    named: dict[str, list[tuple[int, str]]] = {reason: [] for reason in common}
    first = rows.filter(place__lte=MOST_LACKING).order_by("path").values_list("reason", "pk", "organization__name")
    for reason, pk, name in first:
        named[reason].append((pk, name))
    return [Lacking(reason, tally.reasons[reason], named[reason]) for reason in common]


def explanation(place: Place) -> dict:
    """The stored tree of one branch; one statement."""
    return Explanation.objects.filter(result=place.pk).values_list("tree", flat=True).first() or {}


def _before(runs: list[Run], run: Run) -> Run | None:
    """The period of the same length that ended where this one begins."""
    length = run.end - run.start
    return next(
        (each for each in runs if each.end == run.start and abs((each.end - each.start) - length).days < 4), None
    )


def _moved(before: QuerySet[Result], stones: list[Place], least: int) -> dict[str, tuple[float, float]]:
    """Code -> (operations, party) of the period before, for whoever of the stones moved far."""
    now = {each.code: each for each in stones}
    rows = before.filter(state="scored", organization__code__in=now)
    found = {}
    for code, operations, party in rows.values_list("organization__code", "operations", "party"):
        x, y, place = (operations or 0) / PER_POINT, (party or 0) / PER_POINT, now[code]
        if (place.x - x) ** 2 + (place.y - y) ** 2 >= least**2:
            found[code] = (x, y)
    return found
