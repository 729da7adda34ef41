"""Where rows and threads run inside an opened committee."""

from hypothesis import given
from hypothesis import strategies as st

from yipanqi.people.trees import drawing
from yipanqi.people.trees.snapshot import Node, Thread
from yipanqi.people.trees.weaving import LANES, weave


def branch(number: int) -> Node:
    return Node(1000 + number, "party", "branch", "", f"B{number}", f"支部{number}", f"00010001{number:04}")


def section(number: int) -> Node:
    return Node(number, "unit", "section", "", f"U{number}", f"科{number}", f"00020001{number:04}")


def threads(**pairs) -> list[Thread]:
    """``threads(B1=[1, 2])``: branch one covers sections one and two."""
    return [Thread(branch(int(name[1:])), section(unit), 0, None) for name, units in pairs.items() for unit in units]


def told(lines) -> list[tuple]:
    """(branch, unit, who else covers it, units said in words) of each row."""
    return [
        (
            line.party.code if line.party else "",
            line.unit.code if line.unit else "",
            [each.code for each in line.covered_by],
            [each.code for each in line.said],
        )
        for line in lines
    ]


def test_branch_stands_on_the_row_of_its_section():
    lines = weave([branch(1), branch(2)], [section(1), section(2)], threads(B1=[2], B2=[1]))

    assert told(lines) == [("B2", "U1", [], []), ("B1", "U2", [], [])]


def test_joint_branch_stands_on_its_first_section_and_runs_a_lane_to_the_others():
    lines = weave([branch(1), branch(2)], [section(1), section(2), section(3)], threads(B1=[1, 3], B2=[2]))

    assert told(lines) == [("B1", "U1", [], []), ("B2", "U2", [], []), ("", "U3", ["B1"], [])]
    assert [[(lane.number, lane.own, lane.others) for lane in line.lanes] for line in lines] == [[(0, 0, (2,))]] * 3


def test_second_branch_of_a_section_stands_below_it():
    lines = weave([branch(1), branch(2)], [section(1), section(2)], threads(B1=[1], B2=[1]))

    assert told(lines) == [("B1", "U1", ["B2"], []), ("B2", "", [], []), ("", "U2", [], [])]
    assert [(lane.own, lane.others) for lane in lines[0].lanes] == [(1, (0,))]


def test_section_nobody_covers_is_a_gap():
    lines = weave([branch(1)], [section(1), section(2)], threads(B1=[1]))

    assert [line.is_gap for line in lines] == [False, True]


def test_branch_that_covers_nothing_stands_at_the_end():
    assert told(weave([branch(1)], [section(1)], [])) == [("", "U1", [], []), ("B1", "", [], [])]


def test_unit_elsewhere_is_said_in_words():
    lines = weave([branch(1)], [section(1)], threads(B1=[1, 9]))

    assert told(lines) == [("B1", "U1", [], ["U9"])]


def test_past_eight_lanes_the_rest_is_said_in_words():
    count = LANES + 1
    pairs = {f"B{number}": [number, 100 + number] for number in range(1, count + 1)}
    units = [section(number) for number in (*range(1, count + 1), *range(101, 101 + count))]
    lines = weave([branch(number) for number in range(1, count + 1)], units, threads(**pairs))

    said = {line.party.code: [each.code for each in line.said] for line in lines if line.party and line.said}
    assert said == {f"B{count}": [f"U{100 + count}"]}


@given(
    st.dictionaries(
        st.integers(1, 8), st.lists(st.integers(1, 12), unique=True, max_size=6), max_size=8,
    )
)  # fmt: skip
def test_every_thread_is_drawn_or_said_and_lanes_never_cross(covers):
    pairs = {f"B{number}": sorted(units) for number, units in covers.items()}
    lines = weave([branch(number) for number in sorted(covers)], [section(n) for n in range(1, 13)], threads(**pairs))

    rows = {line.unit.id: at for at, line in enumerate(lines) if line.unit}
    for at, line in enumerate(lines):
        if line.party is None:
            continue
        own = {lane.own: lane.others for lane in line.lanes}
        reached = {at} | set(own.get(at, ())) | {rows[unit.id] for unit in line.said}
        assert {rows[unit] for unit in pairs[line.party.code]} <= reached
    for line in lines:
        numbers = [lane.number for lane in line.lanes]
        assert len(numbers) == len(set(numbers))
    assert sum(line.party is not None for line in lines) == len(covers)
    assert [line.unit.id for line in lines if line.unit] == list(range(1, 13))
    for at, line in enumerate(lines):
        assert drawing.inside(line, at, "").startswith('<svg class="thread"')


def test_thread_is_heard_by_those_who_do_not_see_it():
    (line,) = weave([branch(1)], [section(1)], threads(B1=[1]))

    assert 'role="img" aria-label="支部1覆盖科1"' in drawing.inside(line, 0, "支部1覆盖科1")


def test_bundle_has_a_knot_for_each_branch():
    svg = drawing.bundle(13, 1, "")

    assert svg.count("t10.5 0") == 2 * 12  # the first knot of each strand is a curve of its own
    assert svg.count("s-warn") == 2
