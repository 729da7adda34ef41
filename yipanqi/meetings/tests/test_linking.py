"""A record without a link: what is offered, one click, the way back, and the to-do that counts them."""

from django.test import Client
from django.urls import reverse

from yipanqi.meetings.models import Meeting
from yipanqi.tasks.actions import reconcile
from yipanqi.tasks.models import Todo


def press(client: Client, item, **told) -> int:
    address = reverse("objectives:link", args=["meetings.agendaitem", item.pk])
    return client.post(address, {"seen": item.version, **told}).status_code


def owed() -> list[tuple[str, str]]:
    rows = Todo.objects.open().filter(kind="meetings.unlinked").order_by("organization__path")
    return list(rows.values_list("organization__code", "title"))


def test_priority_near_to_the_branch_or_named_in_the_minutes_is_offered_first(ledger):
    near = ledger.item(ledger.record())
    named = ledger.item(ledger.record(主题="读文件", 纪要="对照“公文减量”作了分析"))

    assert near.priorities_to_offer([ledger.far, ledger.near]) == [ledger.near]
    assert named.priorities_to_offer([ledger.near, ledger.far]) == [ledger.far, ledger.near]


def test_secretary_links_with_one_click_and_takes_it_back(ledger):
    item, client = ledger.item(ledger.record()), ledger.cast.client("secretary")
    assert "挂到这项" in client.get(item.meeting.get_absolute_url()).content.decode()

    assert press(client, item, priority=ledger.near.pk) == 302
    assert ledger.served(item.meeting) == ["ZD2026-01"]
    page = client.get(item.meeting.get_absolute_url()).content.decode()
    assert "挂到业务重点" in page and "窗口提速" in page

    client.post(reverse("undo"))
    assert ledger.served(item.meeting) == [None]


def test_who_may_say_what_a_record_served(ledger):
    item = ledger.item(ledger.record())

    answers = {
        part: press(ledger.cast.client(part), item, priority=ledger.near.pk)
        for part in ("stranger", "other_secretary", "probationer", "officer")
    }
    assert answers == {"stranger": 404, "other_secretary": 404, "probationer": 403, "officer": 404}
    assert ledger.served(item.meeting) == [None]
    assert press(ledger.cast.client("reviewer"), item, priority=ledger.near.pk) == 302


def test_todo_counts_the_quarter_and_leads_to_exactly_those_records(ledger):
    ledger.enter(
        {"主题": "甲"}, {"主题": "乙"}, {"主题": "丙", "关联业务重点编号": "ZD2026-01"},
        {"主题": "丁", "日期": "2026-09-30", "录入时间": ""}, {"主题": "戊", "组织代码": "D0102"},
    )  # fmt: skip
    reconcile()

    assert owed() == [("D0101", "看看 2 次活动对着哪项业务重点"), ("D0102", "看看 1 次活动对着哪项业务重点")]
    todo = Todo.objects.get(kind="meetings.unlinked", organization__code="D0101")
    page = ledger.cast.client("secretary").get(todo.url).content.decode()
    assert [title for title in "甲乙丙丁戊" if f">{title}</a>" in page] == ["甲", "乙"]


def test_todo_goes_down_with_each_link_and_away_with_the_last(ledger):
    ledger.enter({"主题": "甲"}, {"主题": "乙"})
    reconcile()
    client = ledger.cast.client("secretary")
    first, second = (ledger.item(each) for each in Meeting.objects.order_by("title"))

    press(client, first, priority=ledger.near.pk)
    assert owed() == [("D0101", "看看 1 次活动对着哪项业务重点")]
    press(client, second, reason="例行学习")
    assert owed() == []
    reconcile()
    assert owed() == []


def test_record_spoken_of_does_not_carry_the_priority(ledger):
    ledger.record(关联业务重点编号="ZD2026-01")

    assert list(type(ledger.near).objects.nobody_carries().order_by("code")) == [ledger.near, ledger.far]
    assert ledger.near.__class__.objects.with_carriers().get(pk=ledger.near.pk).carriers == 0
