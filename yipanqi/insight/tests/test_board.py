"""What stands where on the board, for whom, and in which words."""

import re
from datetime import date

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from yipanqi.brands.models import Brand, Measure
from yipanqi.insight.board.columns import Column, columns
from yipanqi.insight.board.drawing import Drawing
from yipanqi.insight.board.grid import LEAST_FIRST, Row, weave
from yipanqi.insight.board.names import short_names
from yipanqi.insight.board.queries import board, second_level
from yipanqi.insight.board.sentences import sentences
from yipanqi.objectives.models import Priority


def a_row(pk: int = 1, code: str = "ZD1") -> Row:
    return Row(pk, code, "压缩通关时间", date(2026, 12, 31), date(2026, 1, 1), 1, "综合处", None)


def a_column(code: str, *places: str) -> Column:
    return Column(code, code, code, "二级机关党委", places)


def a_stone(priority: int, place: str, state: str = "claimed", count: int = 1):
    """A stone of one branch alone."""
    return (priority, state, place, None, None, count)


def a_priority(cast, code: str = "ZD1", **more) -> Priority:
    return Priority.objects.create(code=code, name=f"重点 {code}", raised_by_id=cast.organizations["DY02"].pk, **more)


def a_measure(cast, branch: str, priority: Priority | None, code: str = "PP1-1", state: str = "claimed") -> Measure:
    brand, _ = Brand.objects.get_or_create(
        code=code.split("-")[0], defaults={"name": "先锋岗", "organization_id": cast.organizations[branch].pk}
    )
    return Measure.objects.create(code=code, brand=brand, name=f"措施 {code}", priority=priority, state=state)


def test_short_names_drop_what_siblings_share():
    names = ["澜港海关机关党委", "东屿空港海关机关党委", "东屿海关缉私局机关党委", "石帆海关机关党委"]

    shorts = short_names(names, "中共东屿海关直属机关委员会", alike=True)

    assert shorts == ["澜港", "空港", "缉私局", "石帆"]


def test_short_names_of_branches_keep_their_section_and_the_first_of_several():
    names = ["澜港海关查验一科党支部", "澜港海关办公室、人事政工科联合党支部", "澜港海关稽查科党支部"]

    assert short_names(names, "澜港海关机关党委") == ["查验一科", "办公室等联合", "稽查科"]


def test_short_names_of_a_single_organisation_are_never_empty():
    assert short_names(["党支部"], "机关党委") == ["党支部"]


def test_a_long_name_is_cut_in_a_columns_head():
    names = ["东屿海关驻国际邮轮母港旅客行李物品检疫监管科党支部", "东屿海关稽查科党支部"]

    assert short_names(names, "东屿海关机关党委") == ["驻国际邮轮母港…", "稽查科"]


def test_a_crossing_shows_the_measure_furthest_from_done_and_their_number():
    stones = [a_stone(1, "7", "confirmed"), a_stone(1, "7", "claimed"), a_stone(1, "7", "reported")]

    grid = weave([a_row()], [a_column("A", "7"), a_column("B", "8")], stones, whole=True)

    crossing = grid.rows[0].crossings["A"]
    assert (crossing.stone, crossing.measures) == ("claimed", 3)
    assert grid.rows[0].words() == "1 在做 · 1 确认 · 1 认领"
    assert [column.code for column in grid.empty_columns] == ["B"]


def test_a_joint_measure_stands_in_both_columns_and_counts_once_in_the_row():
    stones = [(1, "doing", "7", "8", 11, 1), (1, "doing", "7", "7", 11, 1), (1, "claimed", "8", "8", 12, 1)]

    grid = weave([a_row()], [a_column("A", "7"), a_column("B", "8")], stones, whole=True)

    assert grid.rows[0].crossings == {"A": (1, 1), "B": (0, 2)}
    assert grid.rows[0].words() == "1 在做 · 1 认领"


def test_what_stands_in_no_column_counts_in_its_row():
    grid = weave([a_row()], [a_column("A", "7")], [a_stone(1, "9", "doing", 3)], whole=True)

    assert (grid.rows[0].words(), grid.rows[0].crossings, grid.empty_rows) == ("3 在做", {}, [])


def drawn(grid, rows) -> str:
    return Drawing(grid, rows, grid.columns, at=("", ""), link=lambda **changes: "?").table()


def test_drawing_a_part_of_the_rows_makes_no_column_bare():
    grid = weave(
        [a_row(1, "A"), a_row(2, "B")], [a_column("X", "7"), a_column("Y", "8")], [a_stone(1, "7")], whole=True
    )

    table = drawn(grid, grid.rows_for("empty"))

    assert [table.count("<b>0</b><span>处</span>"), table.count("没有落点")] == [1, 1]
    assert table.count('scope="row" class="row-head"') == 1


