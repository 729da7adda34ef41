"""Places are drawn once a person and kept: never another person's, never another page's token."""

import re

from yipanqi.people.models import Appointment

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def page(cast, part: str, path: str = "/") -> str:
    return cast.client(part).get(path).content.decode()


def test_each_person_sees_their_own_name_and_links_whoever_came_before(cast):
    first, second = page(cast, "secretary"), page(cast, "stranger")

    assert "<b>林岚</b>" in first and "<b>任远</b>" in second
    assert "林岚" not in second
    assert f'/people/{cast.persons["stranger"].pk}"' in second


def test_an_office_that_ended_is_not_shown_from_memory(cast):
    before = page(cast, "secretary")
    Appointment.objects.filter(person=cast.persons["secretary"]).delete()

    after = page(cast, "secretary")

    assert 'href="/members/dues"' in before
    assert 'href="/members/dues"' not in after


def test_every_answer_has_tokens_of_its_own_session(cast):
    tokens = {part: set(TOKEN.findall(page(cast, part))) for part in ("secretary", "stranger")}

    assert all(tokens.values())
    assert tokens["secretary"] & tokens["stranger"] == set()
    assert "-token-of-this-page-" not in page(cast, "secretary")


def test_the_current_place_follows_the_address(cast):
    assert 'href="/brands/" aria-current="page"' in page(cast, "secretary", "/brands/")
    assert 'href="/brands/" aria-current="page"' not in page(cast, "secretary", "/people/")
    assert 'href="/brands/" aria-current="page"' in page(cast, "secretary", "/brands/")
