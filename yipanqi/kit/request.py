"""A request as our middleware hands it to a page."""

from typing import Any

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 18  # digits of a number that a 64-bit column surely holds


class Request(HttpRequest):
    """For annotations: what middleware adds, which Django's class does not know."""

    scope: Any  # people.scope.Scope: what this person may see
    htmx: Any  # django_htmx.middleware.HtmxDetails
    number: str  # names the request in the log and on the 500 page


def own_address(request: HttpRequest, wanted: str) -> str:
    """The address somebody asks to be led back to, if it is a page of ours; else nothing."""
    is_address = wanted.startswith(("/", "http://", "https://"))
    return wanted if is_address and url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else ""


def whole(text: str | None) -> int | None:
    """The number a text from an address or a form stands for, if it could name a row or a version at all.

    Longer ones fit no column, and Python itself refuses to read some thousand digits.
    """
    return int(text) if text and text.isdecimal() and len(text) <= LONGEST else None
