"""The ledger as a workbook: links, links made here, talks, faults with what was meant."""

import json
from datetime import date, datetime, time

import pytest
from django.utils import timezone

from tests.templates import ROOT
from yipanqi.kit.workbook import withdrawing
from yipanqi.kit.workbook.importing import import_file
from yipanqi.kit.workbook.models import Batch, Faulty, Staged, Trace
from yipanqi.meetings.models import AgendaItem, Meeting
from yipanqi.meetings.moments import Moment
from yipanqi.objectives import linking

MESSY = ROOT / "tests" / "fixtures" / "messy"


def told(remarks) -> list[tuple]:
    return [(each["column"], each["reason"]) for each in remarks]


def counts(outcome) -> tuple[int, int, int, int]:
    return outcome.new, outcome.changed, outcome.same, outcome.faulty_rows


def test_record_comes_in_whole_and_the_same_file_changes_nothing(ledger):
    first, again = ledger.enter(), ledger.enter()

    assert (counts(first), told(first.notes)) == ((1, 0, 0, 0), [])
    assert counts(again) == (0, 0, 1, 0)
    meeting = Meeting.objects.get()
    assert (
        meeting.organization.code, meeting.kind, meeting.held_on, meeting.starts_at, meeting.for_year,
        meeting.minutes_long, meeting.place, meeting.chair.number, meeting.lecturer, meeting.expected_count,
        meeting.present_count, meeting.leave_count, meeting.minutes,
        timezone.localtime(meeting.recorded_at).isoformat(),
    ) == (
        "D0101", "theme_day", date(2026, 10, 9), time(15), 2026, 90, "支部活动室", "1001", None, 4, 3, 1,
        "看了排队，议了分工。", "2026-10-10T09:30:00+08:00",
    )  # fmt: skip
    assert ledger.served(meeting) == [None]


def test_several_priorities_make_several_items(ledger):
    meeting = ledger.record(关联业务重点编号="ZD2026-02、ZD2026-01")

    assert ledger.served(meeting) == ["ZD2026-01", "ZD2026-02"]
    assert counts(ledger.enter(关联业务重点编号="ZD2026-01、ZD2026-02")) == (0, 0, 1, 0)


def test_blank_cell_leaves_the_link_made_here(ledger):
    item = ledger.item(ledger.record())
    linking.link(item, ledger.far, by=ledger.cast.account("secretary"), scope=ledger.cast.scope("secretary"))

    assert counts(ledger.enter()) == (0, 0, 1, 0)
    assert ledger.served(item.meeting) == ["ZD2026-02"]


def test_other_priority_in_the_cell_turns_the_item(ledger):
    before = ledger.item(ledger.record(关联业务重点编号="ZD2026-01"))

    assert counts(ledger.enter(关联业务重点编号="ZD2026-02")) == (0, 1, 0, 0)
    after = ledger.item(before.meeting)
    assert (after.pk, after.priority.code, after.version) == (before.pk, "ZD2026-02", before.version + 1)


@pytest.mark.parametrize("before", ["", "ZD2026-01", "ZD2026-01、ZD2026-02"])
@pytest.mark.parametrize("after", ["ZD2026-01", "ZD2026-02", "ZD2026-01、ZD2026-02"])
def test_items_follow_the_cell_whatever_stood_there(ledger, before, after):
    meeting = ledger.record(关联业务重点编号=before)
    ledger.enter(关联业务重点编号=after)

    assert sorted(ledger.served(meeting)) == after.split("、")


def test_unknown_codes_are_named_with_what_may_be_meant(ledger):
    outcome = ledger.enter(组织代码="D0109", 主持人工号="9999", 关联业务重点编号="ZD2026-03")

    assert told(outcome.faulty) == [
        ("组织代码", "没有代码为 D0109 的党组织"),
        ("主持人工号", "没有工号为 9999 的人员"),
        ("关联业务重点编号", "没有编号为 ZD2026-03 的业务重点"),
    ]
    offers = {remark[0]: [code for code, _ in remark[4]] for remark in Faulty.objects.get().faults}
    assert set(offers["organization"]) >= {"D0101", "D0102"}
    assert set(offers["priorities"]) == {"ZD2026-01", "ZD2026-02"}


def test_heads_that_do_not_add_up_are_noted(ledger):
    assert told(ledger.enter(实到=4, 请假=1).notes) == [("请假", "实到加请假比应到多")]
    assert told(ledger.enter(日期="2026-10-16", 录入时间="", 实到=5, 请假=0).notes) == [("实到", "实到比应到多")]


