"""What insight adds to pages below it: from a measure to its crossing on the board."""

from urllib.parse import urlencode

from django.urls import reverse

from yipanqi.brands.lifecycle import BOARD_STONES
from yipanqi.insight.board.columns import DIRECT
from yipanqi.insight.board.grid import STONE_WORDS
from yipanqi.insight.effects import panel as before_and_after  # noqa: F401  on a measure's page
from yipanqi.kit.panels import Panel, panel
from yipanqi.organizations import paths
from yipanqi.organizations.models import PartyOrganization


@panel("brands.crossing", order=10, queries=1)
def crossing(measure, scope) -> Panel | None:
    """The board with this measure's committee open and its stone chosen; none where it stands on no board."""
    if measure.priority is None or measure.priority.state != "active" or measure.brand.state == "withdrawn":
        return None
    stone = BOARD_STONES[measure.state]
    branch = measure.brand.organization
    choices = {"open": _committee_of(branch), "at": f"{measure.priority.code}:{branch.code}"}
    address = f"{reverse('board')}?{urlencode(choices)}#dock"
    return Panel("在棋盘上", "insight/crossing.html", {"address": address, "stone": stone, "words": STONE_WORDS[stone]})


def _committee_of(branch) -> str:
    """The code of the column that opens to this branch."""
    above = branch.path[: 2 * paths.WIDTH]
    if above == branch.path:
        return DIRECT
    return PartyOrganization.objects.filter(path=above).values_list("code", flat=True).first() or ""
