"""What the picture reads: stored results only, in four statements whatever the size of the district."""

from yipanqi.assessment import packs
from yipanqi.assessment.models import Adoption, Explanation, Result, Run
from yipanqi.insight.harmony.picture import PER_POINT, Picture, Place

MOST_PERIODS = 6
FIELDS = (
    "pk", "organization__code", "organization__name", "path", "members", "branches", "party", "operations",
    "coordination", "reason",
)  # fmt: skip


def runs_in_force() -> list[Run]:
    """The latest finished run of each period under the scheme in force, the latest period first; one statement.

    Of periods that end on one day the longer one comes first.
    """
    runs = Run.objects.done().filter(adoption__state="in_force").select_related("adoption")
    found: dict[tuple, Run] = {}
    for run in runs.order_by("-end", "start", "-pk")[: MOST_PERIODS * 4]:
        found.setdefault((run.start, run.end), run)
    return list(found.values())[:MOST_PERIODS]


def in_force() -> Adoption | None:
    return Adoption.objects.in_force().only("pk", "resolution").first()


def picture(scope, runs: list[Run], run: Run, opened: str) -> Picture:
    """Two statements: the results this person may see, and the places of the period before."""
    places = [Place(*row) for row in _rows(scope, run).values_list(*FIELDS)]
    committees = [each for each in places if each.branches]
    rules = packs.rules_of(run.adoption.content)
    found = Picture(
        run=run,
        line=rules["corner.line"].amount,
        branches=[each for each in places if not each.branches],
        committees=committees,
        opened=next((each for each in committees if each.code == opened), None),
    )
    if earlier := _before(runs, run):
        found.before = _moved(scope, earlier, found, rules["move.large"].amount)
    return found


def explanation(place: Place) -> dict:
    """The stored tree of one branch; one statement."""
    return Explanation.objects.filter(result=place.pk).values_list("tree", flat=True).first() or {}


def _rows(scope, run: Run):
    return Result.objects.visible_to(scope).filter(run=run).order_by("path", "branches")


def _before(runs: list[Run], run: Run) -> Run | None:
    """The period of the same length that ended where this one begins."""
    length = run.end - run.start
    return next(
        (each for each in runs if each.end == run.start and abs((each.end - each.start) - length).days < 4), None
    )


def _moved(scope, earlier: Run, now: Picture, least: int) -> dict[str, tuple[float, float]]:
    """Code -> (operations, party) of the period before, for whoever moved far."""
    places = {each.code: each for each in [*now.branches, *now.committees] if each.is_scored}
    rows = _rows(scope, earlier).filter(state="scored").values_list("organization__code", "operations", "party")
    found = {}
    for code, operations, party in rows:
        x, y = operations / PER_POINT, party / PER_POINT
        if (place := places.get(code)) and (place.x - x) ** 2 + (place.y - y) ** 2 >= least**2:
            found[code] = (x, y)
    return found
