"""What the address of 两棵树 asks for."""

from dataclasses import dataclass, fields, replace
from datetime import date
from urllib.parse import urlencode

from yipanqi.kit.clock import today
from yipanqi.organizations.models import PARTY, UNIT

ONLY = {"uncovered": "只看没覆盖的", "joint": "只看联合支部"}


@dataclass(frozen=True)
class Asked:
    """``open`` is the code of a committee (or of a unit without one), or a kind whose organisations stand folded;
    ``at`` and ``unit`` name the chosen Party organisation or unit; ``by`` the tree that leads on a phone."""

    on: date
    open: str = ""
    at: str = ""
    unit: str = ""
    only: str = ""
    q: str = ""
    by: str = PARTY

    @classmethod
    def of(cls, given) -> "Asked":
        text = {each.name: given.get(each.name, "").strip()[:60] for each in fields(cls)}
        on = _day(text.pop("on"))
        text["only"] = text["only"] if text["only"] in ONLY else ""
        text["by"] = UNIT if text["by"] == UNIT else PARTY
        return cls(on=on, **text)

    @property
    def is_present(self) -> bool:
        return self.on == today()

    def address(self, **changes) -> str:
        """The same page with something changed; an empty address shows the whole of today."""
        asked = replace(self, **changes)
        query = {each.name: getattr(asked, each.name) for each in fields(self)}
        query["on"] = "" if asked.is_present else asked.on.isoformat()
        query["by"] = "" if asked.by == PARTY else asked.by
        return "?" + urlencode({name: value for name, value in query.items() if value})


def _day(text: str) -> date:
    """A day not after today; anything else is today."""
    try:
        return min(date.fromisoformat(text), today())
    except ValueError:
        return today()
