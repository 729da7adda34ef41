"""The addresses of the house and, beside them, those of the views that are compared with it."""

from django.conf import settings
from django.urls import include, path

from benchmarks.pages import by_hand, floors

COMPARED = {
    "bench_floor": floors.fifty_people,
    "bench_floor_today": floors.today,
    "bench_floor_board": floors.board,
    "bench_people": by_hand.people,
    "bench_today": by_hand.today,
    "bench_board": by_hand.board,
}
urlpatterns = [
    *(path(f"bench/{name}", view, name=name) for name, view in COMPARED.items()),
    path("", include("yipanqi.web.urls")),
]


def join() -> None:
    """Let the process serve them, under the same policy as any page."""
    from yipanqi.kit.policy import SIGNED_IN
    from yipanqi.web.policy import POLICY

    POLICY.update(dict.fromkeys(COMPARED, SIGNED_IN))
    settings.ROOT_URLCONF = __name__
