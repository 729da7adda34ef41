"""Cases as the rows of the page: what is drawn, what is said, and what one can do about it."""

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from yipanqi.kit import datewords
from yipanqi.kit.icons import picture
from yipanqi.organizations import rules as arranging
from yipanqi.people.situation.cases import CHAPTERS, GROUPS, Case, pack
from yipanqi.people.situation.drawing import Axis, axis_for, between
from yipanqi.people.situation.findings import Findings

SHOWN = 10  # rows of a group in sight; the others are folded
MOST = 300  # rows of a group on the page; an export holds all


@dataclass(frozen=True)
class Row:
    """``facts`` are pairs of a line and a quiet line under it; ``span`` says since when or until when."""

    case: Case
    place: str
    facts: list[tuple[str, str]]
    span: tuple[str, str]
    drawing: SafeString | None = None
    through: bool = False
    act: tuple[str, str] | None = None


@dataclass(frozen=True)
class Group:
    key: str
    label: str
    count: str
    note: str
    shown: list[Row]
    folded: list[Row]
    left_out: int
    folded_words: str = ""
    axis: Axis | None = None
    nothing: str = ""


@dataclass(frozen=True)
class Chapter:
    key: str
    label: str
    lead: str
    groups: list[Group] = field(default_factory=list)
    may_choose: bool = False


def chapters(
    findings: Findings, scope, *, only: str = "", words: str = "", fold_explained: bool = False
) -> list[Chapter]:
    """The cards of the page. ``words`` keeps what is named so, or lies below something named so."""
    axis = _axis(findings)
    built = []
    for key, label in CHAPTERS.items():
        if only in ("", key):
            groups = [
                _group(each, findings, scope, axis, words, fold_explained)
                for each, (chapter, _) in GROUPS.items()
                if chapter == key and (each != "unrecorded" or findings.of(each))
            ]
            built.append(Chapter(key, label, lead(findings, key), groups, findings.reach.may_explain))
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
        "secretaries": [(count("vacant"), "个空缺超过三个月"), (count("not_head"), "位不兼科长")],
        "coverage": [(count("uncovered"), "个科没有支部")],
        "members": [(findings.count("members"), "人没有组织关系落点")],
        "size": [
            (many, f"个超过 {rules['branch.members'].value} 人"),
            (len(size) - many, f"个不足 {rules['branch.full_members'].value} 名正式党员"),
            (count("joint"), f"个联合支部超过 {rules['joint.units'].value} 个单位"),
        ],
    }[chapter]
    return "，".join(f"{number} {words}" for number, words in said if number)


def matches(case: Case, words: str) -> bool:
    return not words or any(
        words.lower() in text.lower() for text in (case.title, case.subject.above, case.subject.code)
    )


def lasted(begin: date, day: date) -> str:
    """``18 天``, ``5 个月``, ``1 年 2 个月``: whole months, days under one."""
    months = (day.year - begin.year) * 12 + day.month - begin.month - (day.day < begin.day)
    if months < 1:
        return f"{(day - begin).days} 天"
    years, rest = divmod(months, 12)
    return " ".join(part for part in (f"{years} 年" if years else "", f"{rest} 个月" if rest else "") if part)


def _axis(findings: Findings) -> Axis:
    days = [case.facts["until"] for case in findings.of("over")]
    return axis_for(days, findings.day, pack()["term.notice"].amount)


def _group(key: str, findings: Findings, scope, axis: Axis, words: str, fold_explained: bool) -> Group:
    cases = [case for case in findings.of(key) if matches(case, words)]
    rows = [row(case, findings.day, axis, scope) for case in cases[:MOST]]
    shown = [each for each in rows if not (fold_explained and each.case.is_explained)][:SHOWN]
    folded = [each for each in rows if each not in shown]
    drawn = key in ("over", "soon") and bool(rows)
    hidden = findings.hidden_members if key == "loose" else 0
    return Group(
        key=key,
        label=label(key),
        count=f"{len(cases) or hidden} {'人' if key == 'loose' else '位' if key == 'not_head' else '个'}",
        note=_note(key),
        shown=shown,
        folded=folded,
        left_out=len(cases) - len(rows),
        folded_words=_folded_words(key, folded),
        axis=axis if drawn else None,
        nothing="" if rows else _nothing(key, findings, bool(words)),
    )


def label(group: str) -> str:
    """A group's heading; thresholds come from the rule pack."""
    rules = pack()
    named = {
        "vacant": f"空缺超过 {rules['secretary.vacant'].value} 个月",
        "size": f"超过 {rules['branch.members'].value} 或不足 {rules['branch.full_members'].value}",
        "joint": f"联合支部超过 {rules['joint.units'].value} 个单位",
    }
    return named.get(group, GROUPS[group][1])


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


def _nothing(group: str, findings: Findings, searched: bool) -> str:
    """Why a group is empty: a register that holds nothing hides what it would show."""
    missing = {
        "vacant": ("appointments", "还没有导入任职，看不出来"),
        "not_head": ("appointments", "还没有导入任职，看不出来"),
        "uncovered": ("coverage", "还没有导入覆盖，看不出来"),
        "loose": ("affiliations", "还没有导入人员，看不出来"),
        "size": ("affiliations", "还没有导入人员，看不出来"),
        "joint": ("affiliations", "还没有导入人员，看不出来"),
    }
    register, sentence = missing.get(group, ("", ""))
    if register and not findings.known[register]:
        return sentence
    if group == "loose" and not findings.reach.sees_members:
        return "姓名只给党委的党务干部看"
    return "没有符合的" if searched and findings.of(group) else "ok"


