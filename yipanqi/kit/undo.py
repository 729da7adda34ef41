"""Ten seconds to take something back, instead of asking "are you sure".

    undo.offer(request, "已报完成", "arrow", model="brands.measure", pk=7, arrow="take_back")

The offer waits in the session; the frame shows the bar; ``POST /undo`` runs the function registered under the name.
"""

import time
from collections.abc import Callable

from yipanqi.kit.arrows import LIFECYCLES, Refused

SECONDS = 10
GRACE = 5  # the bar is pressed at the last moment, the request takes its way
WAYS_BACK: dict[str, Callable] = {}


def way_back(name: str):
    """Register ``function(by, scope, **details) -> sentence`` that takes something back; raises ``Refused``."""

    def register(function):
        WAYS_BACK[name] = function
        return function

    return register


def offer(request, sentence: str, name: str, **details) -> None:
    request.session["undo"] = {"sentence": sentence, "name": name, "details": details, "at": time.time()}


def waiting(request) -> dict | None:
    """The sentence and the seconds left, for the frame."""
    if not (entry := request.session.get("undo")):
        return None
    left = SECONDS - (time.time() - entry["at"])
    return {"sentence": entry["sentence"], "seconds": int(left) + 1} if left > 0 else None


def take_back(request) -> str:
    """Run the waiting offer once. Raises ``Refused`` when it is too late or no longer possible."""
    entry = request.session.pop("undo", None)
    if entry is None or time.time() - entry["at"] > SECONDS + GRACE:
        raise Refused("超过 10 秒，不能撤销了；要改可以在原来那一页再办一次", status=409)
    return WAYS_BACK[entry["name"]](by=request.user, scope=request.scope, **entry["details"])


@way_back("arrow")
def _walk_back(*, by, scope, model: str, pk: int, arrow: str) -> str:
    lifecycle = LIFECYCLES[model]
    subject = lifecycle.model.objects.visible_to(scope).filter(pk=pk).first()
    if subject is None:
        raise Refused("这一项你现在看不到了，撤不回", status=409)
    lifecycle.move(subject, arrow, by=by, scope=scope)
    return "已撤销，回到原来的样子"
