"""The people list: who is on it, what its cells say to whom, what leaves in a file, what is picked and kept."""

import re

import pytest
from django.utils.html import escape

from yipanqi.events.models import Event
from yipanqi.kit.models import SavedView
from yipanqi.people import roster
from yipanqi.people.models import Account, Affiliation, Appointment, Employment, ExportTrace, Person, Selection
from yipanqi.people.tests.reading import cells, names, ticked, workbook

PARTY_COLUMNS = ("党组织", "政治面貌", "党内职务", "入党时间")


@pytest.mark.parametrize(
    ("part", "seen"),
    [
        ("stranger", ["任远"]),
        ("secretary", ["林岚", "陈默", "周舟", "曾晓", "仇越"]),
        ("party_officer", ["朴实", "仇越", "林岚", "陈默", "周舟", "曾晓", "解放", "单平", "任远", "查勤"]),
    ],
)
def test_list_shows_whom_one_may_see_in_the_order_of_the_tree(cast, part, seen):
    assert sorted(names(cast.client(part).get("/people/"))) == sorted(seen)


def test_list_is_sorted_by_unit_then_by_title(cast):
    Employment.objects.filter(person=cast.persons["probationer"]).update(title="副科长")
    Employment.objects.filter(person=cast.persons["officer"]).update(title="科长")
    Employment.objects.filter(person=cast.persons["member"]).update(title="副科长(主持工作)")
    roster.keep(Person.objects.all())

    shown = names(cast.client("party_officer").get("/people/"))

    assert shown == ["朴实", "仇越", "曾晓", "陈默", "周舟", "林岚", "解放", "单平", "任远", "查勤"]


def test_list_says_political_facts_only_where_the_scope_opens_them(cast):
    Person.objects.update(joined_on="2011-12-09")

    seen = cells(cast.client("department_head").get("/people/"))

    closed = dict.fromkeys(("党组织", "政治面貌"), "不显示") | dict.fromkeys(("党内职务", "入党时间"), "—")
    assert {label: seen["林岚"][label] for label in PARTY_COLUMNS} == closed
    assert {label: seen["仇越"][label] for label in PARTY_COLUMNS} == {
        "党组织": "查检一科党支部", "政治面貌": "中共党员", "党内职务": "—", "入党时间": "2011-12-09",
    }  # fmt: skip


def test_district_officer_sees_the_politics_of_everybody_and_where_an_office_is_held(cast):
    Appointment.objects.filter(person=cast.persons["reviewer"]).update(from_on="2024-07-01")

    seen = cells(cast.client("party_officer").get("/people/"))

    assert [seen[name]["政治面貌"] for name in ("周舟", "曾晓", "林岚")] == ["中共预备党员", "群众", "中共党员"]
    held = [seen[name]["党内职务"] for name in ("单平", "查勤")]
    assert held == ["机关党委书记2024-07 起", "直属机关党委党务干部2024-03 起"]


def test_leader_cannot_guess_politics_by_sorting(cast):
    days = {"林岚": "1999-01-01", "陈默": "2020-01-01", "仇越": "2010-01-01", "朴实": "2005-05-05"}
    for name, day in days.items():
        Person.objects.filter(name=name).update(joined_on=day)

    forwards = names(cast.client("leader").get("/people/", {"sort": "joined"}))
    backwards = names(cast.client("leader").get("/people/", {"sort": "-joined"}))

    hidden = [name for name in forwards if name != "朴实"]
    assert hidden == [name for name in backwards if name != "朴实"]
    assert hidden == sorted(hidden, key=lambda name: Person.objects.get(name=name).number)


def test_leader_filtering_by_status_finds_only_the_own_row(cast):
    assert names(cast.client("leader").get("/people/", {"status": "full_member"})) == ["朴实"]
    assert names(cast.client("leader").get("/people/", {"home": "none"})) == []


