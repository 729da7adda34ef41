"""Error pages in Chinese. They use no database and no context processor: a page about a fault must not fail itself."""

import logging

from django.http import HttpResponse
from django.template.loader import render_to_string

from yipanqi.web.preferences import look_of

LAST_RESORT = "<!doctype html><html lang=zh-CN><meta charset=utf-8><title>出错了</title><p>系统出了错，请稍后再试。"


def page(request, status: int, sentence: str = "", **more) -> HttpResponse:
    """One error page; ``sentence`` says what happened and how to go on, else the page's own words do."""
    words = {"sentence": sentence, "look": look_of(request), **more}
    return HttpResponse(render_to_string(f"{status}.html", words), status=status)


def bad_request(request, exception=None):
    return page(request, 400)


def forbidden(request, exception=None):
    return page(request, 403, str(exception) if exception else "")


def not_found(request, exception=None):
    return page(request, 404)


def too_many_requests(request):
    return page(request, 429)


def server_error(request):
    try:
        return page(request, 500, number=getattr(request, "number", ""))
    except Exception:
        logging.getLogger(__name__).exception("the error page itself failed")
        return HttpResponse(LAST_RESORT, status=500)


def csrf_failure(request, reason=""):
    """The form was open too long, or did not come from us."""
    return HttpResponse(render_to_string("csrf.html", {"look": look_of(request)}), status=403)
