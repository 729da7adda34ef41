"""Columns of the people list. Political facts come masked: what the scope does not open is never put into a cell."""

from collections.abc import Callable, Mapping
from functools import cache
from html import escape
from typing import Any

from yipanqi.kit.icons import icon
from yipanqi.kit.links import address
from yipanqi.kit.tables import DASH, Column, small, text
from yipanqi.people.models import POLITICAL_STATUS, STAFF_KINDS
from yipanqi.people.queries import Held

NOT_SHOWN = "不显示"
HIDDEN = f'<span class="none">{NOT_SHOWN}</span>'
HOUSE = "海关"  # names of units and branches begin with the customs house they belong to
HOME = ("home__branch__path", "pk")
SEXES = {"m": "男", "f": "女"}

Offices = Mapping[int, list[Held]]


def columns(scope, offices: Offices) -> tuple[Column, ...]:
    """``offices`` is filled with the Party offices of the rows before they are drawn or exported."""
    politics = _Politics(scope, offices)
    return (
        Column("name", "姓名", ("name", "number", "pk"), _name, order=("pinyin",)),
        Column("unit", "机构与职务", ("work__unit__name", "work__title", "work__rank"), _work, _plain_work, css="free"),
        Column("branch", "党组织", ("home__branch__name", *HOME), politics.branch, politics.plain_branch, css="free"),
        Column("status", "政治面貌", ("home__political_status", "home__status_words", *HOME),
               politics.status, politics.plain_status, css="free corner"),
        Column("office", "党内职务", HOME, politics.office, politics.plain_office, css="free"),
        Column("joined", "入党时间", ("joined_on", *HOME), politics.day, politics.plain_day,
               order=("shown_joined_on",), numeric=True, css="blank"),
        Column("kind", "类别", ("staff_kind",), _kind, STAFF_KINDS.get, css="blank"),
        Column("confirmed", "转正时间", ("confirmed_on", *HOME), politics.day, politics.plain_day,
               numeric=True, optional=True),
        Column("number", "工号", ("number",), optional=True),
        Column("sex", "性别", ("sex",), lambda sex: SEXES.get(sex, DASH), SEXES.get, optional=True),
        Column("education", "学历", ("education",), optional=True),
        Column("phone", "手机", ("phone",), optional=True),
        Column("wecom", "企业微信号", ("wecom",), optional=True),
        Column("remark", "备注", ("remark",), optional=True),
    )  # fmt: skip


class _Politics:
    """Every cell that tells of Party life asks here first."""

    def __init__(self, scope, offices: Offices):
        self.may_see: Callable[[str | None, int], bool] = scope.sees_politics_of
        self.offices = offices

    def branch(self, name, path, pk) -> str:
        return quiet_house(name) if self.may_see(path, pk) else HIDDEN

    def plain_branch(self, name, path, pk) -> Any:
        return name if self.may_see(path, pk) else NOT_SHOWN

    def status(self, status, words, path, pk) -> str:
        return text(status_words(status, words)) if self.may_see(path, pk) else locked()

    def plain_status(self, status, words, path, pk) -> str:
        return status_words(status, words) if self.may_see(path, pk) else NOT_SHOWN

    def office(self, path, pk) -> str:
        held = self.offices.get(pk, []) if self.may_see(path, pk) else []
        return "".join(map(_office, held)) or DASH

    def plain_office(self, path, pk) -> str:
        held = self.offices.get(pk, []) if self.may_see(path, pk) else []
        return "、".join(each.words for each in held)

    def day(self, day, path, pk) -> str:
        return text(day) if self.may_see(path, pk) else DASH

    def plain_day(self, day, path, pk) -> Any:
        return day if self.may_see(path, pk) else NOT_SHOWN


@cache
def locked() -> str:
    """Instead of what is not this reader's to see."""
    return f'<span class="lock">{icon("lock")}{NOT_SHOWN}</span>'


def status_words(status: str | None, words: str | None) -> str:
    return words or POLITICAL_STATUS.get(status or "", status or "")


def quiet_house(name: str | None) -> str:
    """A name whose first part, the customs house, stands back: what tells rows apart comes after it."""
    if not name:
        return DASH
    house, mark, rest = name.partition(HOUSE)
    return f"<i>{escape(house + mark)}</i>{escape(rest)}" if mark and rest else escape(name)


def _name(name, number, pk) -> str:
    return f'<a href="{address("people:person", pk)}">{escape(name)}</a>{small(number)}'


def _work(unit, title, rank) -> str:
    return quiet_house(unit) + small(" · ".join(filter(None, (title, rank)))) if unit else DASH


def _plain_work(unit, title, rank) -> str:
    return " ".join(filter(None, (unit, title, rank)))


def _kind(kind) -> str:
    return text(STAFF_KINDS.get(kind, kind))


def _office(held: Held) -> str:
    began = small(f"{held.since:%Y-%m} 起") if held.since else ""
    return f'<span class="office">{held.words}</span>{began}'
