"""Organisational life, admission and dues of the loaded district, held against the workbooks by a second reader.

What a careful officer would find in the workbooks is computed here from their cells alone, in other words than the
rooms use.
"""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Count, Sum
from python_calamine import CalamineWorkbook

from tests.templates import ROOT
from yipanqi.kit.period import Period
from yipanqi.meetings.models import KINDS, AgendaItem, Meeting
from yipanqi.meetings.queries import unlinked_by_organization
from yipanqi.members.course import courses
from yipanqi.members.findings import findings
from yipanqi.members.models import STAGES, AdmissionCase, DuesSummary
from yipanqi.tasks.models import Todo

DAY = date(2026, 11, 24)
LEDGER, ADMISSIONS, DUES = "05_组织生活台账_2026.xlsx", "09_发展党员.xlsx", "10_党费_2026.xlsx"


def rows(name: str) -> list[dict]:
    path = ROOT / "examples" / "district" / name
    head, *body = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return [dict(zip(head, row, strict=True)) for row in body]


def test_records_stand_by_kind_and_month_as_in_the_workbook(district):
    counted = Meeting.objects.order_by().values_list("kind", "held_on__month").annotate(n=Count("pk"))
    found = Counter({(KINDS[kind], month): n for kind, month, n in counted})

    assert found == Counter((row["类型"], row["日期"].month) for row in rows(LEDGER))
    assert found.total() == 6923


def test_records_of_every_branch_speak_of_the_priorities_in_the_workbook(district):
    items = AgendaItem.objects.filter(priority__isnull=False)
    found = items.values_list("meeting__organization__code", "meeting__title", "meeting__held_on", "priority__code")
    told = [
        (row["组织代码"], row["主题"], row["日期"], code)
        for row in rows(LEDGER)
        for code in row["关联业务重点编号"].split("、")
        if code
    ]

    assert Counter(found) == Counter(told)


def test_heads_and_minutes_add_up(district):
    found = Meeting.objects.aggregate(
        expected=Sum("expected_count"), present=Sum("present_count"), leave=Sum("leave_count"), long=Sum("minutes_long")
    )
    told = {
        name: sum(int(row[column]) for row in rows(LEDGER))
        for name, column in {"expected": "应到", "present": "实到", "leave": "请假", "long": "时长分钟"}.items()
    }

    assert found == told
    assert Counter(Meeting.objects.values_list("minutes", flat=True)) == Counter(row["纪要"] for row in rows(LEDGER))


def test_records_without_a_link_are_counted_by_branch_and_owed_once_each(district):
    loose = Counter(row["组织代码"] for row in rows(LEDGER) if not row["关联业务重点编号"] and row["日期"].month >= 10)
    found = unlinked_by_organization(None, Period(date(2026, 10, 1), "quarter"))
    todos = Todo.objects.open().filter(kind="meetings.unlinked").values_list("organization__code", "title")

    assert sum(found.values()) == loose.total()
    assert dict(todos) == {code: f"看看 {count} 次活动对着哪项业务重点" for code, count in loose.items()}


def test_admission_cases_stand_by_stage_as_in_the_workbook(district):
    counted = AdmissionCase.objects.order_by().values_list("stage").annotate(n=Count("pk"))

    assert {STAGES[stage]: n for stage, n in counted} == Counter(row["当前阶段"] for row in rows(ADMISSIONS))


def test_a_careful_officer_finds_the_same_breaches_in_the_workbook(district):
    numbers = dict(AdmissionCase.objects.values_list("pk", "person__number"))
    found = {
        (numbers[pk], each.rule.key) for pk, course in courses(AdmissionCase.objects.all()).items()
        for each in findings(course, DAY)
    }  # fmt: skip

    by_hand = {(row["工号"], breach) for row in rows(ADMISSIONS) for breach in breaches(row)}
    assert found == by_hand
    assert len(by_hand) == 15


def test_what_is_owed_about_admission_names_exactly_those_people(district):
    breached = {row["工号"] for row in rows(ADMISSIONS) if breaches(row) - {"confirmation.timely"}}
    ending = {
        row["工号"] for row in rows(ADMISSIONS)
        if (end := row["延长预备期至"] or row["预备期满日期"]) and not row["转正大会日期"] and end <= date(2027, 1, 24)
    }  # fmt: skip
    numbers = dict(AdmissionCase.objects.values_list("pk", "person__number"))

    def owed(kind: str) -> set[str]:
        return {numbers[pk] for pk in Todo.objects.open().filter(kind=kind).values_list("subject_id", flat=True)}

    assert owed("members.admission_order") == breached
    assert owed("members.confirmations") == ending


@pytest.mark.parametrize(
    ("field", "column"),
    [("due_count", "应交人数"), ("paid_count", "实交人数"), ("due_amount", "应交金额"), ("paid_amount", "实交金额")],
)
def test_dues_add_up_to_the_fen_by_branch_and_by_month(district, field, column):
    told: dict[str, Counter] = {"organization__code": Counter(), "month": Counter()}
    for row in rows(DUES):
        amount = Decimal(str(row[column]))
        told["organization__code"][row["组织代码"]] += amount
        told["month"][date.fromisoformat(row["月份"] + "-01")] += amount

    for by, sums in told.items():
        assert dict(DuesSummary.objects.order_by().values_list(by).annotate(s=Sum(field))) == sums
    assert DuesSummary.objects.count() == 2010


def breaches(row: dict) -> set[str]:
    """What an officer with the regulation in hand marks in one row."""
    marked = set()

    def over(begin: date, end: date, months: int) -> bool:
        return (end.year - begin.year) * 12 + end.month - begin.month - (end.day < begin.day) >= months and (
            end.day != begin.day or (end.year - begin.year) * 12 + end.month - begin.month > months
        )

    applied, talked = row["递交申请书日期"], row["派人谈话日期"]
    active, candidate = row["确定积极分子日期"], row["确定发展对象日期"]
    pre_review, accepted, approved = row["党委预审日期"], row["支部大会接收日期"], row["党委审批日期"]
    if over(applied, talked or DAY, 1):
        marked.add("interview.within")
    if active and len([each for each in row["培养联系人工号"].split("、") if each]) not in (1, 2):
        marked.add("mentors")
    if (
        candidate
        and (candidate.year - active.year) * 12 + candidate.month - active.month - (candidate.day < active.day) < 12
    ):
        marked.add("cultivation.length")
    if row["集中培训学时"] and row["集中培训学时"] < 24:
        marked.add("training.hours")
    if accepted:
        entered = min(pre_review or accepted, accepted)
        if not row["政治审查日期"] or row["政治审查日期"] > entered:
            marked.add("review.present")
        if not row["集中培训日期"] or row["集中培训日期"] > entered:
            marked.add("training.present")
        if not pre_review or pre_review > accepted:
            marked.add("pre_review.first")
        if len(row["入党介绍人工号"].split("、")) != 2:
            marked.add("introducers.least")
        if over(accepted, approved or DAY, 3):
            marked.add("approval.within")
        if row["预备期满日期"] != accepted.replace(year=accepted.year + 1):
            marked.add("probation.length")
    end = row["延长预备期至"] or row["预备期满日期"]
    if end and end <= DAY and not row["转正大会日期"]:
        marked.add("confirmation.timely")
    return marked
