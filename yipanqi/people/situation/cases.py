"""One thing that deserves a look, and where it stands on the page."""

from dataclasses import dataclass, field, replace
from datetime import date

from yipanqi.kit.rulepacks import Rule, RulePack, load
from yipanqi.people.models import Reason

# Chips of the page, and the groups of rows under each: key -> words.
CHAPTERS = {"terms": "任期", "secretaries": "书记", "coverage": "覆盖", "members": "党员", "size": "规模"}
GROUPS = {
    "over": ("terms", "已到届"),
    "soon": ("terms", "半年内到届"),
    "unrecorded": ("terms", "没有登记任期"),
    "vacant": ("secretaries", "空缺超过三个月"),
    "not_head": ("secretaries", "不兼科长"),
    "uncovered": ("coverage", "科没有支部"),
    "loose": ("members", "没有落点"),
    "size": ("size", "超过 50 或不足 3"),
    "joint": ("size", "联合支部超过 5 个单位"),
}


def pack() -> RulePack:
    return load("branch-regulation")


@dataclass(frozen=True)
class Subject:
    """The organisation a case is about; ``above`` is the name of the one over it."""

    id: int
    code: str
    name: str
    path: str
    above: str
    url: str


@dataclass(frozen=True)
class Case:
    """``facts`` is what the row draws, by group. ``since`` is when the thing began (None: before anyone recorded it),
    ``noticed`` the day from which the rule looks at it, ``holds_since`` the day before which a reason is about
    something else. ``automatic`` is a reason the register itself gives."""

    group: str
    rule: Rule
    reason_key: str
    subject: Subject
    title: str
    facts: dict = field(default_factory=dict)
    person_id: int | None = None
    persons: tuple[int, ...] = ()
    since: date | None = None
    noticed: date | None = None
    holds_since: date | None = None
    automatic: str = ""
    reason: Reason | None = None

    @property
    def key(self) -> str:
        """What a form sends to name the case."""
        person = f":{self.person_id}" if self.person_id else ""
        return f"{self.reason_key}:{self.subject.id}{person}"

    @property
    def chapter(self) -> str:
        return GROUPS[self.group][0]

    @property
    def is_explained(self) -> bool:
        return self.reason is not None or bool(self.automatic)

    def with_reason(self, reason: Reason | None) -> "Case":
        """A reason given before the present state of things began explains another one."""
        stale = reason is not None and self.holds_since is not None and reason.given_on < self.holds_since
        return self if reason is None or stale else replace(self, reason=reason)
