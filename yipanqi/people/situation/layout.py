"""Which cases stand where on the page: cards, groups, a few rows of each, and a page of its own for a long group."""

from dataclasses import dataclass, field, replace
from math import ceil
from urllib.parse import urlencode

from yipanqi.people.situation.cases import CHAPTERS, GROUPS, Case, pack
from yipanqi.people.situation.drawing import Axis, axis_for
from yipanqi.people.situation.findings import Findings
from yipanqi.people.situation.rows import Row, row

SHOWN, SHOWN_OF_MANY, MANY = 9, 5, 60  # rows of a group beside the others, fewer when there is much to see
PER_PAGE = 40  # rows of a group that stands alone


@dataclass(frozen=True)
class View:
    """What the address asks for. ``group`` alone with its pages, one ``chapter``, or everything."""

    chapter: str = ""
    group: str = ""
    words: str = ""
    fold_explained: bool = False
    page: int = 1

    @classmethod
    def asked(cls, given) -> "View":
        chapter, group, page = given.get("chapter", ""), given.get("group", ""), given.get("page", "")
        return cls(
            chapter=chapter if chapter in CHAPTERS else "",
            group=group if group in GROUPS else "",
            words=given.get("q", "").strip()[:60],
            fold_explained=given.get("explained") == "fold",
            page=max(1, int(page[:6])) if page.isdecimal() else 1,
        )

    def address(self, **changes) -> str:
        view = replace(self, page=1, **changes)
        query = {
            "chapter": view.chapter,
            "group": view.group,
            "q": view.words,
            "explained": "fold" if view.fold_explained else "",
            "page": view.page if view.page > 1 else "",
        }
        return "?" + urlencode({name: value for name, value in query.items() if value})

    def shows(self, group: str) -> bool:
        return group == self.group if self.group else self.chapter in ("", GROUPS[group][0])

    def keeps(self, case: Case) -> bool:
        """Whether the words are in its name or code, or in the name of what it stands below."""
        words = self.words.lower()
        return not words or any(words in text.lower() for text in (case.title, case.subject.above, case.subject.code))


@dataclass(frozen=True)
class Group:
    """``nothing`` says why there are no rows (``ok``: all is well); ``rest`` leads to those not shown here."""

    key: str
    label: str
    count: str
    note: str
    rows: list[Row]
    rest: str = ""
    rest_url: str = ""
    axis: Axis | None = None
    nothing: str = ""
    pages: list[tuple[int, str, bool]] = field(default_factory=list)


@dataclass(frozen=True)
class Chapter:
    key: str
    label: str
    lead: str
    groups: list[Group]
    may_choose: bool


def chapters(findings: Findings, view: View, scope) -> list[Chapter]:
    """The cards of the page."""
    axis = axis_for([case.facts["until"] for case in findings.of("over")], findings.day, pack()["term.notice"].amount)
    built = []
    for key, words in CHAPTERS.items():
        groups = [
            _group(group, findings, view, axis, scope)
            for group, (chapter, _) in GROUPS.items()
            if chapter == key and view.shows(group) and (group != "unrecorded" or findings.of(group))
        ]
        if groups:
            built.append(Chapter(key, words, lead(findings, key), groups, findings.reach.may_explain))
    return built


def lead(findings: Findings, chapter: str) -> str:
    """How many of what, in words."""
    rules, count = pack(), lambda group: len(findings.of(group))
    size = findings.of("size")
    many = sum(case.rule.kind == "at_most" for case in size)
    said = {
        "terms": [
            (count("over"), "个已到届"),
            (count("soon"), "个半年内到届"),
            (count("unrecorded"), "个没有登记任期"),
        ],
        "secretaries": [(count("vacant"), f"个{label('vacant')}"), (count("not_head"), "位不兼科长")],
        "coverage": [(count("uncovered"), "个科没有支部")],
        "members": [(findings.count("members"), "人没有组织关系落点")],
        "size": [
            (many, f"个超过 {rules['branch.members'].value} 人"),
            (len(size) - many, f"个不足 {rules['branch.full_members'].value} 名正式党员"),
            (count("joint"), f"个{label('joint')}"),
        ],
    }[chapter]
    return "，".join(f"{number} {words}" for number, words in said if number)


