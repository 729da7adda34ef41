"""Workbooks of this room: admission of members, and dues per branch and month."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from yipanqi.kit.clock import today
from yipanqi.kit.workbook import (
    Choice,
    Day,
    Existing,
    Kind,
    Month,
    Name,
    Number,
    Reference,
    References,
    Row,
    Text,
    Whole,
)
from yipanqi.kit.workbook.kinds import register
from yipanqi.members import bulk
from yipanqi.members.bulk import CASE_FIELDS, DAYS, DUES_COUNTS, PERSONS
from yipanqi.members.models import STAGES, AdmissionCase, AdmissionStep, DuesSummary
from yipanqi.organizations.imports import PARTY_ORGANIZATIONS
from yipanqi.people.imports import PEOPLE
from yipanqi.people.models import Person

STAGE_WORDS = {word: stage for stage, word in STAGES.items()} | {
    "申请人": "applicant", "递交申请": "applicant", "入党积极分子": "activist", "积极": "activist",
    "已转正": "full_member",
    "中共党员": "full_member", "党员": "full_member", "转正": "full_member", "正式": "full_member",
    "预备": "probationary_member", "中共预备党员": "probationary_member",
}  # fmt: skip
# The latest of these that has a day says which stage a case has reached at least.
REACHED = {
    "activist": "activist", "development_candidate": "development_candidate",
    "assembly_resolution": "probationary_member", "confirmation": "full_member",
}  # fmt: skip
HAPPENED = (
    "application_letter", "interview", "political_review", "candidate_training", "pre_review", "approval",
)  # fmt: skip
BRANCH_HEADERS = (
    "组织代码", "党组织代码", "党组织", "党组织名称", "支部", "支部名称", "支部代码", "党支部", "党支部名称",
    "党支部代码", "组织名称",
)  # fmt: skip


PEOPLE_WORDS = ("人", "名")
MOST_MONEY = 1_000_000_000  # yuan


@register
class Admissions(Kind):
    """One row a person. Breaches of the rules come in as they are: the pages name them with their article."""

    slug = "admissions"
    label = "发展党员"
    counter = "人"
    model = AdmissionCase
    key = ("person",)
    named_by = "holder"
    owned: ClassVar[tuple[str, ...]] = ("steps",)

    sequence = Text("序号", kept=False)
    person = Reference("工号", "人员编号", "员工编号", "员工工号", "职工号", to=PEOPLE, required=True)
    holder = Name("姓名", kept=False)
    branch = Reference(
        "所在党组织代码", "所在党组织", "所在党支部", *BRANCH_HEADERS, to=PARTY_ORGANIZATIONS, required=True
    )
    stage = Choice("当前阶段", "阶段", "所处阶段", choices=STAGE_WORDS, required=True)
    application_letter = Day("递交申请书日期", "申请入党日期", "递交入党申请书日期", "申请日期")
    interview = Day("派人谈话日期", "谈话日期")
    activist = Day("确定积极分子日期", "确定入党积极分子日期", "列为积极分子日期")
    mentors = References("培养联系人工号", "培养联系人", to=PEOPLE)
    development_candidate = Day("确定发展对象日期", "列为发展对象日期")
    introducers = References("入党介绍人工号", "入党介绍人", "介绍人工号", to=PEOPLE)
    political_review = Day("政治审查日期", "政审日期")
    candidate_training = Day("集中培训日期", "短期集中培训日期", "培训日期")
    training_hours = Number("集中培训学时", "培训学时", decimals=1, least=0, greatest=999, counted_in=("学时", "小时"))
    pre_review = Day("党委预审日期", "预审日期")
    assembly_resolution = Day("支部大会接收日期", "支部大会日期", "接收预备党员日期", "接收日期")
    approval = Day("党委审批日期", "审批日期")
    probation_ends_on = Day("预备期满日期", "预备期满时间")
    extended_until = Day("延长预备期至", "预备期延长至")
    confirmation = Day("转正大会日期", "支部大会转正日期", "讨论转正日期")
    remark = Text("备注", most=200)

    def check(self, row: Row) -> None:
        reached = [stage for step, stage in REACHED.items() if row.get(step)]
        stage = row.get("stage")
        order = list(STAGES)
        if stage and reached and order.index(reached[-1]) > order.index(stage):
            row.note("stage", f"写的是{STAGES[stage]}，后面的日期已经到{STAGES[reached[-1]]}")
        elif stage and stage not in ("applicant", *reached) and all(step in row for step in REACHED):
            row.note("stage", f"写的是{STAGES[stage]}，没有相应步骤的日期")
        for name in (*REACHED, *HAPPENED):
            if (day := row.get(name)) and day > today():
                row.fault(name, f"{self.fields[name].header}不能晚于今天")
        for name in PERSONS:
            if row.get("person") in row.get(name, ()):
                row.fault(name, "不能是本人")

    def review(self, rows: Sequence[Row]) -> None:
        names = dict(
            Person.objects.filter(number__in={row["person"] for row in rows}).values_list("number", "name")
        )  # fmt: skip
        for row in rows:
            known, told = names.get(row["person"], ""), row.get("holder")
            if told and known and told != known:
                row.fault("holder", f"工号 {row['person']} 是“{known}”，与姓名不一致", known)

    def existing(self, keys: Sequence[tuple]) -> Mapping[tuple, Existing]:
        """Of each person the case that is open."""
        cases = AdmissionCase.objects.filter(person__number__in=[key[0] for key in keys], closed_on__isnull=True)
        held: dict[int, Existing] = {}
        for pk, version, person, branch, *plain in cases.values_list(
            "pk", "version", "person__number", "branch__code", *CASE_FIELDS
        ):
            told = dict(zip(CASE_FIELDS, plain, strict=True)) | {"person": person, "branch": branch}
            held[pk] = Existing(pk, told | dict.fromkeys(PERSONS, ()), version)
        dated = AdmissionStep.objects.filter(case__in=held, step__in=DAYS)
        for case, step, on, hours in dated.values_list("case", "step", "on_date", "hours"):
            held[case].values[step] = on
            if step == "candidate_training":
                held[case].values["training_hours"] = hours
        named = AdmissionStep.objects.filter(case__in=held, step__in=PERSONS).order_by("persons__number")
        for case, step, number in named.values_list("case", "step", "persons__number"):
            if number:
                held[case].values[step] = [*held[case].values[step], number]
        return {(each.values["person"],): each for each in held.values()}

    def apply(self, rows: Sequence[Row], *, by, batch) -> None:
        bulk.enter_admissions(rows)


@register
class Dues(Kind):
    slug = "dues"
    label = "党费"
    counter = "条"
    model = DuesSummary
    key = ("organization", "month")
    named_by = "organization"

    organization = Reference("组织代码", *BRANCH_HEADERS[1:], "所在党组织", to=PARTY_ORGANIZATIONS, required=True)
    month = Month("月份", "所属月份", "缴费月份", "交纳月份", "期间", required=True)
    due_count = Whole("应交人数", "应缴人数", "应交党员数", least=0, greatest=100_000, counted_in=PEOPLE_WORDS)
    paid_count = Whole("实交人数", "实缴人数", "实交党员数", least=0, greatest=100_000, counted_in=PEOPLE_WORDS)
    due_amount = Number(
        "应交金额", "应缴金额", "应交党费", "应交党费金额", decimals=2, least=0, greatest=MOST_MONEY, counted_in=("元",)
    )
    paid_amount = Number(
        "实交金额", "实缴金额", "实交党费", "实交党费金额", decimals=2, least=0, greatest=MOST_MONEY, counted_in=("元",)
    )

    def check(self, row: Row) -> None:
        if (month := row.get("month")) and month > today():
            row.fault("month", "这个月还没到")
        for paid, due, words in (
            ("paid_count", "due_count", "实交人数比应交人数多"),
            ("paid_amount", "due_amount", "实交金额比应交金额多，补交或预交另有说明的不用改"),
        ):
            if row.get(paid) is not None and row.get(due) is not None and row[paid] > row[due]:
                row.note(paid, words)

    def existing(self, keys: Sequence[tuple]) -> Mapping[tuple, Existing]:
        days = [month for _, month in keys]
        rows = DuesSummary.objects.filter(month__gte=min(days), month__lte=max(days)).order_by()
        held = {}
        for pk, version, code, month, *counts in rows.values_list(
            "pk", "version", "organization__code", "month", *DUES_COUNTS
        ):
            told = {"organization": code, "month": month} | dict(zip(DUES_COUNTS, counts, strict=True))
            held[code, month] = Existing(pk, told, version)
        return held

    def apply(self, rows: Sequence[Row], *, by, batch) -> None:
        bulk.enter_dues(rows)
