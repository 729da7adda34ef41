"""Everything the platform holds about a person, for that person to take along (D17).

Upper rooms add their part in ``panels.py``:

    @record_part("支部品牌措施")
    def measures(person) -> list[dict]: ...
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from yipanqi.events.timeline import entries
from yipanqi.people.models import AccessTrace, ExportTrace, Person
from yipanqi.people.pages.cells import SEXES, status_words
from yipanqi.people.queries import history

Part = list[dict[str, Any]]
PARTS: dict[str, Callable[[Person], Part]] = {}


def record_part(title: str):
    """Register what a room knows about a person, as rows of label -> plain value."""

    def register(function):
        PARTS[title] = function
        return function

    return register


def record_of(person: Person) -> dict[str, Part]:
    """Title of a part -> its rows, in the order of registration."""
    return {title: part(person) for title, part in PARTS.items()}


def plain(value: Any) -> Any:
    """As JSON and spreadsheets take it."""
    return value.isoformat() if isinstance(value, date | datetime) else value


@record_part("基本情况")
def _facts(person: Person) -> Part:
    return [
        {
            "工号": person.number, "姓名": person.name, "性别": SEXES.get(person.sex, ""), "出生日期": person.born_on,
            "民族": person.ethnicity, "学历": person.education, "人员类别": person.staff_kind_label,
            "入党时间": person.joined_on, "转正时间": person.confirmed_on, "手机": person.phone,
            "企业微信号": person.wecom, "备注": person.remark, "存有身份证号": "是" if person.identity_sealed else "否",
        }
    ]  # fmt: skip


@record_part("岗位、组织关系和任职")
def _chapters(person: Person) -> Part:
    kinds = {"post": "任职", "affiliation": "组织关系", "employment": "岗位"}
    return [
        {
            "类别": kinds[each.sort],
            "在哪里": each.place or "",
            "内容": _content(each),
            "起": each.from_on,
            "止": each.last_on,
        }
        for each in history(person.pk)
    ]


@record_part("谁看过我的政治面貌")
def _accesses(person: Person) -> Part:
    rows = AccessTrace.objects.filter(person=person).select_related("account__person").order_by("-on", "-pk")
    return [{"日期": each.on, "谁": each.account.shown_name} for each in rows]


@record_part("谁导出过我的资料")
def _exports(person: Person) -> Part:
    rows = ExportTrace.objects.filter(persons=person).select_related("account__person").order_by("-at")
    return [{"时间": each.at, "谁": each.account.shown_name, "哪几列": "、".join(each.columns)} for each in rows]


@record_part("经过")
def _events(person: Person) -> Part:
    return [{"时间": each.at, "谁": each.actor, "做了什么": each.words} for each in entries(person, most=1000)]


def _content(chapter) -> str:
    if chapter.sort == "post":
        return chapter.office
    if chapter.sort == "affiliation":
        return status_words(chapter.what, chapter.detail)
    return " ".join(filter(None, (chapter.what, chapter.detail)))
