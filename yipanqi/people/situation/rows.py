"""Cases as rows of the page: what is drawn, what is said, and what one can do about it."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from yipanqi.kit import datewords
from yipanqi.kit.icons import picture
from yipanqi.organizations import rules as arranging
from yipanqi.people.situation.cases import Case, pack
from yipanqi.people.situation.drawing import Axis, between


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


def row(case: Case, day: date, axis: Axis, scope) -> Row:
    return {
        "over": _term, "soon": _term, "unrecorded": _unrecorded, "vacant": _vacant, "not_head": _not_head,
        "uncovered": _uncovered, "loose": _loose, "size": _size, "joint": _joint,
    }[case.group](case, day, axis, scope)  # fmt: skip


def _term(case: Case, day: date, axis: Axis, scope) -> Row:
    until = case.facts["until"]
    when = "今天到届" if until == day else f"过了 {lasted(until, day)}" if until < day else datewords.until(until)
    return Row(
        case, case.subject.above, [], (f"{_on(until, day)}到届", when), axis.row(until, case.facts["latest"]),
        through=True, act=_arrange(case, scope, "登记换届", "organizations:term", case.subject.id),
    )  # fmt: skip


def _unrecorded(case: Case, day: date, axis: Axis, scope) -> Row:
    act = _arrange(case, scope, "登记换届", "organizations:term", case.subject.id)
    return Row(case, case.subject.above, [("没有任期", "选举日期和年限都没有")], _since(case, day), act=act)


def _vacant(case: Case, day: date, axis: Axis, scope) -> Row:
    here = case.facts["here"]
    facts = [("书记空着", f"委员会还有 {here} 人" if here else "委员会也没有人")]
    span = (f"{_on(case.since, day)}起", f"空了 {lasted(case.since, day)}") if case.since else _since(case, day)
    return Row(case, case.subject.above, facts, span, picture("seat-empty", 44, 18), act=_appoint(case, scope))


def _not_head(case: Case, day: date, axis: Axis, scope) -> Row:
    given = case.facts
    facts = [(f"书记 {given['secretary']}", given["title"]), (f"科长 {given['heads']}", given["about"])]
    span = (f"{_on(case.since, day)}起", lasted(case.since, day)) if case.since else _since(case, day)
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
        between(number, least, most, (least, most)), through=True, act=("看支部", case.subject.url),
    )  # fmt: skip


def _joint(case: Case, day: date, axis: Axis, scope) -> Row:
    units, most = case.facts["units"], case.rule.amount
    act = ("改覆盖", f"{case.subject.url}#coverage")
    drawing = between(units, 1, most, (most,))
    return Row(case, case.subject.above, [], (f"{units} 个单位", ""), drawing, through=True, act=act)


def _on(when: date, day: date) -> str:
    """``1 月 8 日``; in another year ``2027-01-08``, which a narrow cell holds in one line."""
    return f"{when.month} 月 {when.day} 日" if when.year == day.year else f"{when} "


def _since(case: Case, day: date) -> tuple[str, str]:
    """Unknown history is said, not guessed."""
    return ("导入时就没有", "") if case.since is None else (f"{_on(case.since, day)}起", lasted(case.since, day))


def _appoint(case: Case, scope) -> tuple[str, str]:
    if not (scope.may_import or arranging.arranges(case.subject.path, scope)):
        return "看一看", case.subject.url
    query = {"organization": case.subject.code, "office": "secretary"}
    return "登记书记", f"{reverse('people:appoint')}?{urlencode(query)}"


def _cover(case: Case, scope) -> tuple[str, str]:
    """A section with enough full members gets a branch of its own, another joins one."""
    if arranging.may_arrange_somewhere(scope) is not None:
        return "看机构", case.subject.url
    here = reverse("people:situation")
    if case.facts["enough"]:
        query = {"parent": case.facts["committee"], "unit": case.subject.code, "name": f"{case.subject.name}党支部"}
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


def lasted(begin: date, day: date) -> str:
    """``18 天``, ``5 个月``, ``1 年 2 个月``: whole months, days under one."""
    months = (day.year - begin.year) * 12 + day.month - begin.month - (day.day < begin.day)
    if months < 1:
        return f"{(day - begin).days} 天"
    years, rest = divmod(months, 12)
    return " ".join(part for part in (f"{years} 年" if years else "", f"{rest} 个月" if rest else "") if part)
