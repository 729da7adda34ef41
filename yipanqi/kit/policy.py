"""Every address of the house stands in one table with who may call it; an address without a row answers 404.

The table (setting ``YIPANQI_POLICY``) maps view names to an access rule. The rule says who may call the page at all;
which rows the page then shows is decided by ``visible_to(scope)``. What somebody gets who is not signed in is the
business of the function that the setting ``YIPANQI_SIGNED_OUT`` names.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Access:
    """``may(scope)`` is asked only of people who are signed in; ``who`` says in Chinese who may (shown on 403)."""

    who: str
    may: Callable[..., bool] = lambda scope: True
    signed_in: bool = True


GREATEST_KEY = 2**63 - 1  # a longer number in an address names no row, and not every query takes it
PUBLIC = Access("所有人", signed_in=False)
SIGNED_IN = Access("登录的人")


class PolicyMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response
        self.table: dict[str, Access] = import_string(settings.YIPANQI_POLICY)
        self.signed_out: Callable[..., HttpResponse] = import_string(settings.YIPANQI_SIGNED_OUT)

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        access = self.table.get(request.resolver_match.view_name)
        if access is None or any(isinstance(key, int) and key > GREATEST_KEY for key in kwargs.values()):
            raise Http404
        if not access.signed_in:
            return None
        if not request.user.is_authenticated:
            return self.signed_out(request)
        if not access.may(request.scope):
            raise PermissionDenied(f"这一页{access.who}可以看")
        return None
