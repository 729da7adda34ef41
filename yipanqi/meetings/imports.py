"""The ledger of organisational life (组织生活台账) as a workbook."""

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

from django.db.models import F

from yipanqi.kit.clock import today
from yipanqi.kit.workbook import (
    Choice,
    Clock,
    Day,
    Existing,
    Kind,
    Reference,
    References,
    Row,
    Text,
    Whole,
    cells,
    register,
)
from yipanqi.meetings import bulk
from yipanqi.meetings.models import KINDS, AgendaItem, Meeting
from yipanqi.meetings.moments import Moment, as_written
from yipanqi.objectives.directory import PRIORITIES
from yipanqi.organizations.imports import PARTY_ORGANIZATIONS
from yipanqi.people.imports import PEOPLE

KIND_WORDS = {word: kind for kind, word in KINDS.items()} | {
    "党员大会": "member_assembly", "支部大会": "member_assembly", "支部委员会": "committee_meeting",
    "支委会会议": "committee_meeting", "支部委员会会议": "committee_meeting", "党小组会议": "group_meeting",
    "主题党日活动": "theme_day", "专题组织生活会": "org_life_meeting", "民主评议": "member_appraisal",
    "谈话": "heart_talk", "谈心": "heart_talk",
}  # fmt: skip
ASKED_BY_CODE = 500  # up to so many organisations are named in the query, beyond that the days narrow enough


HEADS = ("人", "名")
_HOURS = re.compile(r"(\d+(?:\.\d+)?|半)个?(?:小时|钟头|h)(?:(\d{1,2})分钟?)?", re.IGNORECASE)


class Minutes(Whole):
    """How long something took; 1.5小时 is 90."""

    def read(self, cell) -> int:
        if match := _HOURS.fullmatch(cells.word_of(cell)):
            hours = 0.5 if match[1] == "半" else float(match[1])
            cell = round(hours * 60) + int(match[2] or 0)
        return super().read(cell)


