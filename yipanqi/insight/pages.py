"""Pages of insight: read-only, from what other rooms hold."""

from django.http import HttpResponse

from yipanqi.insight.board.page import board_view
from yipanqi.insight.harmony.page import harmony
from yipanqi.kit.request import Request


def board_page(request: Request) -> HttpResponse:
    """棋盘, its tables or 协同图: three views of one address."""
    if request.GET.get("view") == "harmony":
        return harmony(request, views_from_harmony)
    return board_view(request)


def views_from_harmony(table: str) -> list[tuple[str, str, bool]]:
    """The switch as the second view shows it: 表格 there is the picture's own."""
    return [("棋盘", "?", False), ("协同图", "?view=harmony", True), ("表格", table, False)]
