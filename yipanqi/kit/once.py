"""A form sent twice acts once.

Every form of ours carries a one-time key (``{% once %}``). The first POST with it runs; a repeat is sent where the
first one went. The key is claimed by an insert, so a double click on two threads still acts once: the second waits for
what becomes of the first. Was the first refused, the second runs in its place, and nothing typed is lost.
"""

import secrets
import time
from datetime import datetime, timedelta

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.utils import timezone

from yipanqi.kit.request import own_address

FIELD = "once"
LOOKS, PAUSE = 20, 0.1  # how often a repeat looks whether the first one is done, seconds between
A_CLICK = timedelta(seconds=10)  # a repeat later than this is no double click: its sender is told
GIVEN_UP = timedelta(minutes=2)  # longer than any request: whoever claimed the key was killed
KEPT = timedelta(days=2)


def new_key() -> str:
    return secrets.token_urlsafe(12)


class OnceMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        key = request.POST.get(FIELD) if request.method == "POST" else None
        if not key or not request.user.is_authenticated:
            return self.get_response(request)
        claim, mine = _claim(request.user.pk, key[:40])
        return self._first(request, claim) if mine else _repeat(request, claim)

    def _first(self, request, claim):
        response = self.get_response(request)
        if response.status_code in (301, 302, 303):
            _of(claim).update(went_to=response["Location"][:500])
            type(claim).objects.filter(account=claim.account_id, used_at__lt=timezone.now() - KEPT).delete()
        else:  # refused or shown again: the same form may be sent once more
            _of(claim).delete()
        return response


def _claim(account: int, key: str) -> tuple:
    """The key's row, and whether it is ours to act on; waits a little for somebody who is at it."""
    from yipanqi.kit.models import FormKey

    known = None
    for _ in range(LOOKS):
        try:
            with transaction.atomic():
                return FormKey.objects.create(key=key, account_id=account, used_at=timezone.now()), True
        except IntegrityError:
            known = FormKey.objects.filter(key=key, account=account).first() or known
        if known and known.went_to:
            break
        if known and _age(known.used_at) > GIVEN_UP:
            _of(known).delete()
            continue
        time.sleep(PAUSE)
    return known, False


def _repeat(request, first):
    if first and _age(first.used_at) > A_CLICK:
        messages.warning(request, "这张表刚才已经交过一次，这一次没有再办。要再办一件，请重新打开那一页")
    here = own_address(request, request.META.get("HTTP_REFERER", "")) or request.path
    return HttpResponseRedirect(first.went_to if first and first.went_to else here)


def _of(claim):
    return type(claim).objects.filter(pk=claim.pk)


def _age(at: datetime) -> timedelta:
    return timezone.now() - at
