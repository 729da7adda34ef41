"""Error pages in Chinese. They need no database: a page about a fault must not fail itself."""

from django.shortcuts import render


def page(request, status: int, sentence: str = "", **more):
    """One error page; ``sentence`` says what happened and how to go on."""
    return render(request, f"{status}.html", {"sentence": sentence, **more}, status=status)


def bad_request(request, exception=None):
    return page(request, 400)


def forbidden(request, exception=None):
    return page(request, 403, str(exception) if exception else "")


def not_found(request, exception=None):
    return page(request, 404)


def server_error(request):
    return page(request, 500, number=getattr(request, "number", ""))


def csrf_failure(request, reason=""):
    return page(request, 403, "这一页开得太久了,退回去刷新一下再交,刚写的字先复制好")
