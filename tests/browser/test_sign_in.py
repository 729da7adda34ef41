import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.both_databases
@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("keyboard", [False, True])
def test_signing_in_leads_to_today(site, journey, size, keyboard):
    site.give_password("secretary", "a long password")
    walk = journey(size=size, keyboard=keyboard)
    walk.open("/")

    walk.fill("#id_login", "secretary")
    walk.fill("#id_password", "a long password")
    walk.click("main button")

    expect(walk.page).to_have_url(site.address)
    expect(walk.page.locator("h1")).to_have_count(1)


def test_signing_in_works_without_javascript(site, journey):
    site.give_password("member", "a long password")
    walk = journey(javascript=False)
    walk.open("/people/")

    walk.fill("#id_login", "member")
    walk.fill("#id_password", "a long password")
    walk.click("main button")

    expect(walk.page).to_have_url(site.address + "people/")


def test_wrong_password_says_so_and_keeps_the_login(site, journey):
    site.give_password("secretary", "a long password")
    walk = journey()
    walk.open("/")

    walk.fill("#id_login", "secretary")
    walk.fill("#id_password", "another password")
    walk.click("main button")

    expect(walk.page.locator(".errors, .error").first).to_be_visible()
    expect(walk.page.locator("#id_login")).to_have_value("secretary")
