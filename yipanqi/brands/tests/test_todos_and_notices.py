"""Who is asked and who hears when a measure moves."""

from yipanqi.brands.models import Measure
from yipanqi.events.models import Notice
from yipanqi.people.models import Employment
from yipanqi.tasks.actions import reconcile
from yipanqi.tasks.models import Todo


def heard() -> list[tuple[str, str]]:
    return sorted(Notice.objects.values_list("account__username", "sentence"))


def open_todos(kind: str) -> list[tuple]:
    rows = Todo.objects.open().filter(kind=kind)
    return list(rows.values_list("title", "organization__code", "office", "person__name"))


def test_a_report_asks_the_accepting_units_people_and_nobody_of_the_branch(weave):
    # 任远 and 查勤 work in a section of 综合处; only its head and who works in the unit itself are told at once.
    Employment.objects.filter(person=weave.cast.persons["stranger"]).update(unit=weave.cast.organizations["DY02"].pk)

    weave.reported()

    assert heard() == [("stranger", "查检一科党支部报完成：上门办，请确认或退回")]


def test_the_branch_hears_of_confirmation_and_return_but_not_who_acted(weave):
    weave.reported()
    Notice.objects.all().delete()

    weave.move("return", "stranger", "缺节假日安排")

    assert heard() == [
        ("member", "综合处退回了：上门办。缺节假日安排"),
        ("secretary", "综合处退回了：上门办。缺节假日安排"),
    ]


def test_a_report_waits_on_the_desk_of_the_accepting_units_head_until_answered(weave):
    weave.reported()
    assert open_todos("brands.confirmations") == [("确认收到：上门办", "DY02", "head", None)]
    assert str(Todo.objects.get(kind="brands.confirmations").due_on) > "2026-11-24"

    weave.move("confirm", "stranger")

    assert open_todos("brands.confirmations") == []


def test_a_returned_measure_waits_for_its_owner(weave):
    weave.reported()

    weave.move("return", "stranger", "缺节假日安排")

    assert open_todos("brands.returned") == [("接着做：上门办", None, "", "陈默")]


def test_loose_ends_wait_for_the_secretary_and_go_when_tied(weave):
    from yipanqi.objectives import linking

    Measure.objects.update(priority=None)
    reconcile(["brands.unlinked"])
    assert open_todos("brands.unlinked") == [("补上业务一头：先锋窗", "D0101", "secretary", None)]

    linking.link(
        weave.fresh(), weave.priority, by=weave.cast.account("secretary"), scope=weave.cast.scope("secretary")
    )  # fmt: skip

    assert open_todos("brands.unlinked") == []


def test_a_reason_for_serving_none_is_no_loose_end(weave):
    Measure.objects.update(priority=None, serves_none_because="内部练兵")

    reconcile(["brands.unlinked"])

    assert open_todos("brands.unlinked") == []


def test_names_as_long_as_they_may_be_still_let_a_report_through(weave):
    """Together they are longer than a notice or a to-do takes."""
    Measure.objects.update(name="长" * 160)
    weave.cast.organizations["D0101"].name = "名" * 120
    weave.cast.organizations["D0101"].save()
    Employment.objects.filter(person=weave.cast.persons["stranger"]).update(unit=weave.cast.organizations["DY02"].pk)

    weave.reported()
    reconcile()

    assert {len(sentence) for _, sentence in heard()} == {200}
    todo = Todo.objects.get(kind="brands.confirmations")
    assert (len(todo.title), todo.context) == (160, f"{'名' * 120}“先锋窗”报完成。窗口已经上门办了 21 件")