def test_export_holds_what_is_shown_and_leaves_a_trace_each_person_sees(cast):
    response = cast.client("secretary").get("/people/", {"cols": "status,phone", "export": "xlsx"})

    assert workbook(response) == [
        ["姓名", "政治面貌", "手机"],
        ["仇越", "中共党员", ""],
        ["林岚", "中共党员", ""],
        ["陈默", "中共党员", ""],
        ["周舟", "中共预备党员", ""],
        ["曾晓", "不显示", ""],
    ]
    trace = ExportTrace.objects.get()
    assert (trace.account.username, trace.columns) == ("secretary", ["姓名", "政治面貌", "手机"])
    assert sorted(trace.persons.values_list("name", flat=True)) == sorted(["仇越", "林岚", "陈默", "周舟", "曾晓"])
    assert Event.objects.get(kind="people.exported").facts["persons"] == 5
    page = cast.client("member").get(f"/people/{cast.persons['member'].pk}").content.decode()
    assert "导出了名单" in page and "姓名、政治面貌、手机" in page


def test_exported_text_is_never_a_formula(cast):
    Person.objects.filter(name="陈默").update(remark='=HYPERLINK("http://example.org")')

    response = cast.client("secretary").get("/people/", {"cols": "remark", "export": "csv"})

    assert "陈默,\"'=HYPERLINK" in response.content.decode("utf-8-sig")


def test_columns_are_chosen_and_at_most_seven_stand(cast):
    page = cast.client("secretary").get("/people/", {"cols": ["phone", "sex", "kind", "nonsense"]})
    everything = cast.client("secretary").get(
        "/people/", {"cols": "unit,branch,status,office,joined,kind,confirmed,number,sex"}
    )

    assert list(cells(page)["林岚"]) == ["类别", "性别", "手机"]
    assert list(cells(everything)["林岚"]) == ["机构与职务", "党组织", "政治面貌", "党内职务", "入党时间", "类别"]


def test_very_long_names_are_escaped_and_shown(cast):
    long = '<script>alert("党")</script>' + "长" * 30
    Person.objects.filter(name="陈默").update(name=long)

    page = cast.client("secretary").get("/people/").content.decode()

    assert escape(long) in page and "<script>alert" not in page


def test_empty_database_shows_an_invitation(client, db):
    client.force_login(Account.objects.create(username="first", is_administrator=True))

    assert "这里还没有人，导入花名册后就在这里" in client.get("/people/").content.decode()


def pick(client, verb, here="", **more):
    return client.post("/people/selection", {"verb": verb, "here": here, **more})


def keys(cast, *parts) -> list[int]:
    return [cast.persons[part].pk for part in parts]


def test_picked_people_stay_picked_on_the_next_page(cast):
    client = cast.client("party_officer")
    shown = keys(cast, "secretary", "member", "leader")
    response = pick(client, "keep", "kind=civil", chosen=keys(cast, "secretary", "member"), shown=shown)

    page = client.get(response["Location"])

    assert ticked(page) == ["林岚", "陈默"]
    assert "选中 2" in page.content.decode()


def test_boxes_of_one_page_add_to_and_take_from_what_was_picked_before(cast):
    client = cast.client("party_officer")
    pick(client, "keep", chosen=keys(cast, "secretary", "member"))
    first = Selection.objects.get()

    response = pick(client, "keep", picked=first.pk, shown=keys(cast, "member", "leader"), chosen=keys(cast, "leader"))

    assert sorted(ticked(client.get(response["Location"]))) == ["朴实", "林岚"]


def test_selecting_all_freezes_the_list_of_that_moment(cast):
    client = cast.client("party_officer")
    response = pick(client, "all", "unit=DY0101")
    Employment.objects.filter(person=cast.persons["stranger"]).update(unit=cast.organizations["DY0101"].pk)

    page = client.get(response["Location"])

    assert "任远" in names(page) and "任远" not in ticked(page)
    assert sorted(ticked(page)) == sorted(["林岚", "陈默", "周舟", "曾晓"])


def test_nobody_picks_people_out_of_sight(cast):
    pick(cast.client("secretary"), "keep", chosen=keys(cast, "member", "stranger"))

    assert list(Selection.objects.get().persons.values_list("name", flat=True)) == ["陈默"]


def test_nobody_sees_or_uses_the_selection_of_somebody_else(cast):
    pick(cast.client("party_officer"), "keep", chosen=keys(cast, "member"))
    theirs = Selection.objects.get()

    leader = cast.client("leader")

    assert ticked(leader.get("/people/", {"picked": theirs.pk})) == []
    assert names(leader.get("/people/", {"list": theirs.pk})) == []


def test_picking_nobody_is_answered_in_words(cast):
    response = cast.client("secretary").post("/people/selection", {"verb": "export", "here": "kind=civil"}, follow=True)

    assert "还没有选人，先在左边打勾" in response.content.decode()


