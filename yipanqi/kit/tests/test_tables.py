"""Tables and filters drawn in Python escape what people typed; exports never become formulas."""

import io
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from yipanqi.kit.filters import choice, search
from yipanqi.kit.pages.export import spreadsheet
from yipanqi.kit.tables import Column, Table, link

NASTY = '<script>alert("x")</script>'


def test_cells_heads_and_captions_are_escaped():
    table = Table([Column("name", NASTY, ("name",)), Column("again", "再", ("name",))], caption=NASTY)

    drawn = table.draw([(1, NASTY, NASTY)])

    assert "<script>" not in drawn
    assert drawn.count("&lt;script&gt;") == 4  # caption, head, two cells


def test_links_escape_address_and_words():
    assert link('/x?a="1"&b', NASTY) == (
        '<a href="/x?a=&quot;1&quot;&amp;b">&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</a>'
    )


def test_a_sorted_head_offers_the_other_direction():
    table = Table([Column("name", "姓名", ("name",), order=("name",))], caption="人员")

    drawn = table.draw([], sort="name", address=lambda key: f"?sort={key}")

    assert '<th scope="col" aria-sort="ascending"><a href="?sort=-name">姓名' in drawn


def test_filters_escape_their_value():
    drawn = search("q", "找人", ("name",)).draw('"><script>')

    assert "<script>" not in drawn


@pytest.mark.django_db
def test_a_choice_nobody_offers_matches_nothing():
    from yipanqi.people.models import Person

    Person.objects.create(number="1", name="林岚", sex="f")
    sex = choice("sex", "性别", {"f": "女", "m": "男"})

    found = [list(sex.narrow(Person.objects.all(), value, None).values_list("name", flat=True)) for value in ("f", "x")]

    assert found == [["林岚"], []]


TEXTS = ["=1+1", "+86 10", "-1+1", "@SUM(1)", "\t=1", "平常的话"]


def test_an_exported_workbook_keeps_text_as_text():
    response = spreadsheet("品牌", ["名称"], [[text] for text in TEXTS], "xlsx")

    with zipfile.ZipFile(io.BytesIO(response.content)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert rows == [["名称"], *([text] for text in TEXTS)]
    assert "<f>" not in sheet


def test_an_exported_csv_puts_an_apostrophe_before_formulas():
    response = spreadsheet("品牌", ["名称"], [[text] for text in TEXTS], "csv")

    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines == ["名称", "'=1+1", "'+86 10", "'-1+1", "'@SUM(1)", "'\t=1", "平常的话"]
