"""Each rule of admission, broken alone, is found by its article; a case by the book has nothing to look at."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from yipanqi.members.course import Course
from yipanqi.members.findings import findings, following, pack

DAY = date(2026, 11, 24)
SOUND = Course(
    stage="probationary_member",
    days={
        "application_letter": date(2024, 1, 10), "interview": date(2024, 2, 10), "activist": date(2024, 9, 2),
        "development_candidate": date(2025, 9, 2), "political_review": date(2025, 11, 3),
        "candidate_training": date(2025, 11, 20), "pre_review": date(2025, 12, 1),
        "assembly_resolution": date(2025, 12, 26), "approval": date(2026, 3, 26),
    },
    persons={"mentors": 2, "introducers": 2},
    hours=Decimal(24),
    probation_ends_on=date(2026, 12, 26),
    born_on=date(1998, 5, 1),
)  # fmt: skip


def course(**changes) -> Course:
    """The sound course with days moved (None: not taken) and other facts changed."""
    facts = {name: changes.pop(name) for name in list(changes) if name in Course.__dataclass_fields__}
    days = {step: day for step, day in {**SOUND.days, **changes}.items() if day is not None}
    return replace(SOUND, **{"days": days, **facts})


def found(given: Course, day: date = DAY) -> list[tuple[str, str]]:
    return [(each.rule.key, each.sentence) for each in findings(given, day)]


def test_case_by_the_book_has_nothing_to_look_at():
    assert found(SOUND) == []


@pytest.mark.parametrize(
    ("changes", "rule", "sentence"),
    [
        ({"born_on": date(2006, 1, 11)}, "applicant.age", "递交申请书时 17 岁"),
        ({"interview": date(2024, 2, 11)}, "interview.within", "2024-01-10 递交申请书，2024-02-11 才谈话"),
        ({"persons": {"introducers": 2}}, "mentors.least", "没有写培养联系人"),
        ({"persons": {"introducers": 2, "mentors": 3}}, "mentors.most", "培养联系人写了 3 名"),
        ({"development_candidate": date(2025, 9, 1)}, "cultivation.length",
         "2024-09-02 定为积极分子，2025-09-01 就定为发展对象"),
        ({"political_review": None}, "review.present", "没有政治审查的记录，2025-12-01 已经党委预审"),
        ({"political_review": date(2025, 12, 2)}, "review.present", "2025-12-02 才政治审查，2025-12-01 已经党委预审"),
        ({"candidate_training": None}, "training.present", "没有集中培训的记录，2025-12-01 已经党委预审"),
        ({"hours": Decimal("23.5")}, "training.hours", "集中培训只有 23.5 学时"),
        ({"pre_review": date(2025, 12, 27)}, "pre_review.first", "2025-12-26 支部大会接收，2025-12-27 才预审"),
        ({"pre_review": None}, "pre_review.first", "没有党委预审的记录，2025-12-26 支部大会已经接收"),
        ({"persons": {"introducers": 1, "mentors": 1}}, "introducers.least", "入党介绍人写了 1 名"),
        ({"persons": {"introducers": 3, "mentors": 1}}, "introducers.most", "入党介绍人写了 3 名"),
        ({"approval": date(2026, 3, 27)}, "approval.within", "2025-12-26 支部大会接收，2026-03-27 才审批"),
        ({"approval": date(2026, 6, 27)}, "approval.at_last", "2025-12-26 支部大会接收，2026-06-27 才审批"),
        ({"approval": None}, "approval.at_last", "2025-12-26 支部大会接收，还没有审批"),
        ({"probation_ends_on": date(2026, 12, 25)}, "probation.length",
         "2025-12-26 支部大会接收，预备期满写的是 2026-12-25"),
        ({"extended_until": date(2027, 6, 25)}, "extension.least", "预备期满 2026-12-26，延长到 2027-06-25"),
        ({"extended_until": date(2027, 12, 27)}, "extension.most", "预备期满 2026-12-26，延长到 2027-12-27"),
        ({"confirmation": date(2026, 12, 25)}, "confirmation.waits", "预备期 2026-12-26 满，2026-12-25 就讨论了转正"),
        ({"interview": None}, "order.steps", "没有派人谈话的记录，2024-09-02 已经确定积极分子"),
        ({"activist": date(2024, 2, 9)}, "order.steps", "确定积极分子 2024-02-09，早于派人谈话 2024-02-10"),
        ({"approval": date(2025, 12, 25)}, "order.steps", "党委审批 2025-12-25，早于支部大会接收 2025-12-26"),
        ({"political_review": date(2025, 9, 1)}, "order.steps", "政治审查 2025-09-01，早于确定发展对象 2025-09-02"),
    ],
)  # fmt: skip
def test_one_breach_is_found_alone_with_its_days(changes, rule, sentence):
    assert found(course(**changes)) == [(rule, sentence)]


def test_probation_that_is_over_waits_for_its_meeting_from_the_day_itself():
    late = [("confirmation.timely", "预备期 2026-12-26 满，还没有讨论转正")]

    assert found(SOUND, date(2026, 12, 25)) == []
    assert found(SOUND, date(2026, 12, 26)) == late
    assert found(course(extended_until=date(2027, 6, 26)), date(2026, 12, 27)) == []
    assert found(course(confirmation=date(2027, 1, 5), stage="full_member"), date(2027, 2, 1)) == []


def test_applicant_nobody_talked_to_is_found_after_a_month():
    applied = Course("applicant", {"application_letter": date(2026, 10, 23)})

    assert found(applied, date(2026, 11, 23)) == []
    assert found(applied, date(2026, 11, 24)) == [("interview.within", "2026-10-23 递交申请书，还没有谈话")]


def test_what_was_not_written_down_is_no_breach_before_its_time():
    activist = {step: SOUND.days[step] for step in ("application_letter", "interview", "activist")}

    assert found(Course("activist", activist, {"mentors": 1})) == []
    assert found(Course("applicant")) == []


@pytest.mark.parametrize(
    ("taken", "words", "due_on", "from_on"),
    [
        (0, "派人谈话", None, None),
        (1, "派人谈话", date(2024, 2, 10), None),
        (2, "推荐和确定积极分子", None, None),
        (3, "确定发展对象", None, date(2025, 9, 2)),
        (4, "政治审查", None, None),
        (5, "集中培训", None, None),
        (6, "党委预审", None, None),
        (7, "支部大会接收", None, None),
        (8, "党委审批", date(2026, 3, 26), None),
        (9, "讨论转正", date(2026, 12, 26), date(2026, 12, 26)),
    ],
)
def test_next_step_follows_from_the_steps_taken(taken, words, due_on, from_on):
    days = dict(list(SOUND.days.items())[:taken])
    step = following(replace(SOUND, days=days, stage="applicant"))

    assert (step.words, step.due_on, step.from_on) == (words, due_on, from_on)


def test_confirmed_member_has_no_next_step():
    assert following(course(confirmation=date(2026, 12, 28))).words == "手续已办完"


def test_articles_nobody_checked_are_marked():
    assert [rule.key for rule in pack().rules.values() if not rule.is_checked and rule.instrument] == [
        "interview.within", "approval.within", "approval.at_last",
    ]  # fmt: skip
