"""Finding people on the list: by name, pinyin, initials and 工号; political filters never tell of hidden rows."""

import pytest

from yipanqi.people.models import Account, Affiliation, Person
from yipanqi.people.pages.finding import FILTERS
from yipanqi.people.pages.suggesting import marked_name, marked_reading
from yipanqi.people.queries import placed
from yipanqi.people.scope import scope_of
from yipanqi.people.tests.reading import names

LOGINS = ("secretary", "committee", "member", "officer", "party", "department", "leader", "admin")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("林", ["林岚"]),
        ("岚", ["林岚"]),
        ("林 岚", ["林岚"]),
        ("linlan", ["林岚"]),
        ("LinL", ["林岚"]),
        ("lín", ["林岚"]),
        ("ll", ["林岚"]),
        ("shan", ["单平"]),
        ("dan", []),
        ("zeng", ["曾晓"]),
        ("xf", ["解放"]),
        ("100", ["曾晓", "林岚", "周舟", "陈默"]),
        ("1003", ["周舟"]),
        ("·", []),
        ("%", []),
    ],
)
def test_search_finds_by_characters_pinyin_initials_and_number(cast, typed, found):
    page = cast.client("party_officer").get("/people/", {"q": typed})

    assert sorted(names(page)) == sorted(found)


def test_filter_by_unit_takes_the_units_below_along(cast):
    page = cast.client("party_officer").get("/people/", {"unit": "DY01"})

    assert names(page) == ["仇越", "林岚", "陈默", "周舟", "曾晓", "解放", "单平"]


def test_filter_that_names_nothing_says_so(cast):
    page = cast.client("party_officer").get("/people/", {"branch": "没有的支部"})

    assert names(page) == []
    assert "没有叫“没有的支部”的党组织" in page.content.decode()


POLITICAL = [
    {"status": "members"}, {"status": "full_member"}, {"status": "probationary_member"}, {"status": "non_member"},
    {"office": "committee"}, {"office": "secretary"}, {"home": "none"}, {"home": "some"}, {"confirmed": "this_year"},
    {"confirmed": "due"}, {"branch": "DYW07"}, {"branch": "DY"},
]  # fmt: skip


@pytest.mark.parametrize("login", LOGINS)
def test_political_filters_match_only_rows_whose_politics_are_open(district, login):
    scope = scope_of(Account.objects.get(username=login))
    filters = {each.name: each for each in FILTERS}
    leaked = []
    for (name, value), *_ in (list(query.items()) for query in POLITICAL):
        matched = filters[name].narrow(placed(Person.objects.visible_to(scope)), value, scope)
        for pk, path in matched.values_list("pk", "home__branch__path"):
            if not scope.sees_politics_of(path, pk):
                leaked.append((name, value, pk))

    assert leaked == []


@pytest.mark.parametrize("login", LOGINS)
def test_condition_in_sql_and_question_in_python_open_the_same_politics(district, login):
    scope = scope_of(Account.objects.get(username=login))
    everybody = Affiliation.objects.open().values_list("person_id", "branch__path")

    in_python = {pk for pk, path in everybody if scope.sees_politics_of(path, pk)}
    in_sql = {pk for pk, _ in everybody.filter(scope.politics_of("branch__path", "person_id"))}

    assert in_sql == in_python
    assert in_python or login == "admin"


def test_political_filters_find_everybody_for_the_district_officer(district):
    scope = scope_of(Account.objects.get(username="party"))
    filters = {each.name: each for each in FILTERS}
    everybody = placed(Person.objects.visible_to(scope))

    found = {
        value: filters[name].narrow(everybody, value, scope).count()
        for name, value in [("status", "full_member"), ("status", "probationary_member"), ("home", "none")]
    }
    assert found == {"full_member": 3182, "probationary_member": 61, "none": 2065}


def test_suggestions_mark_what_was_typed(cast):
    answer = cast.client("party_officer").get("/people/suggest", {"q": "ll"}).json()

    lan = cast.persons["secretary"]
    assert answer == [
        {
            "value": "林岚",
            "number": "1001",
            "label": [["林岚", False]],
            "reading": [["l", True], ["ín ", False], ["l", True], ["án", False]],
            "note": "查检一科 · 1001",
            "url": f"/people/{lan.pk}",
        }
    ]


def test_suggestions_offer_only_people_one_sees(cast):
    assert cast.client("stranger").get("/people/suggest", {"q": "ll"}).json() == []
    assert cast.client("stranger").get("/people/suggest", {"q": ""}).json() == []


@pytest.mark.parametrize(
    ("typed", "pieces"),
    [
        ("ll", [("l", True), ("ín ", False), ("l", True), ("án", False)]),
        ("linl", [("lín", True), (" ", False), ("l", True), ("án", False)]),
        ("l", [("l", True), ("ín lán", False)]),
        ("xy", [("lín lán", False)]),
        ("林", [("lín lán", False)]),
    ],
)
def test_reading_is_marked_by_initials_or_by_letters(typed, pieces):
    assert marked_reading("lín lán", typed) == pieces


def test_name_is_marked_where_characters_were_typed():
    assert marked_name("欧阳璐梦", "阳 璐") == [("欧", False), ("阳璐", True), ("梦", False)]