def test_picked_people_are_exported_with_the_columns_of_the_list(cast):
    client = cast.client("party_officer")

    response = pick(client, "export", "cols=kind&q=x", chosen=keys(cast, "secretary", "leader"))

    assert workbook(client.get(response["Location"])) == [["姓名", "类别"], ["朴实", "行政编制"], ["林岚", "行政编制"]]


def test_picked_people_become_a_list_that_stands_among_the_views(cast):
    client = cast.client("party_officer")
    pick(client, "list", list_name="查验骨干", chosen=keys(cast, "secretary"))
    response = pick(client, "list", list_name="查验骨干", chosen=keys(cast, "leader"))

    page = client.get(response["Location"])

    assert names(page) == ["朴实", "林岚"]
    assert re.search(r'<a class="chip"[^>]*aria-current="true">查验骨干<', page.content.decode())
    assert "查验骨干" not in cast.client("leader").get("/people/").content.decode()


def test_view_is_kept_for_oneself_until_it_is_shared(cast):
    officer, leader = cast.client("party_officer"), cast.client("leader")
    officer.post("/views/save", {"page": "people:people", "query": "unit=DY01&page=3", "name": "常看的"})
    view = SavedView.objects.get()
    before = "常看的" in leader.get("/people/").content.decode()

    officer.post(f"/views/{view.pk}", {"verb": "share"})

    assert (view.query, before) == ("unit=DY01", False)
    assert '<a class="chip" href="?unit=DY01">常看的' in leader.get("/people/").content.decode()


def test_shared_view_shows_each_reader_only_the_own_people(cast):
    officer = cast.client("party_officer")
    officer.post("/views/save", {"page": "people:people", "query": "unit=DY", "name": "全关"})
    officer.post(f"/views/{SavedView.objects.get().pk}", {"verb": "share"})

    assert names(cast.client("stranger").get("/people/", {"unit": "DY"})) == ["任远"]


def test_nobody_changes_the_view_of_somebody_else(cast):
    cast.client("party_officer").post("/views/save", {"page": "people:people", "query": "unit=DY01", "name": "常看的"})
    view = SavedView.objects.get()

    hidden = cast.client("leader").post(f"/views/{view.pk}", {"verb": "remove"}).status_code
    SavedView.objects.update(shared=True)
    shared = cast.client("leader").post(f"/views/{view.pk}", {"verb": "remove"}).status_code

    assert (hidden, shared, SavedView.objects.count()) == (404, 403, 1)


def test_own_view_is_removed(cast):
    officer = cast.client("party_officer")
    officer.post("/views/save", {"page": "people:people", "query": "unit=DY01", "name": "常看的"})

    officer.post(f"/views/{SavedView.objects.get().pk}", {"verb": "remove"})

    assert SavedView.objects.count() == 0


def test_built_in_views_find_what_they_promise(cast):
    officer = cast.client("party_officer")
    Person.objects.filter(name="周舟").update(staff_kind="contract")
    Person.objects.filter(name="陈默").update(confirmed_on="2026-03-01")
    Affiliation.objects.filter(person__name="周舟").update(political_status="probationary_member")
    Person.objects.filter(name="周舟").update(joined_on="2025-12-11")

    found = {query: sorted(names(officer.get(f"/people/?{query}"))) for query in (
        "kind=established", "office=committee", "confirmed=this_year", "confirmed=due", "home=none",
    )}  # fmt: skip

    assert found == {
        "kind=established": sorted(["朴实", "仇越", "林岚", "陈默", "曾晓", "解放", "单平", "任远", "查勤"]),
        "office=committee": sorted(["林岚", "陈默", "解放", "单平"]),
        "confirmed=this_year": ["陈默"],
        "confirmed=due": ["周舟"],
        "home=none": ["曾晓"],
    }


def test_htmx_gets_the_rows_alone(cast):
    answer = cast.client("secretary").get("/people/", {"q": "ll"}, headers={"HX-Request": "true", "HX-Target": "rows"})

    page = answer.content.decode()
    assert names(answer) == ["林岚"] and "<html" not in page
    # What stands outside the rows follows the filters too.
    assert 'id="list-export" data-hx-swap-oob="true"' in page and "?q=ll&amp;export=xlsx" in page
