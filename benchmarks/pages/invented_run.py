"""Two reckoned periods for the invented district: a result for every branch, one in thirteen without enough data, and
for every committee the mean of its branches."""

from datetime import UTC, date, datetime

from yipanqi.assessment import packs
from yipanqi.assessment.models import Adoption, Result, Run

PERIODS = ((date(2026, 7, 1), date(2026, 10, 1)), (date(2026, 4, 1), date(2026, 7, 1)))
LACKING = ("没有业务一侧的数据", "党建一侧的数据不到 80%")
PER_POINT = 10_000_000
PIECE = 2000


def make(committees: list, branches: list) -> None:
    """Stored as the worker stores them; the figures are spread evenly over both sides."""
    pack = packs.load()
    adoption = Adoption.objects.create(
        pack=pack.name, title=pack.title, pack_version=pack.version, digest=pack.digest, content=pack.content,
        resolution="东关党〔2026〕12 号", resolved_on=date(2026, 3, 2),
    )  # fmt: skip
    for shift, (start, end) in enumerate(PERIODS):
        finished = datetime(end.year, end.month, 2, tzinfo=UTC)
        run = Run.objects.create(
            adoption=adoption, start=start, end=end, state="done", digest="invented", finished_at=finished
        )
        each_holds = len(branches) // len(committees)
        rows = [_result(run, branch, n + shift, 0) for n, branch in enumerate(branches)]
        rows += [_result(run, above, 13 * n + 1 + shift, each_holds) for n, above in enumerate(committees)]
        Result.objects.bulk_create(rows, batch_size=PIECE)


def _result(run: Run, organization, n: int, branches: int) -> Result:
    result = Result(
        run=run, organization_id=organization.pk, path=organization.path, members=3 + n % 40, branches=branches,
        scored_branches=branches, state="insufficient", reason=LACKING[n % 2],
    )  # fmt: skip
    if n % 13:
        party, operations = 30 + n * 7 % 70, 25 + n * 11 % 75
        result.state, result.reason = "scored", ""
        result.party, result.operations = party * PER_POINT, operations * PER_POINT
        result.joint_level = (party + operations) / 200
        result.coordination = 0.45 + n * 17 % 55 / 100
    return result
