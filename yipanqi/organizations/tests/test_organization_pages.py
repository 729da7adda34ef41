"""The pages of organisations and units, their lists and figures."""

from datetime import date
from io import BytesIO

from python_calamine import CalamineWorkbook

from yipanqi.kit.figures import FIGURES
from yipanqi.organizations.models import Coverage, PartyOrganization, Term, Unit


def page(cast, part, code):
    organization = cast.organizations[code]
    return cast.client(part).get(organization.get_absolute_url())


def test_page_shows_the_way_to_the_root_and_what_lies_below(cast):
    context = page(cast, "stranger", "D01").context

    assert context["crumbs"] == [
        ("中共东屿海关直属机关委员会", f"/organizations/{cast.organizations['D'].pk}"),
        ("中共查检处委员会", None),
    ]
    assert [name in context["below"] for name in ("查检一科党支部", "查检二科党支部", "综合科党支部")] == [
        True, True, False,
    ]  # fmt: skip


def test_page_shows_past_coverage_apart(cast):
    Coverage.objects.filter(unit=cast.organizations["DY0101"].pk).update(until_on="2026-11-01")
    context = page(cast, "stranger", "DY0101").context

    assert (context["coverage"], [each.last_on for each in context["past_coverage"]]) == ([], [date(2026, 10, 31)])


def test_term_over_is_said_in_words(cast):
    branch = cast.organizations["D0101"]
    Term.objects.create(organization_id=branch.pk, from_on="2023-11-14", until_on="2026-11-14")

    assert page(cast, "member", "D0101").context["term_words"] == "已到届，过了 10 天"


def test_verbs_stand_only_where_one_may(cast):
    term = f"/organizations/{cast.organizations['D0101'].pk}/term"
    shown = {part: term in page(cast, part, "D0101").content.decode() for part in ("reviewer", "secretary", "stranger")}

    assert shown == {"reviewer": True, "secretary": False, "stranger": False}


def test_page_of_the_other_tree_is_not_there(cast):
    assert cast.client("leader").get(f"/organizations/{cast.organizations['DY01'].pk}").status_code == 404


def test_list_keeps_what_lies_below_and_exports_it(cast):
    response = cast.client("member").get("/organizations/?below=D01&export=xlsx")
    content = b"".join(response.streaming_content) if response.streaming else response.content

    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[:2] for row in rows] == [
        ["名称", "代码"], ["中共查检处委员会", "D01"], ["查检一科党支部", "D0101"], ["查检二科党支部", "D0102"],
    ]  # fmt: skip


def test_lists_hold_the_whole_district(district, client):
    from yipanqi.people.models import Account

    client.force_login(Account.objects.get(username="member"))
    counts = [client.get(address).context["count"] for address in ("/organizations/", "/organizations/units")]

    assert counts == [225, 261]


def test_figure_counts_sections_and_those_a_branch_covers(cast):
    Coverage.objects.filter(unit=cast.organizations["DY0102"].pk).delete()
    units = [cast.organizations[code].pk for code in ("DY0101", "DY0102", "DY01")]
    values = FIGURES["organizations.sections_with_branch"].values(units, date(2026, 11, 24))

    assert values == {cast.organizations["DY0101"].pk: (1, 1), cast.organizations["DY0102"].pk: (0, 1)}


def test_figures_open_to_as_many_rows_as_they_count(district):
    units, branches = list(Unit.objects.values_list("pk", flat=True)), list(PartyOrganization.objects.values_list("pk"))
    for name, organizations in (
        ("organizations.sections_with_branch", units), ("people.members", [pk for (pk,) in branches]),
    ):  # fmt: skip
        figure, day = FIGURES[name], date(2026, 11, 24)
        counted = figure.compute(organizations, day)
        assert sum(n for _, n in figure.values(organizations, day).values()) == counted.rows.count() > 0
