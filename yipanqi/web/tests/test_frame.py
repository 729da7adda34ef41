"""What the frame says on every page: who is signed in, with which offices."""

import pytest

from yipanqi.web.frame import signed_in

pytestmark = pytest.mark.django_db


def test_the_corner_names_the_branch_first_and_says_whose_secretary(cast):
    parts = ("secretary", "reviewer", "leader", "member", "department_head")
    corners = {part: signed_in(cast.scope(part))["office"] for part in parts}

    assert corners == {
        "secretary": "支部书记 · 科负责人",
        "reviewer": "党委书记",
        "leader": "关区负责人",
        "member": "支部纪检委员",
        "department_head": "处负责人",
    }


def test_importing_people_begins_on_the_page_of_imports_with_the_kind_chosen(cast):
    people = cast.client("party_officer").get("/people/").content.decode()
    begun = cast.client("party_officer").get("/records/?for=people").content.decode()

    assert 'href="/records/?for=people"' in people
    assert '<option value="people" selected>' in begun
