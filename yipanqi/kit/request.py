"""A request as our middleware hands it to a page."""

from typing import Any

from django.http import HttpRequest


class Request(HttpRequest):
    """For annotations: what middleware adds, which Django's class does not know."""

    scope: Any  # people.scope.Scope: what this person may see
    htmx: Any  # django_htmx.middleware.HtmxDetails
    number: str  # names the request in the log and on the 500 page
