"""Addresses without the price of ``reverse`` in every cell."""

from functools import cache

from django.urls import reverse

_STAND_IN = 7_007_007_007


@cache
def pattern(view_name: str) -> tuple[str, str]:
    """The address of a one-key page, split around the key."""
    before, after = reverse(view_name, args=[_STAND_IN]).split(str(_STAND_IN))
    return before, after


@cache
def page(view_name: str) -> str:
    """The address of a page without a key."""
    return reverse(view_name)


def address(view_name: str, key: int) -> str:
    before, after = pattern(view_name)
    return f"{before}{key}{after}"