def test_record_that_differs_only_in_title_or_time_is_noted(ledger):
    ledger.enter()

    assert told(ledger.enter(主题="到窗口跟班学习").notes) == [
        ("主题", "同一时间已有一条“到窗口跟班”，主题不同，按两次记")
    ]
    assert told(ledger.enter(开始时间="15:30").notes) == [("开始时间", "同一天已有一条同名的，15:00，按两次记")]


def test_two_groups_may_meet_at_the_same_time_but_one_row_twice_is_a_fault(ledger):
    group = {"类型": "党小组会"}
    outcome = ledger.enter(
        group | {"主题": "第一党小组"}, group | {"主题": "第二党小组"}, group | {"主题": "第一党小组"}
    )

    assert counts(outcome) == (2, 0, 0, 1)
    assert told(outcome.faulty) == [("组织代码", "与第2行组织代码、类型、日期、开始时间、主题重复")]


def test_day_that_has_not_come_and_record_written_before_are_noted(ledger):
    assert told(ledger.enter(日期=date(2026, 12, 1), 录入时间="").notes) == [("日期", "这一天还没到")]
    assert told(ledger.enter(录入时间="2026-10-08 17:00").notes) == [("录入时间", "录入在开会之前")]


def test_talk_is_kept_as_a_fact_and_its_content_nowhere(ledger):
    secret = "家里有难处"
    outcome = ledger.enter(
        {"类型": "谈心谈话", "主题": f"与陈默谈话：{secret}", "纪要": secret},
        {"类型": "谈心谈话", "主题": secret, "纪要": secret, "日期": "三月上旬"},
    )

    assert counts(outcome) == (1, 0, 0, 1)
    talk = Meeting.objects.get()
    assert (talk.kind, talk.title, talk.minutes) == ("heart_talk", "谈心谈话", "")
    kept = [list(model.objects.values()) for model in (Meeting, Staged, Faulty, Trace, Batch)]
    assert secret not in json.dumps(kept, default=str, ensure_ascii=False)
    again = ledger.enter(类型="谈心谈话", 主题=f"与陈默谈话：{secret}", 纪要=secret)
    assert counts(again) == (0, 0, 1, 0)


def test_withdrawn_batch_takes_untouched_records_and_leaves_linked_ones(ledger):
    outcome = ledger.enter({"主题": "甲"}, {"主题": "乙"})
    item = ledger.item(Meeting.objects.get(title="乙"))
    linking.link(item, ledger.near, by=ledger.cast.account("secretary"), scope=ledger.cast.scope("secretary"))

    plan = withdrawing.withdraw(outcome.batch, by=ledger.cast.account("administrator"))

    assert [(each.title, each.reason) for each in plan.staying] == [("乙", "后来改过")]
    assert list(Meeting.objects.values_list("title", flat=True)) == ["乙"]
    assert AgendaItem.objects.count() == 1


def test_withdrawn_change_puts_the_link_back(ledger):
    meeting = ledger.record(关联业务重点编号="ZD2026-01")
    changed = ledger.enter(关联业务重点编号="ZD2026-02", 地点="会议室")

    withdrawing.withdraw(changed.batch, by=ledger.cast.account("administrator"))

    meeting.refresh_from_db()
    assert (meeting.place, ledger.served(meeting)) == ("支部活动室", ["ZD2026-01"])


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("2026-03-09 14:30", "2026-03-09T14:30"),
        ("2026-03-09T14:30:59", "2026-03-09T14:30"),
        ("2026年3月9日 下午2:30", "2026-03-09T14:30"),
        ("２０２６／３／９　１４：３０", "2026-03-09T14:30"),
        (46090.604166666664, "2026-03-09T14:30"),
        (datetime(2026, 3, 9, 14, 30), "2026-03-09T14:30"),
        (date(2026, 3, 9), "2026-03-09T00:00"),
        ("2026.3.9", "2026-03-09T00:00"),
    ],
)
def test_moments_are_read_as_people_type_them(cell, read):
    assert Moment("录入时间").read(cell) == read


def test_messy_days_come_out_as_expected(district):
    expected = json.loads((MESSY / "expected.json").read_text("utf-8"))["05_组织生活_日期多种写法.xlsx"]["expected"]
    outcome = import_file("records", MESSY / "05_组织生活_日期多种写法.xlsx")

    assert [{"row": each["row"], "column": each["column"], "reason_zh": each["reason"]} for each in outcome.faulty] == (
        expected["faulty"]
    )
    assert outcome.new == expected["ok"]
    days = {
        told["row"]: told["after"]["held_on"]
        for trace in Trace.objects.filter(batch=outcome.batch)
        for told in trace.rows.values()
    }
    assert days == {each["row"]: each["value"] for each in expected["values"]}


def test_cut_off_file_is_refused(db):
    outcome = import_file("records", MESSY / "13_组织生活_截断.xlsx")

    assert outcome.refused.startswith("文件损坏或不完整，请重新导出")
