"""Every column of every list that can be sorted, both ways."""

import pytest
from django.urls import reverse

from tests.house.addresses import addresses
from yipanqi.kit.pages import ListPage
from yipanqi.people.scope import scope_of

LISTS = [each for each in addresses() if isinstance(each.view, type) and issubclass(each.view, ListPage)]


@pytest.mark.parametrize("part", ["party_officer", "member", "administrator"])
def test_every_sortable_column_sorts_both_ways(cast, part):
    client, scope = cast.client(part), scope_of(cast.accounts[part])
    client.raise_request_exception = False
    tried, broken = 0, []
    for each in LISTS:
        for column in each.view().table_columns(scope):
            for sort in (column.key, f"-{column.key}") if column.order else ():
                tried += 1
                status = client.get(reverse(each.name), {"sort": sort, "cols": column.key}).status_code
                if status not in (200, 403):
                    broken.append(f"{each.name}?sort={sort}: {status}")

    assert tried > 40
    assert broken == []
