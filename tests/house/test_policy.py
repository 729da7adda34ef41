"""Every address as every kind of person, held against the policy table."""

from dataclasses import dataclass

import pytest
from django.test import Client

from tests.house.addresses import ASKED_BY_QUERY, FOR_SOME_ROWS, NO_ROW, Address, addresses, seen_and_unseen
from yipanqi.people.models import Account
from yipanqi.people.scope import NOBODY, Scope, scope_of
from yipanqi.web.policy import POLICY

SAMPLES = ("secretary", "committee", "member", "officer", "party", "department", "leader", "admin")
OPENED = {200, 204, 302, 405, 422}  # shown, done, sent on; wrong method; a form that wants more


@dataclass
class Visitor:
    """Somebody who tries an address, and what the policy table should make of it."""

    login: str
    scope: Scope
    client: Client

    def expected(self, address: Address, method: str, *, hidden: bool) -> set[int]:
        access = POLICY.get(address.name)
        if access is None:
            return {404}
        if access.signed_in and not self.scope.is_signed_in:
            return {302}
        if access.signed_in and not access.may(self.scope):
            return {403}
        if hidden:  # nothing tells a row one may not see from a row that is not there
            return {self.tries(address, method, pk=NO_ROW)} - {200, 204, 302}
        may_be_missing = {404} if address.name in ASKED_BY_QUERY | FOR_SOME_ROWS else set()
        return OPENED | {403} | may_be_missing

    def tries(self, address: Address, method: str, **arguments: int) -> int:
        return int(getattr(self.client, method)(address.at(**arguments)).status_code)


@pytest.fixture
def visitors(district) -> list[Visitor]:
    """The sample people of the demonstration, and somebody who has not signed in."""
    found = [Visitor("nobody", NOBODY, Client(raise_request_exception=False))]
    for login in SAMPLES:
        account = Account.objects.get(username=login)
        client = Client(raise_request_exception=False)
        client.force_login(account)
        found.append(Visitor(login, scope_of(account), client))
    return found


def test_every_address_of_ours_stands_in_the_policy_table():
    assert [each.name for each in addresses() if each.is_ours and each.name not in POLICY] == []


def test_every_row_of_the_policy_table_has_an_address():
    assert set(POLICY) - {each.name for each in addresses()} == set()


def test_every_key_in_an_address_names_rows_the_sweep_knows():
    keyed = [each for each in addresses() if each.is_ours and each.arguments]

    # Arrows have a sweep of their own (test_arrows).
    assert [each.name for each in keyed if each.keys and not (each.keys == ("pk",) and each.model)] == ["act"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_addresses_without_keys_answer_as_the_policy_says(visitors, method):
    plain = [each for each in addresses() if each.is_ours and not each.keys]
    assert plain

    assert wrong_answers(visitors, [(each, {}, False) for each in plain], method) == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_addresses_of_rows_answer_as_policy_and_scope_say(visitors, method):
    keyed = [each for each in addresses() if each.is_ours and each.keys == ("pk",)]
    wrong = []
    for visitor in visitors:
        tried = []
        for address in keyed:
            seen, hidden = seen_and_unseen(address, visitor.scope)
            tried += [(address, {"pk": seen}, False)] if seen else []
            tried += [(address, {"pk": hidden}, True)] if hidden else []
        wrong += wrong_answers([visitor], tried, method)

    assert wrong == []


def wrong_answers(visitors: list[Visitor], tried: list[tuple[Address, dict[str, int], bool]], method: str) -> list[str]:
    """One line for each answer that is not among the expected ones."""
    wrong = []
    for visitor in visitors:
        for address, arguments, hidden in tried:
            expected = visitor.expected(address, method, hidden=hidden)
            status = visitor.tries(address, method, **arguments)
            if status not in expected:
                wrong.append(f"{visitor.login}: {method} {address.name} {arguments} gave {status}, expected {expected}")
    return wrong
