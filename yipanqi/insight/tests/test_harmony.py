"""协同图: where stones stand, what is said of them, and what nobody is told."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from yipanqi.assessment.models import Adoption, Result, Run
from yipanqi.insight.harmony import drawing, labels, queries
from yipanqi.insight.harmony.picture import CORNERS, Picture, Place, corner_of, stone_window, tally_of
from yipanqi.insight.harmony.sentences import sentences
from yipanqi.organizations.models import PartyOrganization
from yipanqi.people.models import Account
from yipanqi.people.scope import scope_of

RUN = Run(pk=1, start=date(2026, 1, 1), end=date(2026, 11, 1))


def place(number: int, operations: float = 70, party: float = 80, degree: float | None = 0.75, **more) -> Place:
    """A branch by its two sides of a hundred; ``degree`` None: not enough data."""
    sides = (round(party * 1e7), round(operations * 1e7)) if degree is not None else (None, None)
    facts = {
        "pk": number, "code": f"B{number:03}", "name": f"第{number}党支部", "path": f"00010001{number:04}",
        "members": 10, "branches": 0, "reason": "",
    }  # fmt: skip
    return Place(party=sides[0], operations=sides[1], coordination=degree, **(facts | more))


def picture(*branches: Place, **more) -> Picture:
    scored = [each for each in branches if each.is_scored]
    return Picture(run=RUN, line=60, tally=tally_of(branches, 60), window=stone_window(scored), **more)


def officer():
    return scope_of(Account.objects.get(username="party"))


def signed_in(login: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=login))
    return client


def visit(login: str, query: str = ""):
    return signed_in(login).get(f"/board/?view=harmony{query}")


def test_a_corner_says_what_to_do_there_and_each_stone_stands_in_one():
    stones = [place(1, 60, 60), place(2, 59.9, 60), place(3, 60, 59.9), place(4, 0, 0)]

    assert [corner_of(each, 60).action for each in stones] == ["总结经验", "找结合点", "补组织生活", "领导挂点"]
    assert picture(*stones).tally.corners == {corner.key: 1 for corner in CORNERS}


@pytest.mark.parametrize(
    ("degree", "fill"), [(0.8, "solid"), (0.7999, "ring"), (0.7, "ring"), (0.69, "dashed"), (0, "dashed")]
)
def test_fill_follows_the_degree_of_coordination(degree, fill):
    assert place(1, degree=degree).fill == fill


def test_branches_without_enough_data_are_counted_by_reason_and_not_drawn():
    shown = picture(place(1), *(place(n, degree=None, reason="没有业务一侧") for n in (2, 3, 4)))

    assert [each.pk for each in shown.stones] == [1]
    assert (shown.tally.reasons, shown.tally.scored, shown.tally.total) == ({"没有业务一侧": 3}, 1, 4)


def test_the_database_counts_what_the_places_say(district):
    scope, runs = officer(), queries.runs_in_force()

    for run in runs:
        shown = queries.picture(scope, runs, run)
        counted = tally_of(queries.places(Result.objects.filter(run=run, branches=0)), shown.line)
        assert shown.tally == counted
        most = sorted(counted.reasons.items(), key=lambda each: (-each[1], each[0]))[: queries.MOST_REASONS]
        assert [(each.reason, each.count, each.more) for each in shown.lacking] == [(*each, 0) for each in most]
        listed = {key: queries.in_corner(scope, run, shown.line, key, "").count() for key in counted.corners}
        assert listed == counted.corners


def test_over_sixty_branches_committees_stand_for_theirs_until_one_is_opened(district):
    runs = queries.runs_in_force()
    results = Result.objects.filter(run=runs[0], state="scored")
    committee = results.filter(branches__gt=0).first()

    folded = queries.picture(officer(), runs, runs[0])
    opened = queries.picture(officer(), runs, runs[0], committee.organization.code)

    second = results.filter(branches__gt=0).values_list("pk", flat=True)
    below = results.filter(path__startswith=committee.path, branches=0).values_list("pk", flat=True)
    assert {each.pk for each in folded.stones if each.branches} == set(second)
    assert {each.pk for each in opened.stones} == set(below)
    assert (folded.folded, opened.folded, opened.within) == (True, False, committee.organization.name)


def test_more_stones_than_one_can_read_come_in_parts_that_hold_each_once():
    stones = [place(number) for number in range(1, 222)]

    parts = [stone_window(stones, first.code) for first in stones[::45]]

    assert [len(part.shown) for part in parts] == [45, 45, 45, 45, 41]
    assert [each for part in parts for each in part.shown] == stones
    assert stone_window(stones, "nobody", "B046").number == 1
    assert not stone_window(stones[:60]).is_part


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100), st.integers(1, 400)), min_size=1, max_size=60))
def test_no_name_covers_a_stone_or_another_name_and_none_leaves_the_frame(points):
    spots = [
        labels.Spot(place(n, members=m), drawing.x_of(x, 60), drawing.y_of(y, 60), 6.5 + m / 40)
        for n, (x, y, m) in enumerate(points)
    ]
    names = {spot.place.code: spot.place.name for spot in spots}

    shown = labels.set_out(spots, names, drawing.FRAME)

    boxes = {code: box_of(label, names[code]) for code, label in shown.items()}
    others = [(spot.place.code, spot.box) for spot in spots]
    assert [code for code, box in boxes.items() if not labels._inside(box, drawing.FRAME)] == []
    assert [(a, b) for a, box in boxes.items() for b, other in others if a != b and labels._meet(box, other)] == []
    assert [(a, b) for a, one in boxes.items() for b, two in boxes.items() if a < b and labels._meet(one, two)] == []


def box_of(label: labels.Label, words: str) -> labels.Box:
    """The room of the drawn letters themselves, a little less than what was kept free."""
    wide = labels.width(words)
    left = {"start": label.x, "end": label.x - wide, "middle": label.x - wide / 2}[label.anchor]
    return left, label.y - 11, left + wide, label.y + 1


def test_the_chosen_stone_always_has_its_name():
    crowd = [place(number) for number in range(1, 20)]

    drawn = drawing.draw(picture(*crowd), at="B019", root="东屿海关", link=lambda each: "?")

    assert '<text class="nm chosen"' in drawn
    assert drawn.count('<a class="at') == 19


def test_stones_are_links_in_the_order_of_the_tree_with_all_figures_in_words():
    drawn = drawing.draw(
        picture(place(1, 52, 82, 0.67), place(2)), at="", root="东屿海关", link=lambda each: f"?at={each.code}"
    )

    assert drawn.index("?at=B001") < drawn.index("?at=B002")
    assert 'aria-label="第1党支部，党建 82，业务 52，协调度 0.67"' in drawn


def test_names_are_escaped():
    drawn = drawing.draw(picture(place(1, name="<b>&党支部")), at="", root="东屿海关", link=lambda each: '"><x')

    assert "<b>&党" not in drawn
    assert '"><x' not in drawn


def test_sentences_name_no_branch(district):
    runs = queries.runs_in_force()
    told = sentences(queries.picture(officer(), runs, runs[0]), lambda **changes: "?")
    names = PartyOrganization.objects.values_list("name", flat=True)

    assert len(told) == 3
    assert [name for name in names for each in told if name in each.names + each.words] == []


def test_nothing_is_drawn_without_a_scheme_and_without_a_run(district):
    Run.objects.update(state="cancelled")
    without_run = visit("party")
    Adoption.objects.update(state="ended")

    assert "方案采用了，还没有算过" in without_run.content.decode()
    assert "协同图还没有开" in visit("party").content.decode()


@pytest.mark.parametrize(
    "login", ["secretary", "committee", "member", "officer", "party", "department", "leader", "admin"]
)
def test_one_sees_the_results_of_ones_own_and_lower_branches_only(district, login):
    answer = visit(login)
    scope = scope_of(Account.objects.get(username=login))
    run = Run.objects.filter(state="done").order_by("-end", "start").first()
    allowed = Result.objects.visible_to(scope).filter(run=run)
    shown = answer.context["picture"]

    assert answer.status_code == 200
    assert shown.tally.total == allowed.filter(branches=0).count()
    assert {each.pk for each in shown.stones} <= set(allowed.values_list("pk", flat=True))


@pytest.mark.parametrize("login", ["secretary", "party"])
@pytest.mark.parametrize(
    "query", ["", "&at=DYW01", "&open=DYW01", "&table=1", "&table=1&corner=lack", "&period=x&page=99"]
)
def test_the_view_costs_at_most_ten_statements_and_sixty_kilobytes(district, login, query):
    client = signed_in(login)
    client.get(f"/board/?view=harmony{query}")  # what is built once has been built
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"/board/?view=harmony{query}")

    assert (answer.status_code, len(answer.content) < 60_000) == (200, True)
    assert len(asked) <= 10, [each["sql"][:100] for each in asked.captured_queries]


def test_a_stone_leads_to_its_rows_in_three_clicks(district):
    """Stone, figure of the weaker side, row of the workbook."""
    run = Run.objects.filter(state="done").order_by("-end", "start").first()
    result = Result.objects.filter(run=run, branches=0, state="scored", operations__lt=700_000_000).first()
    client = signed_in("party")
    stone = client.get(f"/board/?view=harmony&at={result.organization.code}")

    gap = stone.context["dock"]["gaps"][0]
    rows = client.get(gap.url)
    name, _, url, _ = rows.context["found"].lines[0]

    assert gap.url in stone.content.decode()
    assert client.get(url).status_code == 200
    assert name in rows.content.decode()


def test_a_tail_is_drawn_for_large_moves_only(district):
    runs = queries.runs_in_force()
    third = next(run for run in runs if run.start == date(2026, 7, 1))
    shown = queries.picture(officer(), runs, third)
    now = {each.code: each for each in shown.stones}

    assert shown.before
    assert all((now[code].x - x) ** 2 + (now[code].y - y) ** 2 >= 100 for code, (x, y) in shown.before.items())
    assert queries.picture(officer(), runs, runs[0]).before == {}


def test_the_table_holds_every_branch_once_in_the_order_of_the_tree(district):
    pages = [visit("party", f"&table=1&page={number}").context for number in (1, 2, 3)]
    run = pages[0]["picture"].run
    whole = list(Result.objects.filter(run=run, branches=0).values_list("organization__name", flat=True))

    assert len(whole) == 201
    drawn = "".join(page["table"] for page in pages)
    assert [name for name in whole if drawn.count(f">{name}</a>") < 1] == []
    assert pages[0]["count"] == 201


def test_a_district_without_branches_says_so():
    empty = picture()

    assert (empty.stones, empty.tally.total, sum(count for _, count in empty.tally.spread())) == ([], 0, 0)
    assert "0 个支部" in drawing.draw(empty, at="", root="", link=lambda each: "?")
