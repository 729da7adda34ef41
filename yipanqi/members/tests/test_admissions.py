"""Admission as a workbook, who sees it, what is owed, and the pages."""

from datetime import date

import pytest
from django.urls import reverse

from tests.books import sheet
from yipanqi.kit.workbook import withdrawing
from yipanqi.kit.workbook.importing import import_file
from yipanqi.members.models import AdmissionCase, AdmissionStep
from yipanqi.people.models import AccessTrace
from yipanqi.tasks.actions import reconcile
from yipanqi.tasks.models import Todo


def told(remarks) -> list[tuple]:
    return [(each["column"], each["reason"]) for each in remarks]


def counts(outcome) -> tuple[int, int, int, int]:
    return outcome.new, outcome.changed, outcome.same, outcome.faulty_rows


def steps(case: AdmissionCase) -> dict[str, tuple]:
    return {
        step.step: (step.on_date, step.hours, sorted(person.number for person in step.persons.all()))
        for step in case.steps.all()
    }


def test_row_becomes_a_case_with_its_steps_and_the_same_file_changes_nothing(admission):
    first, again = admission.enter(), admission.enter()

    assert (counts(first), told(first.notes), counts(again)) == ((1, 0, 0, 0), [], (0, 0, 1, 0))
    case = AdmissionCase.objects.get()
    assert (case.person.name, case.branch.code, case.stage, case.probation_ends_on, case.extended_until) == (
        "周舟", "D0101", "probationary_member", date(2026, 12, 26), None,
    )  # fmt: skip
    assert steps(case) == {
        "application_letter": (date(2024, 1, 10), None, []),
        "interview": (date(2024, 2, 1), None, []),
        "activist": (date(2024, 9, 2), None, []),
        "mentors": (None, None, ["1001", "1002"]),
        "development_candidate": (date(2025, 10, 9), None, []),
        "introducers": (None, None, ["1001", "1002"]),
        "political_review": (date(2025, 11, 3), None, []),
        "candidate_training": (date(2025, 11, 20), 24, []),
        "pre_review": (date(2025, 12, 1), None, []),
        "assembly_resolution": (date(2025, 12, 26), None, []),
        "approval": (date(2026, 1, 20), None, []),
    }


def test_later_workbook_moves_the_case_on_and_can_be_withdrawn(admission, settings):
    case = admission.case()
    before = steps(case)
    settings.YIPANQI_TODAY = date(2026, 12, 28)
    later = admission.enter(
        当前阶段="正式党员", 转正大会日期=date(2026, 12, 27), 入党介绍人工号="1001", 集中培训学时=32
    )

    assert counts(later) == (0, 1, 0, 0)
    assert steps(case) == {
        **before, "confirmation": (date(2026, 12, 27), None, []), "introducers": (None, None, ["1001"]),
        "candidate_training": (date(2025, 11, 20), 32, []),
    }  # fmt: skip
    withdrawing.withdraw(later.batch, by=admission.cast.account("administrator"))
    case.refresh_from_db()
    assert (case.stage, steps(case)) == ("probationary_member", before)


def test_step_that_lies_ahead_has_not_happened(admission):
    ahead = admission.enter(转正大会日期=date(2026, 12, 27))

    assert [(each["column"], each["reason"]) for each in ahead.faulty] == [("转正大会日期", "转正大会日期不能晚于今天")]


def test_withdrawn_first_batch_leaves_nothing(admission):
    withdrawing.withdraw(admission.enter().batch, by=admission.cast.account("administrator"))

    assert (AdmissionCase.objects.count(), AdmissionStep.objects.count()) == (0, 0)


def test_workbook_without_a_column_leaves_those_steps_alone(admission, tmp_path):
    case = admission.case()
    few = {"工号": "1003", "所在党组织代码": "D0101", "当前阶段": "预备党员", "派人谈话日期": date(2024, 2, 2)}
    import_file("admissions", sheet(tmp_path / "少.xlsx", [few]), by=None)

    assert (len(steps(case)), steps(case)["interview"]) == (11, (date(2024, 2, 2), None, []))


def test_row_that_cannot_be_is_kept_back(admission):
    outcome = admission.enter(
        {"姓名": "周周"}, {"工号": "1002", "姓名": "陈默", "入党介绍人工号": "1002"}, {"工号": "9999", "姓名": "无人"}
    )

    assert told(outcome.faulty) == [
        ("姓名", "工号 1003 是“周舟”，与姓名不一致"),
        ("培养联系人工号", "不能是本人"),
        ("入党介绍人工号", "不能是本人"),
        ("工号", "没有工号为 9999 的人员"),
    ]


