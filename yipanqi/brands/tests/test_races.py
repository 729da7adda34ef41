"""Two people at the same moment: nothing is doubled, nothing is lost."""

import pytest

from tests.races import at_once
from yipanqi.brands import actions
from yipanqi.brands.lifecycles import MEASURE
from yipanqi.brands.models import Measure
from yipanqi.events.models import Event


@pytest.fixture
def raced(transactional_db, weave):
    """The weave with real commits, so that threads see it."""
    return weave


def test_confirming_and_returning_at_once_ends_in_one_of_both(raced):
    raced.reported()
    rows = [Measure.objects.get(), Measure.objects.get()]
    told = {"by": raced.cast.account("stranger"), "scope": raced.cast.scope("stranger")}

    outcome = at_once(
        lambda: MEASURE.move(rows[0], "confirm", **told),
        lambda: MEASURE.move(rows[1], "return", sentence="缺一栏", **told),
    )

    answers = Event.objects.filter(kind__in=["measure.confirmed", "measure.returned"]).count()
    assert (outcome, answers) == (["409", "done"], 1)


def test_two_measures_added_at_once_get_numbers_of_their_own(raced):
    told = {"by": raced.cast.account("secretary"), "scope": raced.cast.scope("secretary")}

    outcome = at_once(*[lambda n=n: actions.add_measure(raced.brand, name=f"措施{n}", **told) for n in range(4)])

    codes = list(Measure.objects.order_by("code").values_list("code", flat=True))
    assert (outcome, codes) == (["done"] * 4, [f"PP001-{n}" for n in range(1, 6)])