def test_a_stone_is_read_aloud_with_its_row_its_column_and_its_state():
    grid = weave([a_row()], [a_column("甲", "7")], [a_stone(1, "7", "doing", 2)], whole=True)

    page = drawn(grid, grid.rows) + render_to_string("insight/board_legend.html", {"stones": grid.stones()})

    said = re.search(r'<a class="at"[^>]* aria-labelledby="([^"]*)"', page)[1].split()
    assert [re.search(f'id="{each}">([^<]*)<', page)[1] for each in said] == ["压缩通关时间", "甲", "在做", "2 项措施"]


def test_an_opened_committee_is_named_above_its_branches_where_there_is_room():
    inside = [Column(f"C{n}", f"C{n}", f"C{n}", "澜港", (str(n),), n, False, "W") for n in range(1, 10)]
    rows = [a_row()]

    assert "澜港，9 个支部 <a" in drawn(weave(rows, inside, [], whole=True), rows)
    assert '<span class="sr">澜港，2 个支部</span>' in drawn(weave(rows, inside[:2], [], whole=True), rows)


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ([a_stone(1, "7", "confirmed"), a_stone(2, "7", "confirmed")], "各有 1 项由接收方确认。"),
        ([a_stone(1, "7", "confirmed", 2), a_stone(2, "7", "confirmed")], "分别有 2 项和 1 项由接收方确认。"),
        ([a_stone(1, "7", "confirmed")], "有 1 项由接收方确认。"),
        ([a_stone(1, "7", "doing")], "推进中的重点上还没有接收方确认过的措施。"),
    ],
)
def test_what_works_is_counted_in_whole_sentences(states, words):
    grid = weave([a_row(1, "A"), a_row(2, "B")], [a_column("X", "7")], states, whole=True)

    assert sentences(grid, "?")[0].words == words


def test_the_next_step_says_when_the_day_has_passed(settings):
    settings.YIPANQI_TODAY = date(2027, 1, 5)
    grid = weave([a_row()], [a_column("X", "7")], [], whole=True)

    assert sentences(grid, "?")[2].words == " 2026 年 12 月 31 日已到期，请综合处先说清要谁帮什么。"


states = st.sampled_from(["claimed", "doing", "reported", "returned", "confirmed"])
stone_rows = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 4), states), max_size=30)


@given(stone_rows, st.randoms())
def test_the_order_of_the_stones_never_matters(found, random):
    stones = [a_stone(priority, str(place), state) for priority, place, state in found]
    shuffled = random.sample(stones, len(stones))

    columns = [a_column("X", "1", "2"), a_column("Y", "3")]
    woven = [weave([a_row(1, "A"), a_row(2, "B")], columns, given, whole=True) for given in (stones, shuffled)]

    assert woven[0].rows == woven[1].rows
    shown = sum(woven[0].stones().values())
    assert shown == len({(p, "X" if place < 3 else "Y") for p, place, _ in found if p < 3 and place < 4})
    assert [sum(row.counts) for row in woven[0].rows] == [sum(p == n for p, _, _ in found) for n in (1, 2)]
    assert set(woven[0].stones()) == set(LEAST_FIRST)


@pytest.mark.django_db
class TestWhoSeesWhat:
    def test_the_district_sees_committees_folded_and_direct_branches_in_one_column(self, cast):
        a_measure(cast, "D0101", a_priority(cast), state="doing")

        grid = board(cast.scope("party_officer"))

        assert [(column.code, column.opened_from) for column in grid.columns] == [("D01", ""), ("direct", "")]
        assert grid.rows[0].crossings["D01"].stone == "doing"

    def test_an_opened_committee_shows_its_branches_in_its_place(self, cast):
        a_measure(cast, "D0102", a_priority(cast))

        grid = board(cast.scope("party_officer"), "D01")

        assert [column.code for column in grid.columns] == ["D0101", "D0102", "direct"]
        assert list(grid.rows[0].crossings) == ["D0102"]

    def test_a_secretary_finds_the_own_committee_open_and_no_foreign_column(self, cast):
        a_measure(cast, "D02", a_priority(cast))

        grid = board(cast.scope("secretary"))

        assert [(column.code, column.opened_from) for column in grid.columns] == [("D0101", "D01")]
        assert grid.rows[0].is_empty and not grid.whole

    def test_who_raised_a_priority_sees_who_carries_it(self, cast):
        a_measure(cast, "D0101", a_priority(cast, "ZD7"))
        cast.persons["stranger"].appointments.create(post=cast.organizations["DY02"].posts.create(office="head"))

        grid = board(cast.scope("stranger"))

        assert grid.rows[0].words() == "1 认领"

    def test_paused_and_finished_priorities_stand_on_no_board(self, cast):
        a_priority(cast, "ZD1", state="paused")
        a_priority(cast, "ZD2", state="done")
        a_priority(cast, "ZD3")

        grid = board(cast.scope("party_officer"))

        assert [row.code for row in grid.rows] == ["ZD3"]

    def test_without_any_organisation_the_board_is_empty(self, db):
        assert second_level() == []
        assert columns([], []) == []