@register
class Records(Kind):
    """Two sittings of one kind may begin at the same time (党小组会 of several groups): the title tells them apart.

    A blank cell of 关联业务重点编号 says nothing: reading the same workbook again does not undo links made here.
    """

    slug = "records"
    label = "组织生活记录"
    counter = "次"
    model = Meeting
    key = ("organization", "kind", "held_on", "starts_at", "title")
    named_by = "title"
    sheets = ("组织生活", "台账")
    owned: ClassVar[tuple[str, ...]] = ("items",)

    sequence = Text("序号", kept=False)
    organization = Reference(
        "组织代码", "党组织代码", "党组织", "所在党组织", "党组织名称", "支部", "支部名称", "支部代码",
        "党支部", "党支部名称", "党支部代码", "所在支部", to=PARTY_ORGANIZATIONS, required=True,
    )  # fmt: skip
    kind = Choice("类型", "会议类型", "活动类型", "组织生活类型", choices=KIND_WORDS, required=True)
    held_on = Day("日期", "召开日期", "会议日期", "活动日期", required=True)
    starts_at = Clock("开始时间", "召开时间", "会议时间", "活动时间")
    for_year = Whole("所属年度", "年度", least=2000, greatest=2100)
    minutes_long = Minutes("时长分钟", "时长", "会议时长", least=0, greatest=1440, counted_in=("分钟", "分"))
    place = Text("地点", "会议地点", "活动地点", most=80)
    title = Text("主题", "会议主题", "活动主题", "议题", "会议名称", "活动名称", required=True, most=160)
    chair = Reference("主持人工号", "主持人", to=PEOPLE)
    lecturer = Reference("主讲人工号", "主讲人", "授课人", "授课人工号", to=PEOPLE)
    expected_count = Whole("应到", "应到人数", "应到会人数", least=0, greatest=10_000, counted_in=HEADS)
    present_count = Whole("实到", "实到人数", "实到会人数", "到会人数", least=0, greatest=10_000, counted_in=HEADS)
    leave_count = Whole("请假", "请假人数", "缺席", "缺席人数", least=0, greatest=10_000, counted_in=HEADS)
    priorities = References(
        "关联业务重点编号", "业务重点编号", "对应业务重点编号", "关联业务重点", "对应业务重点",
        to=PRIORITIES, keep_blank=True,
    )  # fmt: skip
    minutes = Text("纪要", "会议纪要", "会议记录", "记录内容", "内容摘要")
    recorded_at = Moment("录入时间", "登记时间", "填报时间")

    def join(self, rows: Sequence[Row], beside: Mapping[str, Sequence[Row]]) -> None:
        for row in rows:
            _keep_talk_closed(row)

    def check(self, row: Row) -> None:
        _count_heads(row)
        held_on, recorded_at = row.get("held_on"), row.get("recorded_at")
        if held_on and held_on > today():
            row.note("held_on", "这一天还没到")
        elif held_on and recorded_at and recorded_at[:10] < held_on.isoformat():
            row.note("recorded_at", "录入在开会之前")

    def review(self, rows: Sequence[Row]) -> None:
        """A record that differs from a known one only in time or title may be the same one, written down twice."""
        fresh = [row for row in rows if row.is_new]
        known: dict[tuple, list[tuple[str, str]]] = {}
        for organization, kind, held_on, starts_at, title in self._held([row.key for row in fresh]):
            known.setdefault((organization, kind, held_on), []).append((_clock(starts_at), title))
        for row in fresh:
            for starts_at, title in known.get(row.key[:3], ()):
                if starts_at == row.key[3]:
                    row.note("title", f"同一时间已有一条“{title}”，主题不同，按两次记")
                elif title == row.key[4]:
                    row.note("starts_at", f"同一天已有一条同名的，{starts_at or '没写时间'}，按两次记")

    def existing(self, keys: Sequence[tuple]) -> Mapping[tuple, Existing]:
        """A link made on the page moves the version too: such a record is no longer as the workbook left it."""
        rows = _around(keys)
        held: dict[int, Existing] = {}
        fields = [name for name in self.compared if name not in ("organization", "chair", "lecturer", "priorities")]
        found = rows.values(
            *fields, "pk", "version",
            code=F("organization__code"), chaired=F("chair__number"), lectured=F("lecturer__number"),
        )  # fmt: skip
        for each in found:
            each |= {
                "organization": each.pop("code"), "chair": each.pop("chaired"), "lecturer": each.pop("lectured"),
                "starts_at": _clock(each["starts_at"]), "recorded_at": as_written(each["recorded_at"]),
                "priorities": [],
            }  # fmt: skip
            held[each["pk"]] = Existing(each["pk"], each, each["version"])
        items = AgendaItem.objects.filter(meeting__in=rows.order_by().values("pk")).order_by("priority__code")
        for meeting, code, version in items.values_list("meeting_id", "priority__code", "version"):
            was = held[meeting]
            if code:
                was.values["priorities"].append(code)
            if version > 1:
                held[meeting] = was._replace(version=was.version + version - 1)
        return {tuple(each.values[name] for name in self.key): each for each in held.values()}

    def apply(self, rows: Sequence[Row], *, by, batch) -> None:
        bulk.enter_records(rows)

    @staticmethod
    def _held(keys: Sequence[tuple]):
        names = ("organization__code", "kind", "held_on", "starts_at", "title")
        return _around(keys).values_list(*names) if keys else ()


def _around(keys: Sequence[tuple]):
    """The records of these organisations between the first and the last of these days."""
    codes, days = {key[0] for key in keys}, [key[2] for key in keys]
    rows = Meeting.objects.filter(held_on__gte=min(days), held_on__lte=max(days)).order_by()
    return rows.filter(organization__code__in=codes) if len(codes) <= ASKED_BY_CODE else rows


def _keep_talk_closed(row: Row) -> None:
    """Of a talk only that it took place is kept: what was said leaves the workbook here, before anything is stored."""
    if row.get("kind") != "heart_talk" and "谈心" not in cells.text_of(row.cells.get("kind")):
        return
    for name, word in (("title", KINDS["heart_talk"]), ("minutes", "")):
        if row.cells.get(name):
            row.cells[name], row[name] = word, word
    row.note("minutes", "谈心谈话只记谈过，主题和内容不保存")


def _count_heads(row: Row) -> None:
    expected, present, leave = (row.get(name) for name in ("expected_count", "present_count", "leave_count"))
    if expected is None or present is None:
        return
    if present > expected:
        row.note("present_count", "实到比应到多")
    elif leave is not None and present + leave > expected:
        row.note("leave_count", "实到加请假比应到多")


def _clock(value) -> str:
    return value.strftime("%H:%M") if value else ""
