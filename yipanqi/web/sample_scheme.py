"""The demonstration's scheme: adopted by an invented resolution, reckoned for the year so far and for two quarters."""

from datetime import date

from yipanqi.assessment import actions, packs, periods
from yipanqi.assessment.models import Adoption, Run
from yipanqi.kit.clock import today
from yipanqi.people.models import Account
from yipanqi.people.scope import scope_of
from yipanqi.web.terminal import Progress

RESOLUTION, RESOLVED_ON = "东关党〔2026〕12 号", date(2026, 11, 2)
MOST_PERIODS = 3  # two quarters one after the other show who moved far


def adopt_and_reckon(by: Account, progress: Progress) -> None:
    """Through the actions a user calls; what stands already is left alone."""
    from yipanqi.assessment import reckoning  # numpy is loaded only where a run is reckoned

    adoption = Adoption.objects.in_force().first() or actions.adopt(
        packs.load(), by=by, scope=scope_of(by), resolution=RESOLUTION, resolved_on=min(RESOLVED_ON, today())
    )
    days = packs.rules_of(adoption.content)["answer.days"].amount
    for span in periods.spans(today(), days)[:MOST_PERIODS]:
        if Run.objects.filter(adoption=adoption, start=span.start, end=span.end, state="done").exists():
            continue
        progress.begin(f"协同图 {span.words}")
        run = Run.objects.create(adoption=adoption, start=span.start, end=span.end, ordered_by=by)
        reckoning.reckon(run)
        progress.end(f"{run.results.filter(state='scored', branches=0).count()} branches with data on both sides")
