"""A form sent twice acts once.

Every form of ours carries a one-time key (``{% once %}``). The first POST with it runs; a repeat within the hour is
sent where the first one went. The key is claimed by an insert, so a double click on two threads still acts once.
"""

import secrets

from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.utils import timezone

FIELD = "once"


def new_key() -> str:
    return secrets.token_urlsafe(12)


class OnceMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        key = request.POST.get(FIELD) if request.method == "POST" else None
        if not key or not request.user.is_authenticated:
            return self.get_response(request)
        from yipanqi.kit.models import FormKey

        try:
            with transaction.atomic():
                claim = FormKey.objects.create(key=key[:40], account_id=request.user.pk, used_at=timezone.now())
        except IntegrityError:
            return self._repeat(request, FormKey.objects.filter(key=key[:40], account_id=request.user.pk).first())
        response = self.get_response(request)
        if response.status_code in (301, 302, 303):
            FormKey.objects.filter(pk=claim.pk).update(went_to=response["Location"][:500])
        else:  # refused or shown again: the same form may be sent once more
            claim.delete()
        return response

    @staticmethod
    def _repeat(request, first):
        return HttpResponseRedirect(first.went_to if first and first.went_to else request.path)