def _folded_words(group: str, folded: list[Row]) -> str:
    if not folded:
        return ""
    unit = "人" if group == "loose" else "位" if group == "not_head" else "个"
    explained = "，都写了原因" if all(each.case.is_explained for each in folded) else ""
    latest = f"，最晚 {folded[-1].case.facts['until']}" if group == "soon" else ""
    return f"还有 {len(folded)} {unit}{explained}{latest}"


def row(case: Case, day: date, axis: Axis, scope) -> Row:
    return {
        "over": _term, "soon": _term, "unrecorded": _unrecorded, "vacant": _vacant, "not_head": _not_head,
        "uncovered": _uncovered, "loose": _loose, "size": _size, "joint": _joint,
    }[case.group](case, day, axis, scope)  # fmt: skip


def _term(case: Case, day: date, axis: Axis, scope) -> Row:
    until = case.facts["until"]
    when = "今天到届" if until == day else f"过了 {lasted(until, day)}" if until < day else datewords.until(until)
    return Row(
        case, case.subject.above, [], (f"{datewords.day(until)}到届", when), axis.row(until, case.facts["latest"]),
        through=True, act=_arrange(case, scope, "登记换届", "organizations:term", case.subject.id),
    )  # fmt: skip


def _unrecorded(case: Case, day: date, axis: Axis, scope) -> Row:
    act = _arrange(case, scope, "登记换届", "organizations:term", case.subject.id)
    return Row(case, case.subject.above, [("没有任期", "选举日期和年限都没有")], _since(case, day), act=act)


def _vacant(case: Case, day: date, axis: Axis, scope) -> Row:
    here = case.facts["here"]
    facts = [("书记空着", f"委员会还有 {here} 人" if here else "委员会也没有人")]
    span = (f"{datewords.day(case.since)}起", f"空了 {lasted(case.since, day)}") if case.since else _since(case, day)
    return Row(case, case.subject.above, facts, span, picture("seat-empty", 44, 18), act=("看人选", case.subject.url))


def _not_head(case: Case, day: date, axis: Axis, scope) -> Row:
    given = case.facts
    facts = [(f"书记 {given['secretary']}", given["title"]), (f"科长 {given['heads']}", given["about"])]
    span = (f"{datewords.day(case.since)}起", lasted(case.since, day)) if case.since else _since(case, day)
    return Row(case, case.subject.above, facts, span, act=("看支部", case.subject.url))


def _uncovered(case: Case, day: date, axis: Axis, scope) -> Row:
    given = case.facts
    members = f"{given['full']} 名正式党员" + (f"，{given['probationary']} 名预备" if given["probationary"] else "")
    place = f"{given['people']} 人，{case.subject.above}"
    return Row(
        case, place, [(members, given["at"])], _since(case, day), picture("unit-bare", 44, 18), act=_cover(case, scope)
    )


def _loose(case: Case, day: date, axis: Axis, scope) -> Row:
    given = case.facts
    when = f"{given['confirmed'].year} 年转正" if given["confirmed"] else "预备党员"
    act = _arrange(case, scope, "编入支部", "people:affiliate", case.person_id, anywhere=True)
    facts = [(when, "没有落在任何支部")]
    return Row(case, case.subject.above, facts, _since(case, day), picture("person-loose", 44, 18), act=act)


def _size(case: Case, day: date, axis: Axis, scope) -> Row:
    rules, given = pack(), case.facts
    least, most = rules["branch.full_members"].amount, rules["branch.members"].amount
    many = case.rule.kind == "at_most"
    number = given["members"] if many else given["full"]
    rest = given["members"] - given["full"]
    words = f"{number} 名党员" if many else f"{number} 名正式党员"
    return Row(
        case, case.subject.above, [], (words, f"其中 {rest} 名预备" if many and rest else ""),
        between(number, least, most, (least, most)), act=("看支部", case.subject.url),
    )  # fmt: skip


def _joint(case: Case, day: date, axis: Axis, scope) -> Row:
    units, most = case.facts["units"], case.rule.amount
    drawing = between(units, 1, most, (most,))
    return Row(
        case, case.subject.above, [], (f"{units} 个单位", ""), drawing, act=("改覆盖", f"{case.subject.url}#coverage")
    )


def _since(case: Case, day: date) -> tuple[str, str]:
    """Unknown history is said, not guessed."""
    return ("导入时就没有", "") if case.since is None else (f"{datewords.day(case.since)}起", lasted(case.since, day))


def _cover(case: Case, scope) -> tuple[str, str]:
    """A section with enough full members gets a branch of its own, another joins one."""
    if arranging.may_arrange_somewhere(scope) is not None:
        return "看机构", case.subject.url
    here = reverse("people:situation")
    if case.facts["enough"]:
        query = {"unit": case.subject.code, "name": f"{case.subject.name}党支部"}
        return "设支部", f"{reverse('organizations:found')}?{urlencode(query)}"
    return "关联支部", f"{reverse('organizations:cover')}?{urlencode({'unit': case.subject.code, 'back': here})}"


def _arrange(case: Case, scope, words: str, view: str, key, *, anywhere: bool = False) -> tuple[str, str]:
    """The act where this person may do it, else the page of the thing itself."""
    allowed = scope.may_import or (
        bool(arranging.arranging_paths(scope)) if anywhere else arranging.arranges(case.subject.path, scope)
    )
    if not allowed:
        return "看一看", case.subject.url
    return words, f"{reverse(view, args=[key])}?{urlencode({'back': reverse('people:situation')})}"