def test_stage_that_disagrees_with_the_days_is_noted(admission):
    assert told(admission.enter(当前阶段="发展对象").notes) == [
        ("当前阶段", "写的是发展对象，后面的日期已经到预备党员")
    ]
    assert told(admission.enter(支部大会接收日期="", 党委审批日期="").notes) == [
        ("当前阶段", "写的是预备党员，没有相应步骤的日期")
    ]


def test_only_the_own_and_the_approving_committee_and_the_person_see_a_case(admission):
    case = admission.case()

    def status(part: str) -> int:
        return admission.cast.client(part).get(case.get_absolute_url()).status_code

    parts = ("probationer", "secretary", "member", "reviewer", "party_officer")
    others = ("stranger", "other_secretary", "department_head", "leader", "administrator", "officer")
    assert {part: status(part) for part in (*parts, *others)} == {
        **dict.fromkeys(parts, 200), **dict.fromkeys(others, 404),
    }  # fmt: skip


def test_whoever_opens_somebodys_case_leaves_a_trace(admission):
    case = admission.case()
    for part in ("secretary", "secretary", "probationer"):
        admission.cast.client(part).get(case.get_absolute_url())

    assert list(AccessTrace.objects.values_list("person__number", "account__username")) == [("1003", "secretary")]


def test_case_page_names_the_breach_with_its_article(admission):
    case = admission.case(政治审查日期="")
    page = admission.cast.client("secretary").get(case.get_absolute_url()).content.decode()

    assert "没有政治审查的记录，2025-12-01 已经党委预审" in page
    assert "《中国共产党发展党员工作细则》第 16 条" in page
    assert "讨论转正" in page and "发展党员.xlsx，发展党员，第 2 行" in page


@pytest.mark.parametrize(
    ("cells", "look"),
    [
        ({}, "soon"),
        ({"政治审查日期": ""}, "rules"),
        ({"支部大会接收日期": date(2025, 11, 24), "党委预审日期": date(2025, 11, 21),
          "预备期满日期": date(2026, 11, 24)}, "over"),
        ({"支部大会接收日期": date(2026, 2, 2), "党委审批日期": date(2026, 3, 2),
          "预备期满日期": date(2027, 2, 2)}, "none"),
    ],
)  # fmt: skip
def test_list_finds_cases_by_what_deserves_a_look(admission, cells, look):
    admission.enter(**cells)
    client = admission.cast.client("secretary")

    def shown(by: str) -> bool:
        return ">周舟</a>" in client.get(reverse("members:admissions"), {"look": by}).content.decode()

    assert [by for by in ("rules", "over", "none") if shown(by)] == [look if look != "soon" else "none"]
    assert shown("soon") is (look in ("soon", "rules"))


def owed() -> list[tuple[str, str, str]]:
    reconcile()
    rows = Todo.objects.open().filter(kind__startswith="members.").order_by("kind")
    return list(rows.values_list("organization__code", "title", "context"))


def test_todos_speak_of_a_confirmation_two_months_before_and_of_breaches(admission, settings):
    admission.enter()
    assert owed() == [("D0101", "准备周舟的转正", "预备期 2026 年 12 月 26 日满")]

    admission.enter(预备期满日期=date(2026, 11, 1), 集中培训学时=16)
    assert owed() == [
        ("D0101", "看看周舟的入党手续", "集中培训只有 16 学时；另有 1 处"),
        ("D0101", "补办周舟的转正", "预备期 2026 年 11 月 1 日已满，还没有讨论转正"),
    ]

    settings.YIPANQI_TODAY = date(2026, 12, 28)
    admission.enter(当前阶段="正式党员", 转正大会日期=date(2026, 12, 26))
    assert owed() == []


def test_person_and_organisation_pages_lead_to_the_case(admission):
    case, organizations = admission.case(), admission.cast.organizations
    own = admission.cast.client("probationer").get(case.person.get_absolute_url() + "?tab=admission").content.decode()
    committee = admission.cast.client("reviewer").get(organizations["D01"].get_absolute_url() + "?tab=members")
    outside = admission.cast.client("stranger").get(organizations["D01"].get_absolute_url() + "?tab=members")

    assert case.get_absolute_url() in own
    assert "预备党员" in committee.content.decode() and "tab=members" not in outside.content.decode()