def label(group: str) -> str:
    """A group's heading; thresholds come from the rule pack."""
    rules = pack()
    named = {
        "vacant": f"空缺超过 {rules['secretary.vacant'].value} 个月",
        "size": f"超过 {rules['branch.members'].value} 或不足 {rules['branch.full_members'].value}",
        "joint": f"联合支部超过 {rules['joint.units'].value} 个单位",
    }
    return named.get(group, GROUPS[group][1])


def _group(key: str, findings: Findings, view: View, axis: Axis, scope) -> Group:
    cases = [case for case in findings.of(key) if view.keeps(case)]
    shown = _page(cases, view) if view.group else _first(cases, view, findings.total)
    seen = {case.key for case in shown}
    rest = [] if view.group else [case for case in cases if case.key not in seen]
    hidden = findings.hidden_members if key == "loose" else 0
    return Group(
        key=key,
        label=label(key),
        count=f"{len(cases) or hidden} {_counter(key)}",
        note=_note(key),
        rows=[row(case, findings.day, axis, scope) for case in shown],
        rest=_rest(key, rest),
        rest_url=view.address(group=key, chapter="", fold_explained=False),
        axis=axis if key in ("over", "soon") else None,
        nothing="" if cases else _nothing(key, findings, view),
        pages=_pages(len(cases), view) if view.group else [],
    )


def _first(cases: list[Case], view: View, total: int) -> list[Case]:
    open_ones = [case for case in cases if not (view.fold_explained and case.is_explained)]
    return open_ones[: SHOWN if total <= MANY else SHOWN_OF_MANY]


def _page(cases: list[Case], view: View) -> list[Case]:
    return cases[(view.page - 1) * PER_PAGE : view.page * PER_PAGE]


def _pages(count: int, view: View) -> list[tuple[int, str, bool]]:
    """(number, address, whether it is this one); nothing when one page holds all."""
    last = ceil(count / PER_PAGE)
    numbers = range(1, last + 1) if last > 1 else range(0)
    return [(n, f"{view.address()}&page={n}", n == view.page) for n in numbers]


def _counter(group: str) -> str:
    return {"loose": "人", "not_head": "位"}.get(group, "个")


def _rest(group: str, rest: list[Case]) -> str:
    if not rest:
        return ""
    explained = "，都写了原因" if all(case.is_explained for case in rest) else ""
    latest = f"，最晚 {max(case.facts['until'] for case in rest)}" if group == "soon" else ""
    return f"还有 {len(rest)} {_counter(group)}{explained}{latest}"


def _note(group: str) -> str:
    rules = pack()
    most, least = rules["branch.members"].value, rules["branch.full_members"].value
    return {
        "over": "延期一般不超过一年，竖线是最晚的日子",
        "soon": "提前半年准备，来得及走完批复",
        "unrecorded": "登记上一次选举，任期就有了",
        "vacant": "及时补选，上级也可以指派",
        "not_head": "多为合规情形，写明原因就好",
        "uncovered": f"不足 {rules['section.branch'].value} 名正式党员的，并进联合支部",
        "loose": rules["member.branch"].says,
        "size": f"一般不超过 {most} 名党员，不少于 {least} 名正式党员",
        "joint": rules["joint.units"].says,
    }[group]


def _nothing(group: str, findings: Findings, view: View) -> str:
    """Why a group is empty: a register that holds nothing hides what it would show."""
    register, sentence = {
        "secretaries": ("appointments", "还没有导入任职，看不出来"),
        "coverage": ("coverage", "还没有导入覆盖，看不出来"),
        "members": ("affiliations", "还没有导入人员，看不出来"),
        "size": ("affiliations", "还没有导入人员，看不出来"),
    }.get(GROUPS[group][0], ("", ""))
    if register and not findings.known[register]:
        return sentence
    if group == "loose" and not findings.reach.sees_members:
        return "姓名只给党委的党务干部看"
    return "没有符合的" if view.words and findings.of(group) else "ok"
