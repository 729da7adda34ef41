"""What holds for every request and every answer, whatever the page: no NUL comes in, nothing personal stays behind."""

from django.core.exceptions import BadRequest
from django.http import QueryDict, UnreadablePostError

from yipanqi.web.errors import page

NUL = "\x00"
METHODS = ("GET", "HEAD", "POST")
# Pages on which political facts of people stand (D17): asked for anew each time, nothing is left on a shared computer.
KEPT_NOWHERE = {"people:people", "people:person", "people:situation", "members:admissions", "members:admission"}


class MethodsMiddleware:
    """Pages are read and forms are sent: nothing here answers another method, whatever the view behind it would do."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in METHODS:
            response = self.get_response(request)
            if response.status_code != 405:
                return response
            allowed = response.get("Allow", "")
        else:
            allowed = ", ".join(METHODS)
        refused = page(request, 405)
        refused["Allow"] = allowed
        return refused


class PlainTextMiddleware:
    """A text with a NUL says nothing a person could have typed, and PostgreSQL takes none: 400 before any page runs."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if NUL in request.path or _has_nul(request.GET) or _has_nul(_posted(request)):
            raise BadRequest("a NUL in the request")
        return self.get_response(request)


class PrivateMiddleware:
    """Pages of who is signed in are theirs alone: no proxy keeps one, and files that were fetched are kept nowhere.

    Other pages may go back to where one was without asking again (typed text stays), until one signs out: then the
    browser is told to forget them. It listens only where the connection is encrypted.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if was_signed_in and not request.user.is_authenticated:
            response["Clear-Site-Data"] = '"cache"'
        if "Cache-Control" not in response:
            match = request.resolver_match
            nowhere = "Content-Disposition" in response or (match and match.view_name in KEPT_NOWHERE)
            response["Cache-Control"] = "private, no-store" if nowhere else "private, no-cache"
        return response


def _posted(request) -> QueryDict:
    try:
        return request.POST
    except UnreadablePostError as silence:
        raise BadRequest("the form never came to its end") from silence


def _has_nul(given) -> bool:
    """In a name or in any of its values."""
    return any(NUL in name or any(NUL in text for text in texts) for name, texts in given.lists())
