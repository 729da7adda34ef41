"""任期: terms that are over, terms that end within half a year, elected organisations without any term."""

from collections.abc import Iterable, Iterator
from datetime import date

from yipanqi.kit.clock import add_months
from yipanqi.kit.links import address
from yipanqi.people.situation.cases import Case, Subject, pack
from yipanqi.people.situation.standing import Standing


def cases(found: Iterable[Standing], day: date) -> Iterator[Case]:
    """What ends first, first."""
    elected = [each for each in found if each.is_elected]
    until = [(each.until, each) for each in elected if each.until]
    for end, each in sorted(until, key=lambda pair: (pair[0], pair[1].path)):
        if end <= add_months(day, pack()["term.notice"].amount):
            yield _ending(each, end, day)
    for each in elected:
        if each.until is None:
            yield Case("unrecorded", pack()["term.recorded"], "term", _subject(each), each.name)


def _ending(each: Standing, until: date, day: date) -> Case:
    rules = pack()
    over = not rules["term.over"].holds(until, day)
    return Case(
        group="over" if over else "soon",
        rule=rules["term.over" if over else "term.notice"],
        reason_key="term",
        subject=_subject(each),
        title=each.name,
        facts={"from": each.begin, "until": until, "latest": rules["term.extension"].limit(until)},
        since=until,
        noticed=until if over else add_months(until, -rules["term.notice"].amount),
        holds_since=each.begin,
    )


def _subject(each: Standing) -> Subject:
    url = address("organizations:organization", each.pk)
    return Subject(each.pk, each.code, each.name, each.path, each.above or "", url)
